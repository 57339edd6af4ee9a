"""Files by post: each is kept as it is, with who handed it in, from where, under which name."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from archive.clock import Clock, stamp
from archive.documents.sniff import sniff
from archive.errors import BadInputError, TooLargeError
from archive.store.captures import CaptureStore
from archive.store.encoding import LIMIT
from archive.store.ledger import Ledger, NewTask
from archive.store.warc import Exchange, sha256
from archive.words import Outcome, TaskKind


@dataclass(frozen=True, slots=True)
class Provenance:
    """What the person says of the files: where they are from, and what is known of agency and year."""

    source: str
    agency: str = ""
    year: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Ingested:
    """A file, or a document in one with its address, with its task's key; not `new` where these bytes were handed in
    before."""

    path: Path
    task_key: str
    new: bool
    url: str = ""


def files_in(path: Path) -> Iterator[Path]:
    """The file itself, or every file below a folder in the order of names; hidden ones are left out."""
    if not path.is_dir():
        yield path
        return
    for below in sorted(path.rglob("*")):
        if below.is_file() and not any(part.startswith(".") for part in below.relative_to(path).parts):
            yield below


def load(path: Path, limit: int = LIMIT) -> bytes:
    """A file's bytes. Raises BadInputError for what is no file to read, TooLargeError before reading over `limit`."""
    if path.is_dir():
        raise BadInputError(f"{path}: a folder, not a file; name the files in it")
    try:
        if not path.is_file() and path.exists():
            raise BadInputError(f"{path}: not a regular file; save its content to a file first")
        size = path.stat().st_size
        if size > limit:
            raise TooLargeError(
                f"{path}: {size / (1 << 20):.0f} MB, over the limit of {limit >> 20} MB; check what it is"
                ", or raise the limit where there is an option for it"
            )
        return path.read_bytes()
    except FileNotFoundError:
        raise BadInputError(f"{path}: no such file; check the name") from None
    except OSError as error:
        raise BadInputError(f"{path}: cannot be read ({error.strerror}); check its permissions") from None


def ingest(path: Path, provenance: Provenance, ledger: Ledger, store: CaptureStore, clock: Clock) -> Ingested:
    """Keeps one file as a WARC `resource` record and closes its task; the same bytes are kept once.

    Raises BadInputError for an empty file and binary rubbish, TooLargeError over 64 MB.
    """
    data = load(path)
    _refuse(path, data)
    digest = sha256(data)
    key = f"ingest:{digest}"
    known = ledger.task(key)
    if known is not None and known.outcome:
        return Ingested(path, key, new=False)
    ledger.add_tasks([_task(key, path, provenance)])
    task = ledger.task(key)
    assert task is not None
    if not ledger.captures(key, task.visit):
        store.commit([_exchange(key, task.visit, path, data, provenance, clock)])
    ledger.close(task, None, Outcome.OK, _detail(path, provenance))
    return Ingested(path, key, new=True)


def _refuse(path: Path, data: bytes) -> None:
    kind = sniff(data, filename=path.name)
    if kind == "empty":
        raise BadInputError(f"{path}: the file is empty; fetch it again or leave it out")
    if kind == "binary":
        raise BadInputError(f"{path}: no text and no known document format; check what was saved")


def _task(key: str, path: Path, provenance: Provenance) -> NewTask:
    return NewTask(
        key, "", "ingest", TaskKind.INGEST, "", path.resolve().as_uri(), "handed in", agency=provenance.agency,
        year=provenance.year,
    )  # fmt: skip


def _exchange(
    key: str, visit: int, path: Path, data: bytes, provenance: Provenance, clock: Clock
) -> Exchange:
    modified = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    context: dict[str, object] = {
        "task_key": key, "visit": visit, "hop": 0, "crawl_id": None, "kind": str(TaskKind.INGEST),
        "from": provenance.source, "original_name": path.name, "modified_at": stamp(modified),
        "agency": provenance.agency, "year": provenance.year, "note": provenance.note,
    }  # fmt: skip
    return Exchange(
        path.resolve().as_uri(), "", (), b"", 0, "", (("Content-Type", "application/octet-stream"),), data,
        clock.now(), context,
    )  # fmt: skip


def _detail(path: Path, provenance: Provenance) -> str:
    said = f"from {provenance.source}: {path.name}"
    return f"{said} ({provenance.note})" if provenance.note else said
