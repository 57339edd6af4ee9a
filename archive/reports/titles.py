"""Finds the title of a report, and in it the agency's name and the year (docs/formats.md#titles)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from archive.documents.model import Document, Paragraph
from archive.reports.model import Context
from archive.reports.words import arabic, fold

YEAR = r"(?<!\d)(?:19\d{2}|2[0Oo][\dOo]{2})(?![\dOo])|二[0〇○零Oo一二三四五六七八九]{3}"
_DISCLOSED = r"(?:政府|政务)?信息(?:主动)?公开|政务公开"
_NAMED = r"(?:工作|情况|实施|执行|年度|的|综合){0,5}(?:报告|年报|年度总结|总结|年度报)"
_EXPLAINED = "(?:[\u4e00-\u9fff]{0,4}(?:解读|图解)|一图[读看]懂|图说|图读|长图)"
_END = rf"》?(?:的?{_EXPLAINED})?(?:\.{{2,}}|…{{1,3}})?(?:[(\[【].{{0,30}}[)\]】])?"
_END += r"(?:全文|正文)?(?:\.(?:docx?|pdf|html?|txt|wps|ofd))?$"
_LEAD = rf"^(?:标题:|题目:|[Tt]itle:)?(?:{_EXPLAINED}[:|]?)?《?(?:关于)?"
_PATTERNS = (
    re.compile(rf"{_LEAD}(?P<before>.{{0,60}}?)(?P<year>{YEAR})(?P<after>.{{0,50}}?)(?:{_DISCLOSED}){_NAMED}{_END}"),
    re.compile(rf"{_LEAD}(?P<before>.{{0,60}}?)(?:{_DISCLOSED})工?作?(?P<year>{YEAR})(?P<after>)年?度?{_NAMED}{_END}"),
    re.compile(rf"{_LEAD}(?P<before>.{{0,60}}?)(?:{_DISCLOSED})(?:工作)?(?:情况)?统计(?:汇总)?表\((?P<year>{YEAR})年?度?(?P<after>)\)$"),
    re.compile(rf"{_LEAD}(?P<before>.{{0,60}}?)(?P<year>{YEAR})(?P<after>.{{0,50}}?)(?:{_DISCLOSED})(?:工作)?(?:情况)?统计(?:汇总)?表$"),
)  # fmt: skip
_LAST = re.compile(rf"{_LEAD}(?P<before>.{{0,60}}?)(?:{_DISCLOSED}){_NAMED}[(\[](?P<year>{YEAR})年?度?[)\]]$")
_NO_YEAR = re.compile(
    rf"{_LEAD}(?P<before>.{{0,60}}?)(?:{_DISCLOSED})(?:工作|情况|的){{0,4}}年度?(?:工作)?(?:报告|报){_END}"
)
_URL = re.compile(r"https?://\S{1,500}")
_LABEL = re.compile(r"^(?:标题|题目|[Tt]itle)\s?[:：]\s?")
_ENCLOSED = re.compile(r"^附(?:表|录|件)")
_ATTACHED = re.compile(r"^\s*附件\s?\d{0,2}\s?[:：]?\s?")
_AFTER_YEAR = re.compile(r"^(?:年度(?!假)|年|度(?!假))?[\])】]{0,2}(?:全年)?")
_SITE = re.compile(r"(?:[-_|—–>]{1,3}[^-_|—–>]{1,30}){1,2}$")
_TOLD_OF = re.compile(r"(?:发布|公布|晒出|报送|编制|完成|召开|开展|印发|部署|启动|出炉|公开)$")
_COLUMN = re.compile(r"^.*信息公开年[报度](?=.{4})")
_BRACKETED = re.compile(r"^(?:[\[【(][^\]】)]{1,12}[\]】)])+")
_NOBODY = re.compile(r"^(?:[我本]?[省市县区州镇乡局厅委办院]|[我本](?:街道|单位|机关|部门|中心)|年度)$")
_SENTENCE = re.compile("[《》]")
_STAMP = re.compile(r"^\d{1,4}/\d{1,2}/\d{1,4},?\d{1,2}:\d{2}(?:[AP]M)?")
_BEFORE_EDGE = re.compile(r"^[#*\s\d.、_-]{0,9}|[\s_:,,-]{1,9}$")
_OPENING = re.compile(
    r"(?!现|根据|按照?|依据|为|本)[^,。:;!?]{4,60}?信息公开[^,。:;!?]{0,8}?(?:(?:年度|工作)?报告|年报)"
)
_HEAD_LINES = 14
_LINE_MAX = 70
_PRINTED_MAX = 300
_TITLE_MAX = 120


@dataclass(frozen=True, slots=True)
class Title:
    """A title that names a report. `agency` is as printed, maybe short or empty; `above` is the line before it."""

    text: str
    agency: str = ""
    year: int | None = None
    above: str = ""
    source: str = ""


def match_title(text: str) -> Title | None:
    """Reads one line as a report's title; None where it is none, as are lines over 120 characters and 附表."""
    return _match_line(text) if len(text) <= _PRINTED_MAX else None


