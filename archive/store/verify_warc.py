"""Verifies WARC files against the ledger: every record readable, every digest right, none missing, none unknown."""

import io
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord

from archive.store.encoding import decoded
from archive.store.gzip_members import member
from archive.store.ledger import Ledger
from archive.store.lock import held
from archive.store.manifest import PART, SUFFIX
from archive.store.warc import sha256

_UNREADABLE = (ArchiveLoadFailed, EOFError, OSError, StopIteration, ValueError, zlib.error)
RESTORE = "restore the file from a backup"


@dataclass(frozen=True, slots=True)
class Expected:
    """What the ledger says stands at an offset of a WARC file."""

    record_type: str
    payload_sha256: str
    url: str
    task_key: str
    visit: int
    hop: int


@dataclass(frozen=True, slots=True)
class WarcRow:
    """A WARC file as the ledger knows it."""

    path: Path
    committed: int
    expected: dict[int, Expected]
    payloads: dict[int, str]
    hops: frozenset[tuple[str, int, int]]


def warc_rows(ledger: Ledger, folder: Path) -> list[WarcRow]:
    """Every WARC file of the ledger with what it must hold."""
    db = ledger.database.connection
    rows = []
    for name, committed in db.execute("SELECT warc_file, committed_length FROM warcs ORDER BY 1").fetchall():
        captures = db.execute(
            "SELECT warc_offset, record_type, payload_sha256, url, task_key, visit, hop FROM captures"
            " WHERE warc_file = ?", [name],
        )  # fmt: skip
        payloads = db.execute("SELECT warc_offset, payload_sha256 FROM payloads WHERE warc_file = ?", [name])
        expected = {row[0]: Expected(*tuple(row)[1:]) for row in captures}
        hops = frozenset((one.task_key, one.visit, one.hop) for one in expected.values())
        rows.append(WarcRow(folder / name, committed, expected, dict(payloads.fetchall()), hops))
    return rows


def unknown_files(present: list[Path], known: list[WarcRow]) -> Iterator[str]:
    """Findings for files in data/warc that the ledger does not name."""
    names = {row.path.name + kind for row in known for kind in ("", SUFFIX, SUFFIX + PART)}
    for path in present:
        if path.name not in names:
            yield f"{path}: not a file of this archive; move it away, or `gongkai ingest` what it holds"


def check_file(row: WarcRow, crawl_lock: Path) -> Iterator[str]:
    """Findings of one file. What a running crawl has appended and not yet acknowledged is not looked at."""
    size = row.path.stat().st_size if row.path.exists() else None
    if size is None:
        if row.committed:
            yield f"{row.path}: missing, {row.committed} bytes are acknowledged; {RESTORE}"
        return
    if size < row.committed:
        yield f"{row.path}: {size} bytes, {row.committed} are acknowledged; {RESTORE}"
    if size > row.committed and not held(crawl_lock):
        yield f"{row.path}: {size - row.committed} bytes of a torn tail behind {row.committed}; the next crawl cuts it"
    seen: set[int] = set()
    for offset, problem in _records(row, seen):
        yield f"{row.path} at {offset}: {problem}; {RESTORE}"
    for offset in sorted(row.expected.keys() - seen):
        if offset < size:
            yield f"{row.path} at {offset}: no record of {row.expected[offset].url} here; {RESTORE}"
    for offset, digest in sorted(row.payloads.items()):
        if offset not in row.expected or row.expected[offset].payload_sha256 != digest:
            yield f"{row.path} at {offset}: payload {digest} has no capture here; run `gongkai reindex`"


def _records(row: WarcRow, seen: set[int]) -> Iterator[tuple[int, str]]:
    """Goes through the records; behind an unreadable one it goes on at the next place the ledger knows."""
    start = 0
    with row.path.open("rb") as file:
        while start < row.committed:
            seen.add(start)
            try:
                plain, length = member(file, start)
                record = next(iter(ArchiveIterator(io.BytesIO(plain), check_digests=True)))
                if problem := _problem(record, row, start):
                    yield start, problem
                start += length
            except _UNREADABLE as error:
                yield start, f"no readable record ({error or type(error).__name__})"
                start = min((offset for offset in row.expected if offset > start), default=row.committed)


def _problem(record: ArcWarcRecord, row: WarcRow, offset: int) -> str:
    raw, expected = record.raw_stream.read(), row.expected.get(offset)
    checker = record.digest_checker
    if checker and checker.passed is False:
        return f"a {record.rec_type} record whose bytes do not match its digest"
    if expected is None:
        return _problem_beside(record, raw, row)
    if record.rec_type != expected.record_type:
        return f"a {record.rec_type} record, the ledger expects {expected.record_type}"
    if record.rec_headers.get_header("WARC-Target-URI") != expected.url:
        return f"a record of another address than {expected.url}"
    if record.rec_type == "revisit":
        return ""
    encoding = record.http_headers.get_header("content-encoding", "") if record.http_headers else ""
    digest = sha256(decoded(raw, encoding))
    return "" if digest == expected.payload_sha256 else f"the payload is {digest}, not {expected.payload_sha256}"


def _problem_beside(record: ArcWarcRecord, raw: bytes, row: WarcRow) -> str:
    """Of a record that is no capture itself: only what goes with a capture may stand there."""
    if record.rec_type in ("response", "resource", "revisit"):
        return f"a {record.rec_type} record that the ledger does not know"
    if record.rec_type != "metadata":
        return ""
    try:
        context = json.loads(raw)
        hop = (context["task_key"], context["visit"], context["hop"])
    except (ValueError, KeyError, TypeError):
        return "a metadata record that does not say which task it belongs to"
    return "" if hop in row.hops else f"a metadata record of visit {hop[1]} of {hop[0]}, which the ledger does not know"
