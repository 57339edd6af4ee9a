"""Takes in web archives made by others: every document becomes a task of its own, with all that is said of it."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from archive.clock import Clock, stamp
from archive.errors import BadInputError
from archive.ingest.containers import opened, parts
from archive.ingest.files import Ingested, Provenance
from archive.ingest.framing import Unreadable, frames
from archive.ingest.links import Leads, address, leads
from archive.ingest.records import Found, Head, document, head_of
from archive.store.captures import CaptureStore
from archive.store.ledger import Ledger, NewTask
from archive.store.warc import Exchange
from archive.words import Outcome, TaskKind

_HELD = ("response", "resource")
_BESIDE = ("warcinfo", "request", "metadata", "conversion")
_BATCH, _BATCH_BYTES = 64, 32 << 20
_WHY = {TaskKind.INGEST: "handed in", TaskKind.ATTACHMENT: "attached", TaskKind.IMAGE: "shown"}


@dataclass(slots=True)
class Taken:
    """What became of the records of one container; `left` counts what they are, `unreadable` were told one by one."""

    new: int = 0
    held: int = 0
    unreadable: int = 0
    left: Counter[str] = field(default_factory=Counter)
    unresolved: list[str] = field(default_factory=list)


def ingest_container(
    path: Path, provenance: Provenance, ledger: Ledger, store: CaptureStore, clock: Clock,
    tell: Callable[[str], None], took: Callable[[Ingested], None],
) -> Taken:  # fmt: skip
    """Keeps every document of a WARC or WACZ file under its own address and date; the same bytes are kept once.

    `tell` hears of each record that cannot be read, `took` of each document kept. A file that a page of the container
    leads to hangs on that page. Interrupted, the same call goes on and comes to the same.
    """
    return _Container(path, provenance, ledger, store, clock, tell, took).take()


@dataclass(slots=True)
class _Container:
    """One container while it is taken in. `files` are addresses of what is no page, `targets` tells of each capture
    the payload's digest (empty for what is left out), `shown_by` of each such address the pages that lead there."""

    path: Path
    provenance: Provenance
    ledger: Ledger
    store: CaptureStore
    clock: Clock
    tell: Callable[[str], None]
    took: Callable[[Ingested], None]
    taken: Taken = field(default_factory=Taken)
    files: set[str] = field(default_factory=set)
    targets: dict[str, str] = field(default_factory=dict)
    shown_by: dict[str, dict[str, Leads]] = field(default_factory=lambda: defaultdict(dict))
    waiting: dict[str, tuple[NewTask, Found, str, list[str]]] = field(default_factory=dict)

    def take(self) -> Taken:
        """Looks through all, takes the pages, then the files that may hang on them, then what came again."""
        revisits = self._survey()
        for part, found in self._documents():
            if found.media == "html":
                self._note_links(found)
                self._put(part, found, TaskKind.INGEST, [])
        self._flush()
        if self.files:
            for part, found in self._documents():
                if found.media != "html":
                    self._put_file(part, found)
            self._flush()
        for head in revisits:
            self._resolve(head)
        return self.taken

    def _records(self) -> Iterator[tuple[str, Head, Found | str | BadInputError | Unreadable]]:
        now = self.clock.now()
        for part in parts(self.path):
            with opened(self.path, part) as file:
                for frame in frames(file):
                    if isinstance(frame, Unreadable):
                        yield part, Head(frame.number, {}), frame
                        continue
                    head = head_of(frame)
                    try:
                        yield part, head, document(frame, head, now) if head.type in _HELD else head.type
                    except BadInputError as error:
                        yield part, head, error

    def _documents(self) -> Iterator[tuple[str, Found]]:
        return ((part, found) for part, _, found in self._records() if isinstance(found, Found))

    def _survey(self) -> list[Head]:
        """Tells what cannot be read, counts what is left out, notes what is there; gives the revisits."""
        revisits = []
        for part, head, found in self._records():
            if isinstance(found, Unreadable | BadInputError):
                reason = found.reason if isinstance(found, Unreadable) else str(found)
                place = f"{self.path}{f', {part}' if part else ''}, record {head.number}"
                self.tell(f"{place}: cannot be taken: {reason}; the rest goes on")
                self.taken.unreadable += 1
            elif head.type == "revisit":
                revisits.append(head)
            elif head.type in _HELD:
                self._note(head, found)
            elif head.type not in _BESIDE:
                self.taken.left[f"{head.type or 'unknown'} record"] += 1
        return revisits

    def _note(self, head: Head, found: Found | str) -> None:
        if isinstance(found, str):
            self.taken.left[found] += 1
        elif found.media != "html":
            self.files.add(address(head.url))
        for name in _names(head.fields, head.url, "warc-date", "warc-record-id"):
            self.targets.setdefault(name, found.digest if isinstance(found, Found) else "")

    def _note_links(self, found: Found) -> None:
        for lead in leads(found.head.url, found.payload, found.content_type) if self.files else ():
            if lead.address in self.files:
                self.shown_by[lead.address].setdefault(_key(found.digest), lead)

    def _put_file(self, part: str, found: Found) -> None:
        pages = self.shown_by.get(address(found.head.url), {})
        kinds = {lead.kind for lead in pages.values()}
        if found.media == "image" and TaskKind.IMAGE not in kinds:
            self.taken.left["image outside an article"] += 1
            return
        kind = TaskKind.INGEST if not kinds else TaskKind.IMAGE if found.media == "image" else TaskKind.ATTACHMENT
        title = next((lead.text for lead in pages.values() if lead.text), "")
        self._put(part, found, kind, list(pages), title)

    def _put(self, part: str, found: Found, kind: TaskKind, pages: list[str], title: str = "") -> None:
        """Queues a document that is new; of one that is held only the place is noted."""
        key, said = _key(found.digest), self.provenance
        task = NewTask(
            key, "", "ingest", kind, "", found.head.url, _WHY[kind], int(bool(pages)), agency=said.agency,
            year=said.year, listed_title=title,
        )  # fmt: skip
        known = self.ledger.task(key)
        if key in self.waiting or (known and known.outcome):
            self.taken.held += 1
            if known:
                self._note_place(task, pages)
            return
        self.waiting[key] = (task, found, part, pages)
        if len(self.waiting) >= _BATCH or sum(len(one.body) for _, one, _, _ in self.waiting.values()) > _BATCH_BYTES:
            self._flush()

    def _note_place(self, task: NewTask, pages: list[str]) -> None:
        """Where a known document was seen too; what is noted already stays as it is."""
        sql = "SELECT found_on FROM addresses WHERE task_key = ? AND url = ?"
        noted = {row[0] for row in self.ledger.database.query(sql, [task.task_key, task.url])}
        for found_on in pages or [""]:
            if found_on not in noted:
                self.ledger.add_tasks([task], found_on)

    def _flush(self) -> None:
        """Keeps what is queued: tasks, then bytes in one go, then the end of each visit."""
        by_page: dict[str, list[NewTask]] = defaultdict(list)
        for task, _, _, pages in self.waiting.values():
            for found_on in pages or [""]:
                by_page[found_on].append(task)
        for found_on, tasks in by_page.items():
            self.ledger.add_tasks(tasks, found_on)
        exchanges = [
            self._exchange(task, found, part) for task, found, part, _ in self.waiting.values()
            if not self.ledger.captures(task.task_key, 1)
        ]  # fmt: skip
        if exchanges:
            self.store.commit(exchanges)
        for task, found, _, _ in self.waiting.values():
            if stored := self.ledger.task(task.task_key):
                self.ledger.close(stored, None, Outcome.OK, self._detail(found))
            self.taken.new += 1
            self.took(Ingested(self.path, task.task_key, new=True, url=task.url))
        self.waiting.clear()

    def _exchange(self, task: NewTask, found: Found, part: str) -> Exchange:
        head, said = found.head.fields, self.provenance
        context: dict[str, object] = {
            "task_key": task.task_key, "visit": 1, "hop": 0, "crawl_id": None, "kind": str(task.kind),
            "from": said.source, "note": said.note, "agency": said.agency, "year": said.year,
            "handed_in_at": stamp(self.clock.now()), "original_name": self.path.name, "original_part": part,
            "original_type": found.head.type, "original_record": head.get("warc-record-id", ""),
            "original_date": head.get("warc-date", ""), "original_url": found.head.original_url,
            "original_headers": found.printed, "original_digest": head.get("warc-payload-digest", ""),
        }  # fmt: skip
        return Exchange(
            found.head.url, "", (), b"", found.status, found.reason, found.headers, found.body, found.at, context
        )

    def _detail(self, found: Found) -> str:
        said = self.provenance
        record = found.head.fields.get("warc-record-id", "") or f"record {found.head.number}"
        told = f"from {said.source}: {self.path.name}, {record}, captured {found.head.fields['warc-date']}"
        return f"{told} ({said.note})" if said.note else told

    def _resolve(self, head: Head) -> None:
        """Notes where a capture was seen again; tells of one whose bytes are not in this container."""
        of = head.fields.get("warc-refers-to-target-uri", "").strip("<>") or head.url
        names = _names(head.fields, of, "warc-refers-to-date", "warc-refers-to")
        digest = next((self.targets[name] for name in names if name in self.targets), None)
        if digest is None:
            self.taken.unresolved.append(head.url)
        elif not digest or self.ledger.task(_key(digest)) is None:
            self.taken.left["revisit of what is left out"] += 1
        else:
            self.taken.held += 1
            again = NewTask(_key(digest), "", "ingest", TaskKind.INGEST, "", head.url, _WHY[TaskKind.INGEST])
            self._note_place(again, [])


def _key(digest: str) -> str:
    return f"ingest:{digest}"


def _names(fields: dict[str, str], url: str, date: str, record: str) -> list[str]:
    """By what a revisit may name a capture: its record, its address and date, its digest."""
    named = [fields.get(record, ""), f"{url} {fields[date]}" if fields.get(date) else ""]
    return [name for name in (*named, fields.get("warc-payload-digest", "")) if name]
