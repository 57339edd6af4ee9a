"""Events: what happened to a document at its address, told by its visits and the readings of what they brought."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from archive.store.looks import Look, Question
from archive.words import Event, Kind, Outcome, TaskKind

Cell = tuple[str, int]
"""agency_id and year."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the reader made of a payload; nothing but the bytes are known where it was not read.

    `content` is the digest of its text, `cell` the series that took it, `reader` the version that read it, `core` the
    digest of the text without what a platform adds to it, where the series has several texts.
    """

    payload: str
    report_id: str | None = None
    kind: Kind | None = None
    content: str | None = None
    cell: Cell | None = None
    reader: str = ""
    core: str = ""

    @property
    def text(self) -> str:
        """What makes two places show the same: the text, else the bytes."""
        return self.core or self.content or self.payload


@dataclass(frozen=True, slots=True)
class Happening:
    """One event as docs/store.md#events tells it; `cell` where the readings tell agency and year."""

    task_key: str
    visit: int
    event: Event
    at: str
    url: str
    before: Shown | None
    after: Shown | None
    detail: str = ""
    other_task_key: str | None = None
    other_url: str | None = None

    @property
    def cell(self) -> Cell | None:
        """That of the document which was there before, unless this begins something new."""
        begins = self.event in (Event.FIRST_SEEN, Event.BACK)
        cells = [one.cell for one in (self.before, self.after) if one]
        return next(filter(None, reversed(cells) if begins else cells), None)


@dataclass(slots=True)
class _Stay:
    """A time during which an address showed one text; `gone` where the report went with it."""

    shown: Shown
    begins: Look
    ends: Look | None = None
    gone: bool = False


Differ = Callable[[str, str], Sequence[str]]
"""The indicators in which two reports (by id) differ."""


@dataclass(slots=True)
class _Address:
    """One task while its visits pass: the document it is known for, whether it shows it, what it showed before."""

    task: Question
    differ: Differ
    held: Shown | None = None
    here: bool = False
    latest: str = ""
    url: str = ""
    known: dict[Cell | None, Shown] = field(default_factory=dict)
    stays: list[_Stay] = field(default_factory=list)

    def see(self, look: Look, shown: Shown | None) -> Iterator[Happening]:
        """The events that an answered visit shows."""
        if shown is not None and look.outcome in (Outcome.OK, Outcome.NOT_A_REPORT):
            yield from self._came(look, shown)
            self.latest = shown.payload
        elif look.outcome in (Outcome.ABSENT, Outcome.GONE):
            self.latest = ""
            if self.here:
                yield replace(self._told(Event.WITHDRAWN, look, self.held, shown), url=self.url, detail=look.detail)
                self._leave(look)

    def _came(self, look: Look, new: Shown) -> Iterator[Happening]:
        if self.held is None:
            if look.outcome == Outcome.OK or new.cell:
                yield self._told(Event.FIRST_SEEN, look, None, new)
                self._stay(look, new)
            return
        other = _is_other(self.held, new, look.outcome)
        if other:
            if new.payload != self.latest:
                yield replace(self._told(Event.REPLACED, look, self.held, new), detail=look.detail)
                self._leave(look)
            if new.cell is None or look.outcome != Outcome.OK:
                return
        before = self.known.get(new.cell) if other else self.held
        if before is None:
            yield self._told(Event.FIRST_SEEN, look, None, new)
        else:
            yield from self._again(look, before, new)
        self._stay(look, new)

    def _again(self, look: Look, before: Shown, new: Shown) -> Iterator[Happening]:
        """A document that was here already: back, at another address, changed."""
        if _place(look.url or self.url) != _place(self.url) and before.text == new.text:
            yield replace(
                self._told(Event.MOVED, look, before, new), url=self.url, other_task_key=self.task.task_key,
                other_url=look.url,
            )  # fmt: skip
        elif not self.here:
            yield self._told(Event.BACK, look, before, new)
        if before.payload != new.payload:
            yield from self._changes(look, before, new)

    def _changes(self, look: Look, before: Shown, new: Shown) -> Iterator[Happening]:
        comparable = before.reader == new.reader
        changed = comparable and before.content != new.content
        yield self._told(Event.TEXT_CHANGED if changed else Event.BYTES_CHANGED, look, before, new)
        both = comparable and before.report_id and new.report_id
        if names := self.differ(before.report_id or "", new.report_id or "") if both else ():
            yield replace(self._told(Event.FIGURES_CHANGED, look, before, new), detail=" ".join(names))

    def _told(self, event: Event, look: Look, before: Shown | None, after: Shown | None) -> Happening:
        return Happening(self.task.task_key, look.visit, event, look.ended_at, look.url or self.url, before, after)

    def _stay(self, look: Look, new: Shown) -> None:
        if not self.here or self.held is None or self.held.text != new.text:
            if self.here:
                self.stays[-1].ends = look
            self.stays.append(_Stay(new, look))
        self.held, self.here, self.url = new, True, look.url or self.url
        self.known[new.cell] = new

    def _leave(self, look: Look) -> None:
        if self.here:
            self.stays[-1].ends, self.stays[-1].gone = look, True
        self.here = False


