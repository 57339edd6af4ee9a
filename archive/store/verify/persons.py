"""Verifies what persons said: every line of the review file an entry, and the ledger with the same entries."""

from collections.abc import Iterator
from pathlib import Path

from archive.errors import DamagedError
from archive.store import reviews
from archive.store.ledger import Ledger
from archive.store.lock import held
from archive.store.verify.files import PARTIAL_BACKUP
from archive.store.verify.finding import Checked, Finding, Kind, Remedy


def check_reviews(archive: Path, ledger: Ledger, checked: Checked) -> Iterator[Finding]:
    """Findings of the review file. A line is written before the ledger has it: the ledger is read first."""
    path = archive / reviews.FILE
    mirrored = {row[0] for row in ledger.database.connection.execute("SELECT review_id FROM reviews")}
    at_work = held(archive / "review.lock") or (archive / PARTIAL_BACKUP).exists()
    try:
        entries = {entry.review_id: entry for entry in reviews.read(archive).entries}
    except DamagedError as error:
        place, told = str(error).removeprefix(str(path)).lstrip(", ").split(": ", 1)
        yield Finding(Kind.REVIEW, path, place, told.partition(";")[0], Remedy.RESTORE)
        return
    checked.add("reviews", len(entries))
    for name in sorted(mirrored - entries.keys()):
        yield Finding(Kind.REVIEW, path, "", f"has no line for entry {name} of the ledger", Remedy.RESTORE)
    for name in sorted(entries.keys() - mirrored):
        if not at_work:
            told = f"entry {name}, {entries[name].at} by {entries[name].by}, is not in the ledger"
            yield Finding(Kind.REVIEW, path, "", told, Remedy.REINDEX)
