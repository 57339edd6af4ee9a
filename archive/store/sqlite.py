"""Opens a SQLite file of the archive: WAL, one writer at a time, numbered migrations, descriptions for every column."""

import re
import shutil
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from shutil import disk_usage
from urllib.parse import quote

from tenacity import retry, retry_if_exception, stop_after_delay, wait_random_exponential

from archive.errors import ArchiveNewerError, DamagedError, GongkaiError, UsageError, disk_full

_MISSING = {
    "ledger": "there is no archive here; begin one with `gongkai crawl` or `gongkai ingest`"
    " (a ledger that is lost comes again by `gongkai reindex`)",
    "corpus": "nothing has been read here yet; run `gongkai derive` on this archive first",
}
_MENDED = {
    "ledger.db": "run `gongkai reindex`, which makes it again from the WARC files",
    "corpus.db": "run `gongkai derive --all`, which makes it again from what is archived",
}


def _busy(error: BaseException) -> bool:
    return isinstance(error, sqlite3.OperationalError) and "locked" in str(error)


class Database:
    """One SQLite file under the numbered migrations of `schema` (`ledger` or `corpus`).

    Reading needs no lock; `with db.transaction():` takes the write lock at once (BEGIN IMMEDIATE) and retries while
    another writer holds it. Raises ArchiveNewerError for a file of a newer schema, UsageError where a file that is only
    to be read does not exist, DiskFullError when the disk is full.
    """

    def __init__(self, path: Path, schema: str, *, read_only: bool = False, synchronous: str = "NORMAL") -> None:
        self.path, self.schema = path, schema
        if read_only and not path.exists():
            raise UsageError(f"{path}: {_MISSING[schema]}")
        if not read_only:
            path.parent.mkdir(parents=True, exist_ok=True)
        with explaining(path):
            self.connection = opened_for_reading(path) if read_only else _connect(str(path))
            self.connection.row_factory = sqlite3.Row
            self.connection.execute("PRAGMA foreign_keys = ON")
            self._refuse_newer()
            if not read_only:
                self.connection.execute("PRAGMA journal_mode = WAL")
                self.connection.execute(f"PRAGMA synchronous = {synchronous}")
            self._migrate(read_only)

    @property
    def version(self) -> int:
        return int(self.connection.execute("PRAGMA user_version").fetchone()[0])

    def _refuse_newer(self) -> None:
        known = len(migrations(self.schema))
        if self.version > known:
            raise ArchiveNewerError(
                f"{self.path}: written by a newer gongkai (schema {self.version}, this one knows {known}); "
                "install that version; nothing was touched"
            )

    def _migrate(self, read_only: bool) -> None:
        steps = migrations(self.schema)
        if self.version == len(steps):
            return
        if read_only:
            raise UsageError(f"{self.path}: an older schema ({self.version}); run `gongkai derive` once to bring it up")
        with self.transaction():
            for number, script in enumerate(steps[self.version :], start=self.version + 1):
                for statement in _statements(script):
                    self.connection.execute(statement)
                self.connection.execute(f"PRAGMA user_version = {number}")

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """The write lock from first to last statement; rolled back by any exception."""
        try:
            self._begin()
            try:
                yield self.connection
                self.connection.execute("COMMIT")
            except BaseException:
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")
                raise
        except sqlite3.DatabaseError as error:
            raise _explained(error, self.path) from error

    @contextmanager
    def explaining(self) -> Iterator[None]:
        """Turns what SQLite says of a full disk or a damaged file inside into an error in our words."""
        with explaining(self.path):
            yield

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """One state of the file for everything read inside, whatever is written meanwhile.

        Within a transaction it is the state of that one.
        """
        if self.connection.in_transaction:
            yield
            return
        self.connection.execute("BEGIN")
        try:
            yield
        finally:
            self.connection.execute("COMMIT")

    @retry(
        retry=retry_if_exception(_busy), stop=stop_after_delay(120), wait=wait_random_exponential(0.01, 1), reraise=True
    )
    def _begin(self) -> None:
        self.connection.execute("BEGIN IMMEDIATE")

    def query(self, sql: str, values: Sequence[object] | Mapping[str, object] = ()) -> sqlite3.Cursor:
        """The rows of a query, one at a time; this is how packages above the store read."""
        return self.connection.execute(sql, values)

    @property
    def data_version(self) -> int:
        """A number that changes with every commit of another process."""
        return int(self.query("PRAGMA data_version").fetchone()[0])

    def attach(self, path: Path, name: str) -> None:
        """Lets queries read another file, too, under the name of a schema."""
        self.connection.execute(f"ATTACH ? AS {name}", [f"file:{quote(str(path.absolute()))}?mode=ro"])

    def close(self) -> None:
        self.connection.close()


