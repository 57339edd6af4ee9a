"""Verifies an archive: bytes against digests, WARC against ledger, table against table, texts against hashes."""

from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

from archive.clock import Clock
from archive.errors import DamagedError
from archive.store.corpus import Corpus
from archive.store.ledger import Ledger
from archive.store.verify.files import Grown, check_lengths, check_manifest, unknown_files, warc_rows
from archive.store.verify.finding import Checked, Finding, Kind, Remedy
from archive.store.verify.hashes import Reports
from archive.store.verify.persons import check_reviews
from archive.store.verify.records import Reader
from archive.store.verify.sampling import Sample
from archive.store.verify.tables import CORPUS, LEDGER, guarded, linked, queried, sound

Tell = Callable[[str], None]


def verify(
    archive: Path, clock: Clock, tell: Tell = lambda _: None, *, sample: Sample | None = None,
    checked: Checked | None = None,
) -> Iterator[Finding]:  # fmt: skip
    """What is not as it was stored; nothing for a sound archive. Changes nothing (docs/store.md#fixity).

    With a `sample` the records of some captures and some reports are read, and all that costs no reading of bytes is
    checked. `tell` hears how far it is, `checked` counts. A crawl or derive may run meanwhile. Raises UsageError where
    there is no archive, ArchiveNewerError.
    """
    checked = checked if checked is not None else Checked()
    tell("ledger.db")
    try:
        ledger = Ledger(archive / "ledger.db", clock, read_only=True)
    except DamagedError as error:
        yield _broken(archive / "ledger.db", error, Remedy.REINDEX)
        return
    with closing(ledger.database):
        quick = sample is not None
        look = sound(ledger.database, Remedy.REINDEX, quick=quick)
        if broken := list(guarded(ledger.database, look, Remedy.REINDEX)):
            yield from broken
            return
        yield from queried(ledger.database, LEDGER, Kind.LEDGER, Remedy.REINDEX)
        yield from check_reviews(archive, ledger, checked)
        yield from _warcs(archive, ledger, tell, sample, checked)
        if (archive / "corpus.db").exists():
            tell("corpus.db")
            yield from _corpus(archive, ledger, tell, sample, checked)


def _warcs(archive: Path, ledger: Ledger, tell: Tell, sample: Sample | None, checked: Checked) -> Iterator[Finding]:
    folder, grown = archive / "warc", Grown(archive)
    # Listed before the ledger is read: a crawl at work names a file there before it makes it.
    present = sorted(folder.iterdir()) if folder.exists() else []
    with ledger.database.snapshot():
        files = warc_rows(ledger.database.connection, folder)
        chosen = _chosen(ledger, sample) if sample else None
    total, done = sum(row.committed for row in files), 0
    for row in files:
        told = partial(_tell_bytes, tell, row.path.name, total, done)
        told(0)
        checked.add("files")
        yield from check_lengths(row, grown)
        if row.path.exists():
            yield from check_manifest(row, checked, whole=sample is None)
            reader = Reader(row, ledger, checked)
            yield from reader.all(told) if chosen is None else reader.some(chosen.get(row.path.name, []))
        done += row.committed
    yield from unknown_files(present, files, grown)


def _tell_bytes(tell: Tell, name: str, total: int, before: int, inside: int) -> None:
    tell(f"{(before + inside) / 1e6:.1f} of {total / 1e6:.1f} MB, {name}")


def _chosen(ledger: Ledger, sample: Sample) -> dict[str, list[int]]:
    """WARC file to the offsets of the captures of a sample, and of the records that hold the bytes of its revisits."""
    db = ledger.database.connection
    numbers = [row[0] for row in db.execute("SELECT capture_id FROM captures ORDER BY 1")]
    offsets: dict[str, set[int]] = {}
    for number in sample.of(numbers):
        for name, offset in db.execute(_PLACES, [number, number]):
            offsets.setdefault(name, set()).add(offset)
    return {name: sorted(places) for name, places in offsets.items()}


_PLACES = """
SELECT warc_file, warc_offset FROM captures WHERE capture_id = ?
UNION SELECT payloads.warc_file, payloads.warc_offset FROM captures JOIN payloads USING (payload_sha256)
WHERE capture_id = ?
"""


def _corpus(
    archive: Path, ledger: Ledger, tell: Tell, sample: Sample | None, checked: Checked
) -> Iterator[Finding]:
    try:
        corpus = Corpus(archive / "corpus.db", read_only=True)
    except DamagedError as error:
        yield _broken(archive / "corpus.db", error, Remedy.DERIVE)
        return
    with closing(corpus):
        for look in (
            sound(corpus.database, Remedy.DERIVE, quick=sample is not None),
            queried(corpus.database, CORPUS, Kind.CORPUS, Remedy.DERIVE),
            linked(corpus, ledger), _reports(archive, corpus, ledger, tell, sample, checked),
        ):  # fmt: skip
            yield from guarded(corpus.database, look, Remedy.DERIVE)


def _reports(
    archive: Path, corpus: Corpus, ledger: Ledger, tell: Tell, sample: Sample | None, checked: Checked
) -> Iterator[Finding]:  # fmt: skip
    with corpus.database.snapshot():
        reports = Reports(archive, corpus, ledger, checked, sample)
        yield from reports.findings(lambda done: tell(f"corpus.db, {done} of {len(reports.chosen)} reports"))
        yield from reports.index()


def _broken(path: Path, error: DamagedError, remedy: Remedy) -> Finding:
    said = str(error).removeprefix(f"{path}: ").partition(";")[0]
    return Finding(Kind.SQLITE, path, "", said, remedy)
