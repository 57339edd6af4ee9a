"""Coverage: for each expected agency and year what is held, what the source shows and what was read of it."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from archive.store.looks import Look, Question
from archive.words import Holding, Kind, Outcome, ReadState, Source, Status, Template

PORTAL_TIME = ZoneInfo("Asia/Shanghai")
SOUND = (Status.REPORTED, Status.DECODED, Status.BLANK, Status.DASH, Status.NONE_WORD)
"""Statuses that say all there is to say of a cell."""

_ERA_TABLES = {Template.T2019: ("二", "三", "四"), Template.T2021: ("二", "三", "四"), Template.T2014: ("stat_2014",)}
_FIRST_TABLED_YEAR = 2014
_IN_A_ROW = 3


@dataclass(frozen=True, slots=True)
class Content:
    """What the reader made of the bundle behind a question.

    `kind` is None where the main document was not read (`reason` says why not), `annual_years` are the years of its
    annual reports, `unread` the media of its files that nothing reads yet, `lacking` how the last visit to a file ended
    that did not come.
    """

    kind: Kind | None
    reason: str
    annual_years: frozenset[int] = frozenset()
    unread: tuple[str, ...] = ()
    lacking: Look | None = None

    @property
    def only_images(self) -> bool:
        return self.unread == ("image",)


@dataclass(frozen=True, slots=True)
class ReadReport:
    """The held report of a cell, as far as its read state goes.

    `figures` says whether any cell of a table was read, `unsound` whether one is in doubt; `differing` counts the cells
    that read otherwise in a rendition.
    """

    report_id: str
    year: int
    template: str
    templates: dict[str, str]
    figures: bool
    unsound: bool
    images: int
    differing: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """What one question's last visit says of the report asked for. `holding` is for bytes that no series took."""

    source: str
    reason: str
    question: Question
    holding: Holding = Holding.NONE


@dataclass(frozen=True, slots=True)
class Cell:
    """Coverage of one agency and year."""

    holding: Holding
    source: str
    read_state: ReadState
    reason: str
    question: Question | None
    looked_at: str | None


def due(year: int, body_type: str) -> date:
    """The last day for publishing the report about `year` (docs/store.md#due): law of 2007, amended in 2019."""
    to_31_january = year >= 2019 and body_type not in ("government", "township")
    return date(year + 1, 1, 31) if to_31_january else date(year + 1, 3, 31)


def closed_hosts(questions: Iterable[Question]) -> dict[str, Look]:
    """Host to its last look, where its last looks brought no answer: why its other questions were not asked."""
    by_host: dict[str, list[Look]] = defaultdict(list)
    for question in questions:
        by_host[question.host] += question.looks
    latest = {host: sorted(looks, key=lambda look: look.ended_at)[-_IN_A_ROW:] for host, looks in by_host.items()}
    return {host: looks[-1] for host, looks in latest.items() if looks and not any(x.outcome.answered for x in looks)}


def answer(
    question: Question, year: int, content: Content | None, deadline: date, closed: Mapping[str, Look]
) -> Answer:
    """What the portal's answers to one question show, unanswered visits never counted as absence."""
    last = question.last
    if last is None:
        return closed_answer(question, closed) or Answer(Source.NOT_TRIED, "not asked yet", question)
    if last.outcome in (Outcome.OK, Outcome.NOT_A_REPORT):
        return _of_content(question, year, content, deadline, last.outcome == Outcome.OK)
    if not last.outcome.answered:
        return Answer(f"{Source.BLOCKED}:{last.outcome}", last.detail or str(last.outcome), question)
    if last.outcome == Outcome.GONE or question.ever_ok:
        return Answer(Source.GONE, last.detail or "it was there before", question)
    said = last.detail or "the portal has none"
    return absent(question, said if question.area else f"listed, but its address answers {said}", deadline)


def closed_answer(question: Question, closed: Mapping[str, Look]) -> Answer | None:
    """The answer to what a host was never asked because it had closed; None where it had not."""
    if (shut := closed.get(question.host)) is None:
        return None
    why = f"not asked itself: so ended the last that were asked of {question.host}"
    return Answer(f"{Source.BLOCKED}:{shut.outcome}", why, question)


def absent(question: Question, reason: str, deadline: date) -> Answer:
    """No, if the source said so after the due day; before it, not yet."""
    early = question.answered_at is not None and _portal_day(question.answered_at) <= deadline
    return Answer(Source.NOT_YET_DUE if early else Source.ABSENT, reason, question)


def _portal_day(moment: str) -> date:
    return datetime.fromisoformat(moment).astimezone(PORTAL_TIME).date()


