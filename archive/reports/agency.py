"""Whose report it is: title, line above it, signature, index block, contact sentence and portal, in that order."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from archive.documents.model import Document, Paragraph, Table
from archive.reports import names
from archive.reports.model import Context
from archive.reports.titles import Title, first_url, head_lines
from archive.reports.words import fold

FLAG_COMPLETED = "agency_completed"
FLAG_BARE_PLACE = "agency_bare_place"
FLAG_FROM = "agency_from_"
FLAG_SHORT = "agency_short_name"
FLAG_DIFFERS = "agency_differs"

_REFORM_YEAR = 2019
_UNLIKE = 0.34
_TAIL_LINES = 10
_NUMBER = "[0-9〇○零O一二三四五六七八九十]"
_DATE_ONLY = re.compile(rf"^\(?{_NUMBER}{{2,4}}年{_NUMBER}{{1,3}}月{_NUMBER}{{1,3}}日?\)?$")
_ENDS_WITH_DATE = re.compile(r"([\u4e00-\u9fff]{4,30})20\d{2}年\d{1,2}月\d{1,2}日")
_WRITTEN_BY = re.compile(r"(?:由|是)([\u4e00-\u9fff]{4,30}?)(?:按照|根据|依据|编制|编写)")
_MADE_PUBLIC = re.compile(
    r"现(?:特)?(?:向社会)?(?:公布|公开|发布)《?([\u4e00-\u9fff]{4,30}?)20\d{2}年度?(?:政府|政务)?信息公开(?:工作)?年(?:度报告|报)"
)
_CONTACT = re.compile(r"(?:请与|请联系|联系单位:|联系部门:)([\u4e00-\u9fff]{4,30}?)(?:联系|\(|,|。|$)")
_FILLED_IN_BY = re.compile(
    r"填报(?:单位|机关|部门)(?:名称)?(?:\([盖公签]章\))?:?([\u4e00-\u9fff()]{4,30}?)(?=$|\d|填[报表]|统计|报送|联系|单位负责|负责人|审核)"
)
_OFFICE = re.compile(
    r"(?:(?<=[局厅委会院])(?:办公室|政务公开\w{0,8}|综合科|秘书科)|(?<=[局厅委会院室])(?:政府)?信息公开\w{1,4})$"
)
_NO_PLACE = re.compile("^[由与向在和为及是被对将经]|^.?[由与向在和]|开发|园|保税|度假|示范|保护|风景|新区$|[年报告作]")
"""What stands before a level where it is a word of a sentence, or the end of a longer name or of a title."""
_CODE = re.compile(r"^[0-9A-Z]{12,18}(?:-\w{1,3})?$")


@dataclass(frozen=True, slots=True)
class AgencyReading:
    """The agency's name, what told it (`title`, `above`, `index`, `signature`, `portal`, ...), and flags."""

    name: str | None
    evidence: str = ""
    flags: tuple[str, ...] = ()


def read_agency(document: Document, title: Title | None, context: Context, text: str) -> AgencyReading:
    """Names the agency (docs/formats.md#agency). `text` is the folded body. None where nothing names one."""
    named = names.full_government(title.agency) if title else ""
    if names.is_bare_place(named):
        if names.is_zone(named):
            return AgencyReading(named, "title", (FLAG_BARE_PLACE,))
        named = names.body_of_place(named)
    if named:
        return _completed(named, _others(document, title, context, text), document, context, text)
    others = list(_others(document, title, context, text))
    for name, evidence in others:
        flags = (FLAG_FROM + evidence,) if evidence != "above" else ()
        found = _completed(names.full_government(name), others, document, context, text)
        return replace(found, evidence=evidence, flags=(*flags, *found.flags))
    return AgencyReading(None)


def differs(name: str | None, context: Context, year: int | None) -> str:
    """How the title's agency stands to the portal's: "" the same, `unsure`, or `other` where clearly another body.

    What is served at an address that names the body's own area may be the same body under an earlier name.
    """
    listed = fold(context.agency)
    if not name or not listed or name == listed or name.endswith(listed) or listed.endswith(name):
        return ""
    if context.area and context.area in context.url:
        return "unsure"
    left, right = names.core(name), names.core(listed)
    if names.elsewhere(name, listed):
        return "other"
    if left in right or right in left:
        return "unsure"
    clear = names.is_agency(name) and names.is_agency(listed) and not listed.endswith(("人民政府", "政府", "管委会"))
    reformed = year is not None and year >= _REFORM_YEAR
    return "other" if clear and reformed and names.likeness(name, listed) < _UNLIKE else "unsure"