@lru_cache(maxsize=5_000)
def _match_line(text: str) -> Title | None:
    """The same for a line: several readers ask about those at the head of a document, links come again and again."""
    line = _STAMP.sub("", fold(text)).lstrip("#*")
    if not 6 <= len(line) <= _TITLE_MAX or "。" in line or _ENCLOSED.match(line):
        return None
    found = (_match(part, text) for part in dict.fromkeys((_SITE.sub("", line), line)))
    return next((title for title in found if title), None)


def _match(line: str, text: str) -> Title | None:
    title = _named(line, text)
    return title if title and not _SENTENCE.search(title.agency) else None


def _named(line: str, text: str) -> Title | None:
    for pattern in _PATTERNS:
        match = pattern.match(line)
        if match:
            name = _clean_name(match["before"]) or _clean_name(_AFTER_YEAR.sub("", match["after"]))
            told_of = _TOLD_OF.search(match["before"])
            return None if told_of else Title(tidy(text), name, int(arabic(match["year"])))
    match = _LAST.match(line)
    if match:
        return Title(tidy(text), _clean_name(match["before"]), int(arabic(match["year"])))
    match = _NO_YEAR.match(line)
    return Title(tidy(text), _clean_name(match["before"])) if match else None


def find_title(document: Document, context: Context, period: int | None = None) -> Title | None:
    """The best title among the document's own, the head of its body, the portal's listing and the file's name.

    `period` is the year of the statistics period, which tells a title from those of other years above or below it.

    One that names year and agency wins over one that names less; among equals the document's own comes first. The
    document's own title keeps its year, and takes from the others only an agency that it does not name.
    """
    found = sorted((title for title in _candidates(document, context) if title), key=lambda each: each.year != period)
    best = max(found, key=_told, default=None)
    own = max((title for title in found if title.source in ("title", "body")), key=_told, default=None)
    if best and own and own.year:
        return replace(own, agency=own.agency or best.agency)
    return best


def _told(title: Title) -> tuple[bool, bool]:
    return title.year is not None, bool(title.agency)


def _candidates(document: Document, context: Context) -> Iterator[Title | None]:
    yield _sourced(match_title(document.title), "title")
    yield from _in_body(document)
    yield _sourced(match_title(_ATTACHED.sub("", document.title)), "title")
    yield _sourced(match_title(_ATTACHED.sub("", context.listed_title)), "listed")
    name = context.filename.rpartition(".")[0] or context.filename
    yield _sourced(match_title(_ATTACHED.sub("", name)), "filename")


def _sourced(title: Title | None, source: str) -> Title | None:
    return Title(title.text, title.agency, title.year, title.above, source) if title else None


def head_lines(document: Document) -> list[str]:
    """The first paragraphs of the body, before any table."""
    lines: list[str] = []
    for block in document.blocks[:_HEAD_LINES]:
        if not isinstance(block, Paragraph):
            break
        lines.append(block.text)
    return lines


def first_url(document: Document) -> str:
    """The address that a saved text names in its first lines, "" where it names none."""
    found = (_URL.search(line[:600]) for line in head_lines(document)[:6])
    return next((match.group() for match in found if match), "")


def _in_body(document: Document) -> Iterator[Title]:
    """Titles on one line of the head, else over two or three lines; a line above without year may name the agency."""
    lines = [tidy(line) if len(fold(line[:_PRINTED_MAX])) <= _LINE_MAX else "" for line in head_lines(document)]
    found = False
    opening = _opening(document)
    if opening:
        yield opening
    for position, line in enumerate(lines):
        title = match_title(line)
        if title:
            above = lines[position - 1] if position else ""
            whole = match_title(above + line) if above and not (title.agency or title.year) else None
            if whole and whole.agency and whole.year:
                title, above = whole, ""
            text = title.text if title.agency or not above else tidy(above + title.text)
            found = True
            yield Title(text, title.agency, title.year, tidy(above), "body")
    for count in () if found else (2, 3):
        for position in range(len(lines) - count + 1):
            part = lines[position : position + count]
            title = match_title("".join(part)) if all(part) else None
            if title:
                yield Title(title.text, title.agency, title.year, "", "body")
                return


def _opening(document: Document) -> Title | None:
    """The title with which a long first line begins, where a dump has kept no lines."""
    first = document.blocks[0] if document.blocks else None
    text = first.text[: 2 * _PRINTED_MAX] if isinstance(first, Paragraph) else ""
    opening = _OPENING.match(fold(text)) if len(text) > _LINE_MAX else None
    title = match_title(opening.group()) if opening else None
    return Title(title.text, title.agency, title.year, "", "body") if title and title.agency else None


def tidy(text: str) -> str:
    """A title as one line: Markdown marks and outer white space off, runs of white space collapsed."""
    return _LABEL.sub("", " ".join(text.split()).lstrip("#* ").rstrip("* "))


def _clean_name(name: str) -> str:
    name = _BEFORE_EDGE.sub("", _BRACKETED.sub("", _COLUMN.sub("", name))).removeprefix("关于")
    for tail in ("工作", "的", "关于", "发布"):
        name = name.removesuffix(tail)
    name = name.strip("《》【】[]\"'“”-_: ")
    name = name if name.count("(") == name.count(")") else name.strip("()")
    return "" if _NOBODY.match(name) else name
