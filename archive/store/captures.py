"""Transaction 1: a batch of exchanges goes to WARC, is synced, and only then committed and acknowledged."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from archive.clock import Clock, stamp
from archive.errors import GongkaiError, disk_full, no_room
from archive.faults import fault
from archive.store.ledger import Ledger
from archive.store.manifest import finish, forget
from archive.store.warc import (
    ROTATE_AT,
    Exchange,
    First,
    WarcFile,
    cut_tail,
    payload_digest,
    read_payload,
    sha256,
    warc_date,
)


class CaptureStore:
    """The one writer of data/warc. Opening it cuts the torn tail that a killed process may have left.

    The context of every exchange names its `task_key`, `visit`, `hop` and `crawl_id`.
    """

    def __init__(self, ledger: Ledger, folder: Path, clock: Clock, info: dict[str, str]) -> None:
        self.ledger, self.folder, self.clock, self.info = ledger, folder, clock, info
        self._warc: WarcFile | None = None
        open_files = self._open_files()
        for name, committed in open_files:
            cut_tail(folder / name, committed)
            forget(folder / name)
        if open_files:
            self._warc = WarcFile(folder / open_files[-1][0])

    def _open_files(self) -> list[tuple[str, int]]:
        db = self.ledger.database.connection
        sql = "SELECT warc_file, committed_length FROM warcs WHERE closed_at IS NULL ORDER BY warc_file"
        return [(row[0], row[1]) for row in db.execute(sql)]

    def commit(self, batch: Sequence[Exchange]) -> None:
        """Returns once every exchange is on disk and in the ledger; else raises, with nothing of the batch kept."""
        warc = self._file()
        before = warc.length
        try:
            rows = self._append(warc, batch)
            fault("warc_fsync.before", len(batch))
            warc.sync()
            fault("warc_fsync.after", len(batch))
            self._commit_rows(warc, rows, len(batch))
        except OSError as error:
            warc.cut(before)
            raise _explained(error, warc.path) from error
        except Exception:
            warc.cut(before)
            raise

    def _append(self, warc: WarcFile, batch: Sequence[Exchange]) -> list[dict[str, object]]:
        rows: list[dict[str, object]] = []
        in_batch: dict[str, First] = {}
        if not warc.length:
            warc.info(self.info)
        for exchange in batch:
            digest = exchange.confirms or sha256(exchange.payload)
            first = self._confirmed(digest) if exchange.confirms else in_batch.get(digest) or self._first(digest)
            fault("warc_write.before", len(batch))
            offset, kind = warc.append(exchange, first)
            fault("warc_write.after", len(batch))
            if first is None:
                in_batch[digest] = First(exchange.url, warc_date(exchange.captured_at))
            rows.append(_row(exchange, digest, kind) | {"warc_file": warc.path.name, "warc_offset": offset})
        return rows

    def _commit_rows(self, warc: WarcFile, rows: list[dict[str, object]], size: int) -> None:
        fault("capture_commit.before", size)
        with self.ledger.database.transaction() as db:
            for row in rows:
                if row["record_type"] != "revisit":
                    db.execute(_INSERT_PAYLOAD, row)
                db.execute(_INSERT_CAPTURE, row)
            db.execute("UPDATE warcs SET committed_length = ? WHERE warc_file = ?", [warc.length, warc.path.name])
        fault("capture_commit.after", size)

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
        number = self.ledger.database.connection.execute("SELECT count(*) FROM warcs").fetchone()[0]
        name = f"gongkai-{self.clock.now():%Y%m%d%H%M%S}-{number:05}.warc.gz"
        # The name is in the ledger before the file is on disk: a WARC the ledger does not name is somebody else's.
        with self.ledger.database.transaction() as db:
            db.execute("INSERT INTO warcs VALUES (?, 0, ?, NULL)", [name, stamp(self.clock.now())])
        self._warc = WarcFile(self.folder / name)
        return self._warc

    def _finish(self) -> None:
        if self._warc:
            self._warc.close()
            self._close(self._warc.path, stamp(self.clock.now()))
            self._warc = None

    def _close(self, path: Path, closed_at: str) -> None:
        """Manifest first: a file that the ledger calls closed has one."""
        sql = "SELECT opened_at FROM warcs WHERE warc_file = ?"
        try:
            finish(path, self.ledger.database.connection.execute(sql, [path.name]).fetchone()[0], closed_at)
        except OSError as error:
            raise _explained(error, path) from error
        with self.ledger.database.transaction() as db:
            db.execute("UPDATE warcs SET closed_at = ? WHERE warc_file = ?", [closed_at, path.name])

    def close(self) -> None:
        """Finishes the open WARC file."""
        self._finish()


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
        "record_type": kind, "truncated": exchange.truncated, "etag": exchange.header("etag"),
        "last_modified": exchange.header("last-modified"),
    }  # fmt: skip


def payload(ledger: Ledger, folder: Path, payload_sha256: str) -> bytes:
    """The bytes of a payload, read back from its WARC record and checked against the digest."""
    place = ledger.place_of(payload_sha256)
    if place is None:
        raise KeyError(payload_sha256)
    return read_payload(folder / place[0], place[1], payload_sha256)
