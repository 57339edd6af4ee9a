"""What speaks for and against a document's being an annual report, counted from its text."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

from archive.documents.model import Document, Paragraph
from archive.reports.names import is_agency
from archive.reports.places_2014 import STAT_2014
from archive.reports.sections import Sections
from archive.reports.titles import Title, match_title
from archive.reports.words import fold
from archive.words import Kind

_RAW = json.loads(files("archive.reports").joinpath("data/kinds.json").read_text(encoding="utf-8"))
_APPLICATIONS: tuple[str, ...] = tuple(_RAW["application_labels"])
_STATISTICS: tuple[str, ...] = tuple(_RAW["statistics_labels"])
_TOPICS: tuple[str, ...] = tuple(_RAW["topics"])
MISSING_PAGE: tuple[str, ...] = tuple(_RAW["missing_page"])
# Digits after a label are its values, a row of them in one run, and the number of the next label, which alone is no
# value: 1.国家秘密2.其他, but 1.国家秘密00000002.其他.
_VALUE = r"(?:\([^()]{0,40}\))?(?:条|件|次|人次|人|个|篇|万元|元|——)?[:|]?[-+]?"
_VALUE += r"(?:\d{2,80}(?=[.、]\D)|\d{1,80}(?!\d|[.、]\D))"
_LABELS = sorted((*_APPLICATIONS, *_STATISTICS), key=len, reverse=True)
_VALUED = re.compile(f"({'|'.join(map(re.escape, _LABELS))}){_VALUE}")
_TELLING = re.compile("公开|报告|年报|总结|通知|要点|方案|办法|培训|会议|预算|决算|报表")
_TEXT_MAX = 400_000
_TITLE_LINES = 3
_PREAMBLE = re.compile(
    r"(?:根据|依据|按照|本).{0,600}?(?:本(?:年度|年)?(?:报告|年报)|工作(?:情况)?报告如下|公布[^。]{0,60}年度报告。)"
)
"""How a report begins whose title is lost: the names of notices that it follows are not what it is called."""
_ROWS = 3
_BODIES_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class LookAlike:
    """One kind of document that is taken for a report: words of its title and of its body."""

    kind: Kind
    title: re.Pattern[str]
    body: tuple[re.Pattern[str], ...]
    least: int
    always: bool


@dataclass(frozen=True, slots=True)
class Evidence:
    """Counts over one document. `applications` and `statistics` are labels of 三 and of the table of 2014 that have a
    number, `disclosed` the rows of 二 that hold one.

    `own` says that the page's own title is that of one report, whatever its links lead to. `unbroken` is the longest
    run of text without a link, `listed` how many links bear the title of a report. `headed` counts sections of a report
    by their headings; `proactive` and `applied` say that those on disclosure are among them.
    """

    title: Title | None
    heading_title: str
    text: str
    headed: int
    proactive: bool
    applied: bool
    labels: int
    disclosed: int
    applications: int
    statistics: int
    topics: int
    prose: int
    links: int
    linked: int
    images: int
    files: int
    own: bool
    unbroken: int
    listed: int

    @property
    def tables(self) -> bool:
        return max(self.disclosed, self.applications, self.statistics) >= _ROWS


def gather(
    document: Document, title: Title | None, sections: Sections, text: str, filled: Mapping[str, int]
) -> Evidence:
    """Counts the evidence; `text` is the folded body with its tables, `filled` counts the filled rows of each table."""
    text = text[:_TEXT_MAX]
    valued = {match.group(1) for match in _VALUED.finditer(text)}
    anchors = [link for link in document.links if not link.image]
    return Evidence(
        title,
        _heading_title(document),
        text,
        len(sections.headed),
        "s2_proactive" in sections.headed,
        "s3_applications" in sections.headed,
        sum(map(text.__contains__, (*_APPLICATIONS, *_STATISTICS))),
        filled.get("二", 0),
        max(len(valued.intersection(_APPLICATIONS)), filled.get("三", 0)),
        max(len(valued.intersection(_STATISTICS)), filled.get(STAT_2014, 0)),
        sum(map(text.__contains__, _TOPICS)),
        sum(len(fold(section.text)) for section in sections.parts),
        len(anchors),
        sum(len(fold(link.text)) for link in anchors),
        sum(1 for link in document.links if link.image),
        sum(1 for link in anchors if link.file),
        _is_own(document, title),
        len(text) if document.unbroken is None else document.unbroken,
        sum(1 for link in anchors if not link.file and match_title(link.text)),
    )


def _is_own(document: Document, title: Title | None) -> bool:
    """Whether a full title is the page's own: no entry of a list, and no heading over the reports of other bodies."""
    if title is None or title.source != "title" or not (title.agency and title.year):
        return False
    pages = [link for link in document.links if not link.image and not link.file]
    told = [match_title(link.text) for link in pages]
    others = sum(1 for each in told if each and each.agency not in ("", title.agency))
    bodies = sum(1 for link in pages if is_agency(link.text))
    if others > 1 or bodies > _BODIES_SHARE * len(pages):
        return False
    carries = any(link.image or link.file for link in document.links)
    return ("发布日期" in document.meta and carries) or fold(title.text) not in {fold(link.text) for link in pages}


def _heading_title(document: Document) -> str:
    """What the document is called: its title, or its head where the title is only that of a site."""
    named, head = fold(document.title), _head(document)
    told = _TELLING.search(head) and "。" not in head
    return head if not named or (told and not _TELLING.search(named)) else named


def _head(document: Document) -> str:
    """The first short lines: where a file without a title of its own says what it is."""
    lines = [fold(block.text) for block in document.blocks[:_TITLE_LINES] if isinstance(block, Paragraph)]
    first = next(iter(lines), "")
    short = next((line for line in lines if "公开" in line and len(line) <= 60), "")
    return short or ("" if _PREAMBLE.match(first) else first[:80])


def _load() -> tuple[LookAlike, ...]:
    return tuple(
        LookAlike(
            Kind(raw["kind"]),
            re.compile("|".join(raw["title"])),
            tuple(re.compile(pattern) for pattern in raw["body"]),
            raw["least"],
            raw.get("always", False),
        )
        for raw in _RAW["lookalikes"]
    )


LOOK_ALIKES = _load()


def look_alike_of(heading: str, title: Title | None) -> LookAlike | None:
    """The look-alike that a folded heading names; under a report's full title only explanations and summaries count.

    What a list or a file's name calls it outweighs nothing that the document itself says.
    """
    own = title is not None and title.source not in ("listed", "filename")
    for look_alike in LOOK_ALIKES:
        if own and not look_alike.always and look_alike.kind != Kind.SUMMARY:
            continue
        if look_alike.title.search(heading):
            return look_alike
    return None