def _explained(error: sqlite3.DatabaseError, path: Path) -> Exception:
    # Without room for its side files SQLite speaks of an I/O error or of a file it cannot open.
    cramped = _side_file(error) and disk_usage(path.parent).free < _SIDE_FILE
    if "disk is full" in str(error) or cramped or _limited(error):
        return disk_full(path)
    if "disk I/O error" in str(error):
        return GongkaiError(
            f"{path}: the disk does not take what is written to it; see to it, then run this again; nothing is lost"
        )
    if is_damage(error):
        return DamagedError(f"{path}: SQLite says: {error}; {_MENDED.get(path.name, 'see docs/operations.md#damaged')}")
    return error


def is_damage(error: Exception) -> bool:
    """Whether SQLite speaks of a file that is damaged, or is no database at all."""
    return isinstance(error, sqlite3.DatabaseError) and ("malformed" in str(error) or "not a database" in str(error))


@contextmanager
def explaining(path: Path) -> Iterator[None]:
    """Turns what SQLite says of a full disk or a damaged file inside into an error in our words."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise _explained(error, path) from error


def _connect(target: str) -> sqlite3.Connection:
    return sqlite3.connect(
        target, uri=target.startswith("file:"), timeout=30, isolation_level=None, check_same_thread=False
    )


def opened_for_reading(path: Path) -> sqlite3.Connection:
    """A connection that only reads. Where nothing can be written beside the file, it is read as it stands.

    Raises UsageError where it cannot be: what its side file holds is not in it.
    """
    connection = _connect(f"file:{quote(str(path))}?mode=ro")
    try:
        connection.execute("PRAGMA schema_version")
    except sqlite3.OperationalError as error:
        if not _side_file(error) and "readonly" not in str(error):
            raise
        connection.close()
        beside = path.with_name(f"{path.name}-wal")
        if beside.exists() and beside.stat().st_size:
            raise UsageError(
                f"{path}: was not closed in order, and nothing can be written beside it; copy the archive to where it"
                " can, and run the command there"
            ) from error
        return _connect(f"file:{quote(str(path))}?mode=ro&immutable=1")
    return connection


def scratch_copy(source: Path, folder: Path) -> Path:
    """A consistent copy of a database in another folder, to try things on; the path of a new one if there is none."""
    target = folder / source.name
    if source.exists() and not source.with_name(f"{source.name}-wal").exists():
        # Nobody has it open, and to open it would leave files beside it.
        shutil.copyfile(source, target)
    elif source.exists():
        old, new = sqlite3.connect(f"file:{source}?mode=ro", uri=True), sqlite3.connect(target)
        old.backup(new)
        old.close()
        new.close()
    return target


_SIDE_FILE = 1 << 16


def _side_file(error: sqlite3.DatabaseError) -> bool:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN)


def _limited(error: sqlite3.DatabaseError) -> bool:
    """Whether a write failed: what SQLite says of a quota or of a limit on the size of files."""
    name = getattr(error, "sqlite_errorname", "")
    return name in ("SQLITE_IOERR_WRITE", "SQLITE_IOERR_SHMSIZE", "SQLITE_IOERR_TRUNCATE")


def migrations(schema: str) -> list[str]:
    """The SQL scripts of a schema in order; script n makes version n."""
    folder = files("archive.store").joinpath("migrations", schema)
    return [p.read_text("utf-8") for p in sorted(folder.iterdir(), key=lambda p: p.name) if p.name.endswith(".sql")]


def _statements(script: str) -> Iterator[str]:
    """The statements one by one; a trigger, with what it does, is one."""
    statement = ""
    for part in re.sub(r"--.*", "", script).split(";"):
        statement += part + ";"
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def descriptions(schema: str) -> dict[tuple[str, str], str]:
    """(table, column) to its description, (table, "") for the table: the comments of the migrations."""
    found: dict[tuple[str, str], str] = {}
    table = ""
    for line in "\n".join(migrations(schema)).splitlines():
        code, _, comment = line.partition("-- ")
        if match := re.match(r"CREATE (?:VIRTUAL )?TABLE (\w+)", code):
            table = match[1]
            found[table, ""] = comment.strip()
        elif table and (match := re.match(r"    ([a-z_0-9]+)(?: (?:TEXT|INTEGER|REAL|BLOB)|,)", code)):
            found[table, match[1]] = comment.strip()
        elif match := re.match(r"ALTER TABLE (\w+) ADD COLUMN (\w+)", code):
            found[match[1], match[2]] = comment.strip()
        elif code.startswith(")"):
            table = ""
    return found
