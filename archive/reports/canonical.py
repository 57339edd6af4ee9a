"""The canonical text of a report and its content hash: what stays the same however a page is dressed."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from itertools import chain

from archive.documents.model import Document, Paragraph, Table
from archive.reports.words import fold

HASH_VERSION = "1"
HASH_LENGTH = 16
_CELL, _ROW = "\x1f", "\x1e"
_TITLE_WITHIN = 8
_LINE_OR_TAB = re.compile(r"[\n\r\t]")

Rows = list[Sequence[str]]


def canonical_text(rows: Iterable[Sequence[str]]) -> str:
    """The text that is hashed (docs/formats.md#canonical-text).

    Cells folded by `words.fold` and joined by U+001F, rows by U+001E, nothing after the last; a row of one empty cell
    is left out.
    """
    return _joined([fold(cell) for cell in row] for row in rows)


def _joined(folded: Iterable[Sequence[str]]) -> str:
    return _ROW.join(_CELL.join(row) for row in folded if len(row) > 1 or any(row))


def content_digest(rows: Iterable[Sequence[str]]) -> str | None:
    """Full SHA-256 of the canonical text as hex; None where no body text was read."""
    return _digest(canonical_text(rows))


def _digest(text: str) -> str | None:
    return hashlib.sha256(text.encode()).hexdigest() if text.strip(_CELL + _ROW) else None


def content_hash(rows: Iterable[Sequence[str]]) -> str | None:
    """The first 16 hex digits of `content_digest`: the name of a text in a release."""
    digest = content_digest(rows)
    return digest[:HASH_LENGTH] if digest else None


def document_rows(document: Document) -> Rows:
    """Title, paragraphs and tables of a document as rows of cells; a paragraph is a row of one cell.

    Rows of a text or Markdown file are its lines, split at TAB. The title of a page is added where its body does not
    begin with it.
    """
    rows = _body_rows(document)
    return rows if document.lines or _begins_with_title(document) else [[document.title], *rows]


def folded_body(document: Document) -> tuple[str, str | None]:
    """The whole body folded into one line, and the content digest of the document, None where no text was read.

    Folded cell by cell, for both: what is printed between cells is white space.
    """
    body = [list(map(fold, row)) for row in _body_rows(document)]
    text = "".join(chain.from_iterable(body))
    if not text:
        return "", None
    titled = document.lines or _begins_with_title(document)
    return text, _digest(_joined(body if titled else [[fold(document.title)], *body]))


def _body_rows(document: Document) -> Rows:
    if document.lines:
        return [line.split("\t") for line in document.lines]
    rows: Rows = []
    for block in document.blocks:
        if isinstance(block, Table):
            rows.extend(block.texts)
        else:
            rows.append(block.text.split("\t"))
    return rows


def _begins_with_title(document: Document) -> bool:
    head = [block.text for block in document.blocks[:_TITLE_WITHIN] if isinstance(block, Paragraph)]
    return fold(document.title) in fold("".join(head))


def hashed_rows(text: str, title: str, digest: str) -> Rows | None:
    """The rows that gave `digest`, out of the text a corpus keeps and the title of its document; None if none do.

    The corpus keeps the body as printed, without the title that a page shows elsewhere.
    """
    rows: Rows = [line.split("\t") for line in text.split("\n")]
    return next((tried for tried in (rows, [[title], *rows]) if content_digest(tried) == digest), None)


def release_text(rows: Iterable[Sequence[str]]) -> str:
    """The rows as a release writes them: cells with TAB, rows with LF; breaks inside a cell become spaces.

    Reading the file back as plain text gives the same content hash.
    """
    return "".join("\t".join(_LINE_OR_TAB.sub(" ", cell) for cell in row) + "\n" for row in rows)
