"""Verifies the records of one WARC file: checksum, digests, and what the ledger says of each capture."""

import io
import json
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord

from archive.errors import DamagedError
from archive.store.encoding import decoded
from archive.store.gzip_members import UNREADABLE, member
from archive.store.ledger import Ledger
from archive.store.manifest import manifest_path, read_manifest
from archive.store.verify.context import Revisits, journal_problem
from archive.store.verify.files import WarcRow
from archive.store.verify.finding import Checked, Finding, Kind, Remedy
from archive.store.warc import JOURNAL, sha256

_DAMAGED = (ArchiveLoadFailed, StopIteration, ValueError, *UNREADABLE)
_ANSWERS = ("response", "resource", "revisit")
_BESIDE = ("warcinfo", "request", "metadata")
_EXPECTED = """
SELECT captures.warc_offset, captures.url, task_key, hop, http_status, content_type, payload_sha256, captured_at,
    record_type, truncated, payloads.length, token
FROM captures LEFT JOIN payloads USING (payload_sha256) LEFT JOIN crawls USING (crawl_id)
WHERE captures.warc_file = ? AND captures.warc_offset < ?
"""


@dataclass(frozen=True, slots=True)
class Expected:
    """What the ledger says stands at an offset of a WARC file."""

    url: str
    task_key: str
    hop: int
    http_status: int
    content_type: str
    payload_sha256: str
    captured_at: str
    record_type: str
    truncated: int
    length: int | None
    token: str | None


@dataclass(frozen=True, slots=True)
class Answer:
    """The capture that was read last: the metadata record behind it must be its own."""

    record_id: str
    expected: Expected


