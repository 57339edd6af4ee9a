"""Transaction 1: a batch of exchanges goes to WARC, is synced, and only then committed and acknowledged."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from secrets import token_hex

from archive.clock import Clock, stamp
from archive.errors import ArchiveBusyError, GongkaiError, disk_full, no_room
from archive.faults import fault
from archive.store.journal import Journal
from archive.store.ledger import Ledger
from archive.store.lock import hold
from archive.store.manifest import finish
from archive.store.open_files import OpenFile, open_files, refuse_older_ledger
from archive.store.warc import (
    ROTATE_AT,
    Exchange,
    First,
    WarcFile,
    cut_tail,
    payload_digest,
    read_payload,
    record_type,
    sha256,
    warc_date,
)


@dataclass(frozen=True, slots=True)
class Flushed:
    """A piece of work of the journal: the last note it kept, and when; `at` is empty where there was none to keep."""

    last: int
    at: str


class CaptureStore:
    """The one writer of data/warc. Opening it finishes what a killed process left, without the torn tail.

    The context of every exchange names its `task_key`, `visit`, `hop` and `crawl_id`. What the ledger notes meanwhile
    goes into the same files (docs/store.md#journal).
    """

    def __init__(self, ledger: Ledger, folder: Path, clock: Clock, info: dict[str, str]) -> None:
        self.ledger, self.folder, self.clock, self.info = ledger, folder, clock, info
        self._journal, self._latest = Journal(ledger.database), ""
        self._warc: WarcFile | None = None
        refuse_older_ledger(ledger, folder)
        for opened in open_files(ledger):
            self._leave(opened)

    def _leave(self, left: OpenFile) -> None:
        """Finishes what a killed process left open; what was never acknowledged goes."""
        path = self.folder / left.name
        if left.committed:
            cut_tail(path, left.committed)
            self._close(path, left.opened_at, left.last_at)
            return
        path.unlink(missing_ok=True)
        with self.ledger.database.transaction() as db:
            db.execute("DELETE FROM warcs WHERE warc_file = ?", [left.name])

    def commit(self, batch: Sequence[Exchange]) -> None:
        """Returns once every exchange is on disk and in the ledger; else raises, with nothing of the batch kept."""
        warc, size = self._file(), len(batch)
        with _whole(warc):
            flushed = self._flush(warc, size)
            rows = self._append(warc, batch)
            fault("warc_fsync.before", size)
            warc.sync()
            fault("warc_fsync.after", size)
            fault("capture_commit.before", size)
            with self.ledger.database.transaction() as db:
                for row in rows:
                    if row["record_type"] != "revisit":
                        db.execute(_INSERT_PAYLOAD, row)
                    db.execute(_INSERT_CAPTURE, row)
                self._acknowledge(warc, flushed, *(str(row["captured_at"]) for row in rows))
            fault("capture_commit.after", size)

    def _flush(self, warc: WarcFile, size: int, *, ending: bool = False) -> Flushed:
        """Appends what the ledger has noted, and with `ending` a piece that says so in any case."""
        fault("journal_flush.before", size)
        now, count = self.clock.now(), 0
        with self.ledger.database.snapshot():
            last = self._journal.last()
            for count, piece in enumerate(self._journal.pieces(stamp(now)), start=1):  # noqa: B007
                warc.keep(piece, now)
        if ending:
            warc.keep({"at": stamp(now), "names": {}, "rows": [], "ends": True}, now)
        fault("journal_flush.after", size)
        return Flushed(last, stamp(now) if count or ending else "")

    def _acknowledge(self, warc: WarcFile, flushed: Flushed, *moments: str) -> None:
        self._journal.forget(flushed.last)
        self._latest = max(self._latest, flushed.at, *moments)
        self.ledger.database.connection.execute(
            "UPDATE warcs SET committed_length = ?, latest_at = ? WHERE warc_file = ?",
            [warc.length, self._latest, warc.path.name],
        )  # fmt: skip

    def _append(self, warc: WarcFile, batch: Sequence[Exchange]) -> list[dict[str, object]]:
        rows: list[dict[str, object]] = []
        in_batch: dict[str, First] = {}
        for exchange in batch:
            digest = exchange.confirms or sha256(exchange.payload)
            first = self._confirmed(digest) if exchange.confirms else in_batch.get(digest) or self._first(digest)
            row = _row(exchange, digest, record_type(exchange, first))
            fault("warc_write.before", len(batch))
            offset = warc.append(replace(exchange, context=exchange.context | row | self._names(row)), first)
            fault("warc_write.after", len(batch))
            if first is None:
                in_batch[digest] = First(exchange.url, warc_date(exchange.captured_at))
            rows.append(row | {"warc_file": warc.path.name, "warc_offset": offset})
        return rows

    def _names(self, row: dict[str, object]) -> dict[str, object]:
        """What a record says of its crawl beside the number, which a merge may change."""
        if row["crawl_id"] is None:
            return {}
        sql = "SELECT token FROM crawls WHERE crawl_id = ?"
        return {"crawl": self.ledger.database.connection.execute(sql, [row["crawl_id"]]).fetchone()[0]}

    def _first(self, digest: str) -> First | None:
        sql = "SELECT first_url, first_at FROM payloads WHERE payload_sha256 = ?"
        row = self.ledger.database.connection.execute(sql, [digest]).fetchone()
        return First(row[0], row[1][:23] + "Z") if row else None

    def _confirmed(self, digest: str) -> First:
        first, place = self._first(digest), self.ledger.place_of(digest)
        assert first and place, "a 304 confirms what is held"
        return replace(first, digest=payload_digest(self.folder / place[0], place[1]))

    def _file(self) -> WarcFile:
        if self._warc and self._warc.length < ROTATE_AT:
            return self._warc
        self._finish()
        number, after = self.ledger.database.connection.execute(
            "SELECT count(*), coalesce(max(latest_at), '') FROM warcs"
        ).fetchone()
        now = self.clock.now()
        name = f"gongkai-{now:%Y%m%d%H%M%S}-{number:05}-{token_hex(4)}.warc.gz"
        self._latest = max(after, stamp(now))
        # The name is in the ledger before the file is on disk: a WARC the ledger does not name is somebody else's.
        with self.ledger.database.transaction() as db:
            db.execute("INSERT INTO warcs VALUES (?, 0, ?, NULL, ?)", [name, stamp(now), self._latest])
        warc = WarcFile(self.folder / name)
        with _whole(warc):
            warc.info(self.info | {"opened": stamp(now), "after": after, "number": str(number)})
        self._warc = warc
        return warc

    def _finish(self) -> None:
        """Ends the open file with a piece of the journal."""
        warc = self._warc
        if warc is None:
            return
        with _whole(warc):
            flushed = self._flush(warc, 1, ending=True)
            warc.sync()
            sql = "SELECT opened_at FROM warcs WHERE warc_file = ?"
            opened_at = self.ledger.database.connection.execute(sql, [warc.path.name]).fetchone()[0]
            # Manifest first: a file that the ledger calls closed has one.
            finish(warc.path, opened_at, flushed.at)
            with self.ledger.database.transaction() as db:
                self._acknowledge(warc, flushed)
                db.execute("UPDATE warcs SET closed_at = ? WHERE warc_file = ?", [flushed.at, warc.path.name])
        warc.close()
        self._warc = None

    def _close(self, path: Path, opened_at: str, closed_at: str) -> None:
        try:
            finish(path, opened_at, closed_at)
        except OSError as error:
            raise _explained(error, path) from error
        with self.ledger.database.transaction() as db:
            db.execute("UPDATE warcs SET closed_at = ? WHERE warc_file = ?", [closed_at, path.name])

    def close(self) -> None:
        """Finishes the open WARC file; what the ledger has noted is then in one. Nothing to keep makes no file."""
        if self._journal.last():
            self._file()
        self._finish()


def settle(archive: Path, ledger: Ledger, clock: Clock) -> None:
    """Brings what was noted outside a crawl into a WARC file. Beside a crawl at work nothing is to be done: it does."""
    with suppress(ArchiveBusyError), hold(archive / "crawl.lock", "keeping the journal"):
        keep_journal(ledger, archive / "warc", clock)


def keep_journal(ledger: Ledger, folder: Path, clock: Clock) -> None:
    """The same for who holds crawl.lock already."""
    info = {"software": f"gongkai {version('gongkai')}", "format": "WARC/1.1"}
    CaptureStore(ledger, folder, clock, info).close()


@contextmanager
def _whole(warc: WarcFile) -> Iterator[None]:
    """What the block appends stays only if the block ends well."""
    before = warc.length
    try:
        yield
    except OSError as error:
        warc.cut(before)
        raise _explained(error, warc.path) from error
    except Exception:
        warc.cut(before)
        raise


def _explained(error: OSError, path: Path) -> GongkaiError:
    if no_room(error):
        return disk_full(path)
    return GongkaiError(f"{path}: {error.strerror}; make it writable and run the command again; nothing is lost")


_CAPTURE = (
    "task_key", "visit", "hop", "crawl_id", "url", "http_status", "content_type", "payload_sha256", "captured_at",
    "record_type", "warc_file", "warc_offset", "truncated", "etag", "last_modified",
)  # fmt: skip
_INSERT_CAPTURE = f"INSERT INTO captures ({', '.join(_CAPTURE)}) VALUES (:{', :'.join(_CAPTURE)})"
_INSERT_PAYLOAD = (
    "INSERT INTO payloads VALUES (:payload_sha256, :length, :warc_file, :warc_offset, :url, :captured_at)"
    " ON CONFLICT DO NOTHING"
)


def _row(exchange: Exchange, digest: str, kind: str) -> dict[str, object]:
    named = {key: exchange.context[key] for key in ("task_key", "visit", "hop", "crawl_id")}
    return named | {
        "url": exchange.url, "http_status": exchange.status, "content_type": exchange.content_type,
        "payload_sha256": digest, "length": len(exchange.payload), "captured_at": stamp(exchange.captured_at),
        "record_type": kind, "truncated": int(exchange.truncated), "etag": exchange.header("etag"),
        "last_modified": exchange.header("last-modified"),
    }  # fmt: skip


def payload(ledger: Ledger, folder: Path, payload_sha256: str) -> bytes:
    """The bytes of a payload, read back from its WARC record and checked against the digest."""
    place = ledger.place_of(payload_sha256)
    if place is None:
        raise KeyError(payload_sha256)
    return read_payload(folder / place[0], place[1], payload_sha256)
