"""Says whether a document is an annual report, and what it is if not (docs/formats.md#look-alikes)."""

import re
from dataclasses import dataclass

from archive.reports.evidence import LOOK_ALIKES, MISSING_PAGE, Evidence, LookAlike, look_alike_of
from archive.reports.titles import match_title
from archive.reports.words import fold
from archive.words import Kind

FLAG_WEAK = "weak_structure"
FLAG_TITLE = "title_unusual"
FLAG_NEEDS_OCR = "needs_ocr"

_EMPTY = 30
_SHORT_PAGE = 200
_MIN_HEADINGS = 3
_FIRM_HEADINGS = 4
_BLANK_LABELS = 5
_BLANK_PROSE = 300
_SOME_PROSE = 60
_PROSE_MIN = 500
_TOPICS_MIN = 5
_LIST_LINKS = 5
_SEARCH_LINKS = 3
_SNIPPET = 250
_SHORT_NOTE = 60
_LIST_SHARE = 0.4
_SHORT_LIST_SHARE = 0.7
_FIRM_TABLES = 8
_QUARTER = re.compile(r"第?[一二三四1-4]季度|季报|季度")
_OTHER_SUBJECT = re.compile("^(?!.*(?:公开|年报)).{4,60}(?:报告|报表|汇报)$")
_PLACEHOLDER = re.compile(r"XX|xx|××|\*\*|_{2,}|模板|样表|征求意见稿|格式文本|填报说明")


@dataclass(frozen=True, slots=True)
class KindReading:
    """A kind, a few words why, and flags. `body` is false for a page that has no text of its own to be read."""

    kind: Kind
    reason: str
    flags: tuple[str, ...] = ()
    body: bool = True


def kind_of_title(text: str) -> Kind | None:
    """What a title says by itself; None where it names neither a report nor a look-alike."""
    heading, title = fold(text), match_title(text)
    if _QUARTER.search(heading) and "信息公开" in heading:
        return Kind.QUARTERLY_TABLE
    if title and _PLACEHOLDER.search(heading):
        return Kind.BLANK_FORM
    look_alike = look_alike_of(heading, title)
    return look_alike.kind if look_alike else Kind.ANNUAL_REPORT if title else None


def read_kind(evidence: Evidence, *, headed: bool, dated: bool = False) -> KindReading:
    """The kind of a document; `headed` says that it has a report's title, or that agency and year are known.

    `dated` says that it states the period of its figures, as a report does whose title is lost.

    No report is dropped for its title alone: a table of the forms with numbers in it outweighs every title.
    """
    nothing = _nothing(evidence)
    if nothing:
        return nothing
    if _is_search(evidence):
        return KindReading(Kind.LIST_PAGE, f"{evidence.listed} titles of reports, next to no text between", (), False)
    if _QUARTER.search(evidence.heading_title) and (evidence.labels or "填报单位" in evidence.text):
        return KindReading(Kind.QUARTERLY_TABLE, "quarterly statistics by its title")
    titled = look_alike_of(evidence.heading_title, evidence.title)
    counted = max(evidence.applications, evidence.statistics)
    if evidence.tables and (titled is None or not titled.always or counted >= _FIRM_TABLES):
        return _report(evidence, "labels of the statistical form with numbers")
    if _is_list(evidence):
        return KindReading(Kind.LIST_PAGE, f"{evidence.links} links and no section text", (), False)
    if _is_blank_form(evidence):
        return KindReading(Kind.BLANK_FORM, "labels of the form, no numbers and next to no text")
    return _by_words(evidence, titled, headed or (dated and titled is None and _is_whole(evidence)))


def _nothing(evidence: Evidence) -> KindReading | None:
    size = len(evidence.text)
    if size < _EMPTY:
        seen = (FLAG_NEEDS_OCR,) if evidence.images else ()
        titled = look_alike_of(evidence.heading_title, evidence.title)
        if titled and (titled.always or evidence.title is None):
            return KindReading(titled.kind, f"title says {titled.kind}", seen, False)
        if evidence.images:
            return KindReading(Kind.UNSURE, "images only", seen, False)
        return KindReading(Kind.UNSURE, "attachments only" if evidence.links else "empty", (), False)
    if size < _SHORT_PAGE and any(phrase in evidence.text for phrase in MISSING_PAGE) and not evidence.tables:
        return KindReading(Kind.UNSURE, "empty", (), False)
    return None


