"""The archived bytes behind a report, opened again: for texts the corpus keeps in another shape, and to show a cell."""

from pathlib import Path

from archive.documents.model import Document
from archive.documents.open import read_document
from archive.errors import UsageError
from archive.store.bundles import filename_of
from archive.store.captures import payload
from archive.store.corpus import Corpus
from archive.store.ledger import Ledger

_WHERE = """
SELECT task_key, payload_sha256, url FROM reports JOIN documents USING (bundle_key, task_key, payload_sha256)
WHERE report_id = ?
"""
_TYPE = """
SELECT content_type FROM captures WHERE task_key = ? AND payload_sha256 = ? ORDER BY captured_at, capture_id LIMIT 1
"""


def warc_place(ledger: Ledger, payload_sha256: str) -> dict[str, object]:
    """WARC file and offset of the record that holds a payload; nothing where the ledger does not know it."""
    place = ledger.place_of(payload_sha256)
    return {"warc_file": place[0], "warc_offset": place[1]} if place else {}


def original(corpus: Corpus, ledger: Ledger, archive: Path, report_id: str) -> Document:
    """The document of a report, read anew from its WARC record. Raises DamagedError where the record is not as stored,
    UsageError where the ledger does not know it."""
    (row,) = corpus.rows(_WHERE, [report_id])
    digest, task_key = str(row["payload_sha256"]), str(row["task_key"])
    found = ledger.database.connection.execute(_TYPE, [task_key, digest]).fetchone()
    if found is None:
        raise UsageError(f"{archive}/ledger.db: does not know payload {digest}; the corpus is of another archive")
    data, name = payload(ledger, archive / "warc", digest), filename_of(str(row["url"]))
    return read_document(data, filename=name, content_type=str(found[0]))
