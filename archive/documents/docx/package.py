"""The parts of a Word file: a zip archive read within limits, its XML parsed without entities or doctypes."""

import io
import posixpath
import zipfile
import zlib

from lxml import etree

from archive.documents.docx.names import attribute
from archive.errors import BadInputError, TooLargeError

PART_MAX = 24 * 1024 * 1024
"""Bytes of one unpacked part; the largest reports have two."""
ELEMENTS_MAX = 400_000
"""Elements of one part; the largest reports have some ten thousand."""
_DEEPEST = 150
_DAMAGED = "the Word file is damaged ({}): fetch it again, or save it anew from Word"
_MAIN = "word/document.xml"


class Package:
    """A Word file opened. Raises BadInputError for an archive that cannot be opened or has no document."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise BadInputError(_DAMAGED.format("no readable archive")) from error
        self._names = {_plain(info.filename): info for info in self._zip.infolist()}
        self.main = self._related("", "officeDocument") or _MAIN
        self.links = {key: target for key, _, target in self._relations(self.main)}

    def document(self) -> etree._Element:
        """The root of the main part."""
        root = self._parse(self.main)
        if root is None:
            raise BadInputError(_DAMAGED.format("its main document is missing"))
        return root

    def side(self, kind: str) -> etree._Element | None:
        """A part beside the main one by its kind: styles, numbering; None where there is none."""
        beside = posixpath.join(posixpath.dirname(self.main), f"{kind}.xml")
        return self._parse(self._related(self.main, kind) or beside)

    def part(self, relation: str) -> bytes:
        """The bytes of a part that the main one refers to, b"" where there is none."""
        info = self._names.get(_plain(_resolved(self.main, self.links.get(relation, ""))))
        return self._unpack(info) if info else b""

    def _related(self, part: str, kind: str) -> str | None:
        found = (target for _, each, target in self._relations(part) if each.rpartition("/")[2] == kind)
        return next((name for target in found if _plain(name := _resolved(part, target)) in self._names), None)

    def _relations(self, part: str) -> list[tuple[str, str, str]]:
        folder, file = posixpath.split(part)
        root = self._parse(posixpath.join(folder, "_rels", f"{file}.rels"))
        return [
            (attribute(each, "Id") or "", attribute(each, "Type") or "", attribute(each, "Target") or "")
            for each in ([] if root is None else root)
        ]

    def _parse(self, part: str) -> etree._Element | None:
        info = self._names.get(_plain(part))
        if info is None:
            return None
        parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, remove_comments=True)
        try:
            root = etree.fromstring(self._unpack(info), parser)
        except etree.XMLSyntaxError as error:
            raise BadInputError(_DAMAGED.format(f"{part} is no XML")) from error
        if root.getroottree().docinfo.doctype:
            raise BadInputError(_DAMAGED.format(f"{part} declares entities"))
        deepest, elements = _measured(root)
        if deepest > _DEEPEST:
            raise BadInputError(_DAMAGED.format(f"{part} is nested deeper than {_DEEPEST}"))
        if elements > ELEMENTS_MAX:
            raise TooLargeError(f"the Word file has over {ELEMENTS_MAX} elements in {part}: look at what was saved")
        return root

    def _unpack(self, info: zipfile.ZipInfo) -> bytes:
        try:
            with self._zip.open(info) as part:
                data = part.read(PART_MAX + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
            raise BadInputError(_DAMAGED.format(f"{info.filename} cannot be unpacked")) from error
        except RuntimeError as error:
            raise BadInputError("the Word file is encrypted: open it with its password and save it without") from error
        if len(data) > PART_MAX:
            raise TooLargeError(
                f"the Word file unpacks to more than {PART_MAX // 1024 // 1024} MB of text: look at what was saved"
            )
        return data


def _plain(part: str) -> str:
    """A part's name as the archive's own are compared: case and kind of slash tell nothing."""
    return part.replace("\\", "/").lstrip("/").lower()


def _resolved(part: str, target: str) -> str:
    if target.startswith("/"):
        return target
    return posixpath.normpath(posixpath.join(posixpath.dirname(part), target))


def _measured(root: etree._Element) -> tuple[int, int]:
    """How deep elements are nested and how many they are, counted no further than the limits."""
    depth = deepest = elements = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        elements += event == "start"
        deepest = max(deepest, depth)
        if deepest > _DEEPEST or elements > ELEMENTS_MAX:
            break
    return deepest, elements
