"""The text of a report as a file whose name can be recomputed from it (docs/formats.md#canonical-text)."""

from collections.abc import Callable

from archive.documents.model import Document
from archive.errors import DamagedError
from archive.reports.canonical import content_digest, document_rows, hashed_rows, release_text


def text_of(report_id: str, text: str, title: str, digest: str, reopen: Callable[[], Document]) -> str:
    """The file: cells with TAB, rows with LF. `digest` is the full content digest that it must give.

    `reopen` reads the archived bytes again where the text of the corpus does not give it. Raises DamagedError if no way
    leads to the digest.
    """
    if rows := hashed_rows(text, title, digest):
        return release_text(rows)
    again = document_rows(reopen())
    if content_digest(again) == digest:
        return release_text(again)
    raise DamagedError(f"report {report_id}: its text is not the one that was hashed; run `gongkai derive --all`")