def _is_other(held: Shown, new: Shown, outcome: Outcome) -> bool:
    """Whether an address shows another document than the one it is known for."""
    if new.payload == held.payload:
        return False
    if held.cell and new.cell:
        return held.cell != new.cell
    kinds = {held.kind, new.kind} - {None, Kind.UNSURE}
    return outcome == Outcome.NOT_A_REPORT or len(kinds) > 1


def _place(url: str) -> tuple[str, str]:
    """Host and path: neither scheme nor query nor www. make another address."""
    parts = urlsplit(url)
    return parts.netloc.removeprefix("www."), parts.path


def happenings(
    tasks: Iterable[Question], shown: Mapping[tuple[str, str], Shown], differ: Differ
) -> list[Happening]:
    """Every event of these tasks in the order of time; `shown` maps (task, payload) to its reading.

    Pure: it depends on what was visited when and on what came of it, not on the order in which anything was read.
    """
    found: list[Happening] = []
    addresses = [_Address(task, differ) for task in tasks]
    for address in addresses:
        for look in address.task.looks:
            if look.outcome.answered:
                payload = look.payload_sha256
                reading = shown.get((address.task.task_key, payload), Shown(payload)) if payload else None
                found += address.see(look, reading)
    found += _moves(addresses)
    order = {event: number for number, event in enumerate(Event)}
    return sorted(found, key=lambda one: (one.at, one.task_key, one.visit, order[one.event]))


def _moves(addresses: Iterable[_Address]) -> Iterator[Happening]:
    """Reports that went from one address while another shows the same text, then or later."""
    standing: dict[tuple[Cell, str], list[tuple[_Address, _Stay]]] = defaultdict(list)
    left = list[tuple[_Address, _Stay, Look]]()
    for address in addresses:
        if address.task.kind == TaskKind.INGEST:
            continue
        for stay in address.stays:
            if stay.shown.cell is None:
                continue
            standing[stay.shown.cell, stay.shown.text].append((address, stay))
            if stay.ends and stay.gone:
                left.append((address, stay, stay.ends))
    for address, stay, end in left:
        assert stay.shown.cell is not None
        back = min((one.begins.ended_at for one in address.stays if one.begins.visit > end.visit), default="~")
        elsewhere = [
            (max(end.ended_at, there.begins.ended_at), other.task.task_key, other, there)
            for other, there in standing[stay.shown.cell, stay.shown.text]
            if other is not address and (there.ends is None or there.ends.ended_at > end.ended_at)
        ]
        if elsewhere and (first := min(elsewhere, key=lambda one: one[:2]))[0] < back:
            at, key, _, there = first
            yield Happening(
                address.task.task_key, end.visit, Event.MOVED, at, stay.begins.url or "", stay.shown, there.shown,
                other_task_key=key, other_url=there.begins.url,
            )  # fmt: skip
