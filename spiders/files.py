"""The files that belong to a report: its attachments, and the page images that may carry tables."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from archive.documents.model import Document
from archive.store.ledger import NewTask
from archive.words import Outcome, TaskKind
from spiders.addresses import absolute, query
from spiders.articles import PROSE, prose_length
from spiders.keys import file_key
from spiders.page import Page, Parsed

_FILE = frozenset({".pdf", ".doc", ".docx", ".wps", ".xls", ".xlsx", ".et", ".ofd", ".rtf", ".zip", ".rar", ".7z"})
_VIEWED = re.compile(r"""(?i)(?:pdf|ofd|docx?|file|viewer)[\w.]*\s*[=:(][^;'"]{0,20}['"]([^'"]+)['"]""")
"""An address that a script gives to a viewer: var pdfurl = "…", PDFObject.embed("…")."""
_BOOK = re.compile("电子书|翻页|翻书")
_BOOK_PATH = re.compile(r"/files/(basic-html|mobile)/|/book/", re.IGNORECASE)
FRAMED = "framed"
"""Why a task is asked: the article shows its text in a frame."""
_UNSEEN = re.compile(r"(?i)display\s*:\s*none|visibility\s*:\s*hidden")
_DOWNLOAD = re.compile(r"/(downfile|download)\.jsp$", re.IGNORECASE)


def file_tasks(family: str, page: Page, document: Document) -> tuple[NewTask, ...]:
    """One task per attachment, and per body image on the portal; each is keyed by its own file name or address.

    Images count inside the article only; attachments often hang below it, and may lie anywhere: where the crawler must
    not go, the task says so.
    """
    found = dict[str, NewTask]()
    attached = (*_attachments(family, page), *_viewed(family, page), *_books(family, page))
    attached = attached or tuple(_framed(family, page, document))
    for task in (*_images(family, page, document), *attached):
        found.setdefault(task.task_key, task)
    return tuple(found.values())


def _images(family: str, page: Page, document: Document) -> Iterator[NewTask]:
    for link in document.links:
        url = absolute(page.url, link.address) if link.image else ""
        if url and page.portal.owns(urlsplit(url).netloc):
            yield _task(family, page, TaskKind.IMAGE, url, link.text)


def is_file(url: str, *words: str) -> bool:
    """Whether a link leads to a file, told by its address and its words."""
    path = urlsplit(url).path
    suffixes = {PurePosixPath(name).suffix.lower() for name in (path, *words)}
    return bool(_DOWNLOAD.search(path) or suffixes & _FILE)


def _attachments(family: str, page: Page) -> Iterator[NewTask]:
    for link in page.links:
        if is_file(link.url, link.text, *link.other):
            yield _task(family, page, TaskKind.ATTACHMENT, link.url, link.text)


def _viewed(family: str, page: Page) -> Iterator[NewTask]:
    """Files that the page shows in a viewer: embedded, or handed to a script; of the portal's own hosts only."""
    found = [node.attributes.get("src") or node.attributes.get("data") or "" for node in page.tree.css("embed, object")]
    for script in page.tree.css("script"):
        found += _VIEWED.findall(script.text() or "")
    found += [query(link.url).get("file", "") for link in page.links if link.frame]
    for url in (absolute(page.url, address) for address in found):
        if url and is_file(url) and page.portal.owns(urlsplit(url).netloc):
            yield _task(family, page, TaskKind.ATTACHMENT, url, "")


def _framed(family: str, page: Page, document: Document) -> Iterator[NewTask]:
    """The page in the one frame of an article that says nothing itself: the text stands there."""
    frames = [
        link.url for link, node in page.anchors
        if link.frame and page.portal.owns(urlsplit(link.url).netloc) and link.url != page.url
        and not _UNSEEN.search(node.attributes.get("style") or "")
        and not {node.attributes.get("height"), node.attributes.get("width")} & {"0", "1"}
    ]  # fmt: skip
    if len(frames) == 1 and prose_length(document) < PROSE:
        yield replace(_task(family, page, TaskKind.ATTACHMENT, frames[0], ""), why=FRAMED)


def _books(family: str, page: Page) -> Iterator[NewTask]:
    """The same report as a book to leaf through, on somebody else's host: recorded, and refused by the allow-list."""
    for link in page.links:
        parts = urlsplit(link.url)
        named = _BOOK_PATH.search(parts.path) or any(_BOOK.search(word) for word in link.words)
        ours = page.portal.owns(parts.netloc) or (parts.hostname or "").endswith("gov.cn")
        if named and not (ours or is_file(link.url)):
            yield _task(family, page, TaskKind.ATTACHMENT, link.url, link.text)


def _task(family: str, page: Page, kind: TaskKind, url: str, text: str) -> NewTask:
    return NewTask(
        file_key(family, page.portal, url), page.portal.id, family, kind, page.task.politeness_group, url,
        "shown" if kind == TaskKind.IMAGE else "attached", page.task.depth + 1, page.task.area,
        page.task.agency, page.task.year, text.strip(),
    )  # fmt: skip


def listed_file(family: str, page: Page, url: str, report: NewTask) -> NewTask:
    """A file that a list names beside a report: it hangs on that report, whether or not the report's page links it."""
    task = _task(family, page, TaskKind.ATTACHMENT, url, report.listed_title)
    return replace(task, agency=report.agency, year=report.year, hangs_on=report.task_key)


def file_answer(page: Page) -> Parsed:
    """What the answer to an attachment or image task means: a web page in place of the file is not the file."""
    if not page.body:
        return Parsed(Outcome.TYPE_MISMATCH, "no bytes in place of the file")
    if page.media == "html" and page.task.why == FRAMED and prose_length(page.document) >= PROSE:
        return Parsed(Outcome.OK, f"the page in the frame, {len(page.body)} bytes")
    if page.media == "html":
        return Parsed(Outcome.TYPE_MISMATCH, "a web page in place of the file")
    return Parsed(Outcome.OK, f"{page.media}, {len(page.body)} bytes")