def _completed(
    named: str, others: Iterable[tuple[str, str]], document: Document, context: Context, text: str
) -> AgencyReading:
    """A name without its place takes it from whatever names the same body in full."""
    if not names.is_short(named):
        return AgencyReading(named, "title")
    ends = (named, f"{named}会", f"{named.removesuffix('管委')}管理委员会") if named.endswith("管委") else (named,)
    for name, evidence in others:
        if name != named and name.endswith(ends):
            return AgencyReading(name, evidence, (FLAG_COMPLETED,))
    listed = fold(context.agency)
    if listed and names.likeness(named, listed) == 1.0:
        return AgencyReading(listed, "portal", (FLAG_COMPLETED,))
    place = names.place_of(context.area or _code(document)) or _place_in_text(named, text) or _site_place(document)
    if place and names.starts_bare(named) and named[:1] == place[-1:]:
        return AgencyReading(place + named[1:], "place", (FLAG_COMPLETED,))
    return AgencyReading(named, "title", (FLAG_SHORT,))


def _code(document: Document) -> str:
    """The credit code of the index number, or of the source that prints it in place of a name."""
    told = (document.meta.get(label, "").partition("/")[0] for label in ("索引号", "来源", "发布机构", "contentsource"))
    return next((code for code in told if _CODE.match(code)), "")


def _site_place(document: Document) -> str:
    """The place whose government the site is, by the site's own name."""
    site = names.site_agency(document.meta.get("sitename", ""))
    return site.removesuffix("人民政府") if site.endswith("人民政府") else ""


def _place_in_text(named: str, text: str) -> str:
    """The place that stands most often before the short name in the text: 济南市 before 大数据局."""
    if not names.starts_bare(named):
        return ""
    found = re.findall(rf"([\u4e00-\u9fff]{{2,3}}{re.escape(named[:1])}){re.escape(named[1:])}", text)
    known = Counter(place for place in found if not _NO_PLACE.search(place))
    return known.most_common(1)[0][0] if known else ""


def _others(document: Document, title: Title | None, context: Context, text: str) -> Iterator[tuple[str, str]]:
    """Every name outside the title, most trusted first."""
    if title and names.is_agency(title.above):
        yield fold(title.above), "above"
    for line in head_lines(document)[:3]:
        if names.is_agency(line) and not (title and title.above and fold(line) == fold(title.above)):
            yield fold(line), "above"
    yield from _usable(document.meta.get("发布机构", ""), "index")
    yield from _usable(_signature(document, text), "signature")
    for told in (_MADE_PUBLIC.search(text[:4000]), _WRITTEN_BY.search(text[:4000])):
        yield from _usable(told.group(1) if told else "", "text")
    yield from _usable(_filled_in_by(document) if "填报" in text else "", "form")
    if context.agency:
        yield fold(context.agency), "portal"
    contact = _CONTACT.search(text[:4000]) or _CONTACT.search(text[-4000:])
    yield from _usable(_OFFICE.sub("", contact.group(1)) if contact else "", "contact")
    for key in ("来源", "contentsource"):
        yield from _usable(document.meta.get(key, ""), "source")
    yield from _usable(names.site_agency(document.meta.get("sitename", "")), "site")
    yield from _usable(names.host_agency(context.url or first_url(document)), "host")


def _usable(name: str, evidence: str) -> Iterator[tuple[str, str]]:
    folded = fold(name)
    if folded and not _CODE.match(folded) and names.is_agency(folded):
        yield folded, evidence


def _filled_in_by(document: Document) -> str:
    """The body that a statistical table names as having filled it in, on a line or in a row of the table."""
    for block in document.blocks:
        rows = ["".join(row) for row in block.texts] if isinstance(block, Table) else [block.text]
        for line in (fold(part) for row in rows for part in row.split("\n") if "填报" in part):
            if found := _FILLED_IN_BY.search(line):
                return found.group(1)
    return ""


def _signature(document: Document, text: str) -> str:
    """The body that signs at the end: a line that is only a name above a line that is only a date."""
    tail = [fold(block.text) for block in document.blocks[-_TAIL_LINES:] if isinstance(block, Paragraph)]
    for position in range(len(tail) - 1, 0, -1):
        if _DATE_ONLY.match(tail[position]) and names.is_agency(tail[position - 1]):
            return tail[position - 1]
    glued = list(_ENDS_WITH_DATE.finditer(text[-300:]))
    if not glued:
        return ""
    return re.split(r"[。;,、]", glued[-1].group(1))[-1]