def _by_words(evidence: Evidence, titled: LookAlike | None, headed: bool) -> KindReading:
    """Look-alikes and narrative reports, told by title, headings and wording."""
    worded = _by_body(evidence)
    structured = evidence.headed >= _MIN_HEADINGS and headed and _discloses(evidence)
    if titled:
        summed_up = titled.kind == Kind.SUMMARY and "信息公开" in evidence.heading_title
        firm = structured and ((evidence.headed >= _FIRM_HEADINGS and evidence.applied) or summed_up)
        if titled.always or not firm or worded is titled:
            return KindReading(titled.kind, f"title says {titled.kind}")
        return _report(evidence, f"{evidence.headed} sections of a report under a title of another kind")
    if worded and worded.always:
        return KindReading(worded.kind, f"wording of {worded.kind}")
    if structured:
        return _report(evidence, f"{evidence.headed} of the six sections as headings")
    named = evidence.title is not None and bool(evidence.title.year or evidence.title.agency)
    if named and evidence.topics >= _TOPICS_MIN and len(evidence.text) >= _PROSE_MIN:
        return _report(evidence, "title and topics of a report, its own structure", FLAG_WEAK)
    if worded:
        return KindReading(worded.kind, f"wording of {worded.kind}")
    return _without_structure(evidence)


def _is_whole(evidence: Evidence) -> bool:
    """Whether the headings are those of a whole report, with both kinds of disclosure among them."""
    return evidence.headed >= _FIRM_HEADINGS and evidence.proactive and evidence.applied


def _discloses(evidence: Evidence) -> bool:
    """Whether title or headings are about disclosure: 总体情况, 问题 and 其他事项 stand in reports on anything."""
    if _OTHER_SUBJECT.search(evidence.heading_title):
        return evidence.title is not None or evidence.applied
    return evidence.title is not None or evidence.proactive or evidence.applied


def _without_structure(evidence: Evidence) -> KindReading:
    """What is left: a page whose report is in images or files, one that has nothing but links, or some other text."""
    plain = len(evidence.text) - evidence.linked
    if evidence.title and evidence.images:
        reason, flags = "title of a report, its body is in images", (FLAG_NEEDS_OCR,)
        return KindReading(Kind.UNSURE, reason, flags, min(plain, evidence.unbroken) >= _SHORT_PAGE)
    if evidence.files and plain < (_SHORT_PAGE if evidence.title else _SHORT_NOTE):
        return KindReading(Kind.UNSURE, "attachments only", (), False)
    if evidence.links >= _LIST_LINKS and evidence.unbroken < _SHORT_PAGE:
        return KindReading(Kind.UNSURE, "links and no text of its own", (), False)
    return KindReading(Kind.UNSURE, "no structure of a report")


def _report(evidence: Evidence, reason: str, *flags: str) -> KindReading:
    unusual = () if evidence.title else (FLAG_TITLE,)
    pictures = (FLAG_NEEDS_OCR,) if evidence.images and not evidence.tables else ()
    return KindReading(Kind.ANNUAL_REPORT, reason, (*flags, *unusual, *pictures))


def _by_body(evidence: Evidence) -> LookAlike | None:
    for look_alike in LOOK_ALIKES:
        found = sum(1 for pattern in look_alike.body if pattern.search(evidence.text))
        if look_alike.body and found >= look_alike.least:
            return look_alike
    return None


def _is_search(evidence: Evidence) -> bool:
    """Whether a page is titles of reports with a few words after each, such as search results, whatever they quote."""
    return not evidence.own and evidence.listed >= _SEARCH_LINKS and evidence.unbroken < _SNIPPET


def _is_list(evidence: Evidence) -> bool:
    if evidence.own or evidence.links < 2 or evidence.headed >= _MIN_HEADINGS:
        return False
    share = _LIST_SHARE if evidence.links >= _LIST_LINKS else _SHORT_LIST_SHARE
    return evidence.linked >= share * len(evidence.text)


def _is_blank_form(evidence: Evidence) -> bool:
    """A form nobody filled in. One that bears a body's name and a year, and says something, is a report of blanks."""
    if _PLACEHOLDER.search(evidence.heading_title):
        return evidence.prose < 2 * _BLANK_PROSE
    named = evidence.title is not None and bool(evidence.title.agency and evidence.title.year)
    filled = named and evidence.headed > 1 and evidence.prose >= _SOME_PROSE
    numbered = named and bool(evidence.applications or evidence.statistics)
    return evidence.labels >= _BLANK_LABELS and evidence.prose < _BLANK_PROSE and not (filled or numbered)