class Reader:
    """Goes through one file; behind an unreadable record it goes on at the next place the ledger knows."""

    def __init__(self, row: WarcRow, ledger: Ledger, checked: Checked) -> None:
        self.path, self.committed, self.finished, self.checked = row.path, row.committed, bool(row.closed_at), checked
        self._revisits = Revisits(ledger)
        rows = ledger.database.connection.execute(_EXPECTED, [row.path.name, row.committed])
        self.expected = {one[0]: Expected(*tuple(one)[1:]) for one in rows}
        self.seen: set[int] = set()
        self.damaged = False
        self.records = self.captures = 0
        self._answer: Answer | None = None

    def all(self, reached: Callable[[int], None]) -> Iterator[Finding]:
        """Every record, and every capture that no record was found for; `reached` hears each place."""
        start = 0
        while start < self.committed:
            reached(start)
            yield from self._look(start)
            start = self._next
        yield from self._without_context(self.committed)
        yield from self._counts()
        for offset in sorted(self.expected.keys() - self.seen):
            if offset < self.path.stat().st_size:
                remedy = Remedy.RESTORE if self.damaged else Remedy.REINDEX
                yield self._finding(Kind.RECORD, offset, f"no record of {self.expected[offset].url} here", remedy)

    def _counts(self) -> Iterator[Finding]:
        """Where the manifest counts otherwise although every record was read."""
        with suppress(DamagedError):
            manifest = read_manifest(self.path) if self.finished and not self.damaged else None
            if manifest and (manifest.records, manifest.captures) != (self.records, self.captures):
                told = f"counts {manifest.records} records and {manifest.captures} captures, there are"
                what = f"{told} {self.records} and {self.captures}"
                yield Finding(Kind.MANIFEST, manifest_path(self.path), "", what, Remedy.REINDEX)

    def some(self, offsets: Collection[int]) -> Iterator[Finding]:
        """The captures at these offsets, each with the record of its context behind it."""
        for start in sorted(offsets):
            yield from self._look(start)
            if self._answer is not None and self._next < self.committed:
                yield from self._look(self._next)
            yield from self._without_context(self._next)

    def _look(self, start: int) -> Iterator[Finding]:
        """One record; afterwards `_next` is where the next one begins."""
        self.seen.add(start)
        try:
            with self.path.open("rb") as file:
                plain, length = member(file, start)
            self._next = start + length
            record = next(iter(ArchiveIterator(io.BytesIO(plain), check_digests=True)))
            yield from self._record(record, start)
        except _DAMAGED as error:
            self.damaged, self._answer = True, None
            told = f"no readable record ({error or type(error).__name__})"
            yield self._finding(Kind.BYTES, start, told, Remedy.RESTORE)
            self._next = min((offset for offset in self.expected if offset > start), default=self.committed)
        else:
            self.records += 1
            self.checked.add("records")
            self.checked.add("bytes", length)

    def _record(self, record: ArcWarcRecord, start: int) -> Iterator[Finding]:
        raw, kind = record.raw_stream.read(), str(record.rec_type)
        if record.digest_checker and record.digest_checker.passed is False:
            self.damaged = True
            told = f"a {kind} record whose bytes do not match its digest"
            yield self._finding(Kind.BYTES, start, told, Remedy.RESTORE)
            return
        if kind in _ANSWERS:
            yield from self._without_context(start)
            yield from self._capture(record, raw, start)
        elif kind == "metadata":
            yield from self._metadata(record, raw, start)
        elif kind not in _BESIDE:
            yield self._finding(Kind.RECORD, start, f"a {kind} record, which gongkai never writes", Remedy.RESTORE)

    def _capture(self, record: ArcWarcRecord, raw: bytes, start: int) -> Iterator[Finding]:
        expected = self.expected.get(start)
        if expected is None:
            told = f"a {record.rec_type} record that the ledger does not know"
            yield self._finding(Kind.RECORD, start, told, Remedy.REINDEX)
            return
        self.captures += 1
        self.checked.add("captures")
        self._answer = Answer(str(record.rec_headers.get_header("WARC-Record-ID")), expected)
        for problem in _problems(record, expected):
            yield self._finding(Kind.RECORD, start, problem, Remedy.REINDEX)
        if record.rec_type == "revisit":
            if problem := self._revisits.problem(record, expected.payload_sha256):
                yield self._finding(Kind.RECORD, start, problem, Remedy.REINDEX)
            return
        encoding = record.http_headers.get_header("content-encoding", "") if record.http_headers else ""
        payload = decoded(raw, encoding)
        self.checked.add("payloads")
        if (digest := sha256(payload)) != expected.payload_sha256:
            told = f"the payload is {digest}, not {expected.payload_sha256}"
            yield self._finding(Kind.RECORD, start, told, Remedy.REINDEX)
        elif len(payload) != expected.length:
            told = f"the payload has {len(payload)} bytes, not {expected.length}"
            yield self._finding(Kind.RECORD, start, told, Remedy.REINDEX)

    def _metadata(self, record: ArcWarcRecord, raw: bytes, start: int) -> Iterator[Finding]:
        """The context of the capture before it, or a piece of the journal."""
        try:
            told = json.loads(raw)
            context = told if isinstance(told, dict) else {}
        except ValueError:
            context = {}
        if record.rec_headers.get_header("WARC-Target-URI") != JOURNAL:
            answer, self._answer = self._answer, None
            if answer is None or record.rec_headers.get_header("WARC-Concurrent-To") != answer.record_id:
                yield self._finding(Kind.RECORD, start, "a metadata record of no capture before it", Remedy.REINDEX)
                return
            for name, known in _context(answer.expected).items():
                if context.get(name, known) != known:
                    problem = f"a metadata record with {name} {context[name]}, the ledger has {known}"
                    yield self._finding(Kind.RECORD, start, problem, Remedy.REINDEX)
        elif problem := journal_problem(context):
            yield self._finding(Kind.RECORD, start, problem, Remedy.RESTORE)
        else:
            self.checked.add("journal_records")

    def _without_context(self, start: int) -> Iterator[Finding]:
        if self._answer is not None:
            told = f"no metadata record for the capture of {self._answer.expected.url} before it"
            self._answer = None
            yield self._finding(Kind.RECORD, start, told, Remedy.RESTORE)

    def _finding(self, kind: Kind, offset: int, what: str, remedy: Remedy) -> Finding:
        return Finding(kind, self.path, f"at {offset}", what, remedy)


def _problems(record: ArcWarcRecord, expected: Expected) -> Iterator[str]:
    """What the headers of a capture say otherwise than the ledger."""
    if record.rec_type != expected.record_type:
        yield f"a {record.rec_type} record, the ledger expects {expected.record_type}"
    if record.rec_headers.get_header("WARC-Target-URI") != expected.url:
        yield f"a record of another address than {expected.url}"
    if record.rec_headers.get_header("WARC-Date") != expected.captured_at[:23] + "Z":
        yield f"a record of another time than {expected.captured_at}"
    if bool(record.rec_headers.get_header("WARC-Truncated")) != bool(expected.truncated):
        yield "a record that is truncated, or is not, otherwise than the ledger says"
    if record.http_headers and record.http_headers.get_statuscode() != str(expected.http_status):
        yield f"an answer of status {record.http_headers.get_statuscode()}, the ledger has {expected.http_status}"


def _context(expected: Expected) -> dict[str, object]:
    """What the record of a context must say where it says it. Visits are numbered anew when archives are united."""
    return {
        "task_key": expected.task_key, "hop": expected.hop, "url": expected.url, "http_status": expected.http_status,
        "content_type": expected.content_type, "payload_sha256": expected.payload_sha256,
        "captured_at": expected.captured_at, "record_type": expected.record_type, "truncated": expected.truncated,
        "crawl": expected.token,
    }  # fmt: skip