def _of_content(question: Question, year: int, content: Content | None, deadline: date, taken: bool) -> Answer:
    """The case that something came: is it the report asked for? `taken` says that the spider took it for one."""
    if content is not None and year in content.annual_years:
        return Answer(Source.PRESENT, "", question)
    if content is None or content.kind is None:
        why = content.reason if content else "not read yet"
        return Answer(Source.PRESENT, why, question, Holding.HELD) if taken else unclear(question, why)
    if content.annual_years:
        return unclear(question, f"the answer is the report of {', '.join(map(str, sorted(content.annual_years)))}")
    if content.kind == Kind.ANNUAL_REPORT:
        return unclear(question, "the answer is a report whose year or agency could not be read")
    if content.kind == Kind.UNSURE:
        if taken and content.unread:
            holding = Holding.HELD_IMAGE_ONLY if content.only_images else Holding.HELD
            return Answer(Source.PRESENT, f"in files not read yet: {', '.join(content.unread)}", question, holding)
        if taken and content.lacking:
            why = f"its file: {content.lacking.detail or content.lacking.outcome}"
            return Answer(f"{Source.BLOCKED}:{content.lacking.outcome}", why, question)
        if is_on_other_subject(question, content):
            return absent(question, "the answer is on something else, by its title", deadline)
        return unclear(question, f"the answer is unsure: {content.reason}")
    if content.kind == Kind.OTHER_AGENCY:
        # Perhaps the same body under an earlier name: no ground to call its report absent.
        return unclear(question, content.reason)
    found = absent(question, f"the answer is a look-alike: {content.kind}", deadline)
    holding = Holding.INTERPRETATION_ONLY if content.kind == Kind.EXPLANATION else Holding.NONE
    return Answer(found.source, found.reason, question, holding)


def is_on_other_subject(question: Question, content: Content) -> bool:
    """Whether an answer of unsure kind is none of the reports: its listed title says so.

    It names another report; or it names none, and the page is the very article of that title, on something else.
    """
    title = question.listed_title
    if _OTHER_SUBJECT.search(title):
        return True
    article = question.last is not None and question.last.outcome == Outcome.NOT_A_REPORT and not content.unread
    return article and not _NAMED.search(title) and len(re.sub(r"[\d\s]", "", title)) >= _TITLE


def unclear(question: Question, reason: str) -> Answer:
    """The answer that a person should look at."""
    return Answer(Source.NEEDS_PROBE, reason, question)


_OTHER_SUBJECT = re.compile("^(?!.*(公开|年报|年度报告)).*(工作|完成|情况|执行|落实).*(报告|总结|汇报)")
"""A title that names another report in full: an answer of unsure kind under it is no report on disclosure."""
_NAMED = re.compile(r"公开|年报|报告|总结|[.…]\W?$")
"""What leaves a title open: words of a report, or a cut end."""
_TITLE = 8
"""Characters beside its digits from which a title says what its article is about."""
_BY_WEIGHT = (
    Source.PRESENT, Source.GONE, Source.BLOCKED, Source.NEEDS_PROBE, Source.NOT_TRIED, Source.NOT_YET_DUE,
    Source.ABSENT,
)  # fmt: skip
"""Which of several answers counts: one yes is a yes, and a no needs every question answered with no."""


def cell(answers: Sequence[Answer], report: ReadReport | None) -> Cell:
    """Several questions about one agency and year, and the held report, as one cell."""
    ordered = sorted(answers, key=lambda a: (_weight(a.source), a.question.task_key))
    holding, state = _held(ordered, report)
    looks = [a.question.answered_at for a in answers if a.question.answered_at]
    if not ordered:
        reason = "held from elsewhere; the portal was not asked" if report else "no address to ask is known"
        return Cell(holding, Source.NOT_TRIED, state, reason, None, None)
    first = ordered[0]
    source = first.source
    # A no stands since the last of those asked said it; of several, each must have said it by then.
    looked_at = (min if source in (Source.ABSENT, Source.NOT_YET_DUE) else max)(looks, default=None)
    if source == Source.PRESENT and any(a.source == Source.GONE for a in ordered):
        source = Source.MOVED
    reason = f"renditions_differ: {report.differing} cells" if report and report.differing else first.reason
    return Cell(holding, source, state, reason, first.question, looked_at)


def _weight(source: str) -> int:
    return _BY_WEIGHT.index(Source(source.partition(":")[0]))


def _held(answers: Iterable[Answer], report: ReadReport | None) -> tuple[Holding, ReadState]:
    if report is not None:
        return Holding.HELD, read_state(report)
    for holding in (Holding.HELD, Holding.HELD_IMAGE_ONLY):
        if any(a.holding == holding for a in answers):
            return holding, ReadState.UNREAD
    interpreted = any(a.holding == Holding.INTERPRETATION_ONLY for a in answers)
    return (Holding.INTERPRETATION_ONLY if interpreted else Holding.NONE), ReadState.NONE


def read_state(report: ReadReport) -> ReadState:
    """complete: the era's tables, or the free text of the years before them, are read and nothing is in doubt.

    unread: what there is may be in pictures.
    """
    tables = _ERA_TABLES.get(Template(report.template), ())
    read = [name for name in tables if report.templates.get(name, Template.TABLE_MISSING) != Template.TABLE_MISSING]
    doubtful = report.unsound or report.differing
    if not report.figures:
        told = ReadState.FLAGGED if report.year >= _FIRST_TABLED_YEAR or doubtful else ReadState.COMPLETE
        return ReadState.UNREAD if report.images else told
    return ReadState.COMPLETE if len(read) == len(tables) > 0 and not doubtful else ReadState.FLAGGED
