"""Any file's bytes to a document: the one door into this folder."""

from archive.documents.decode import declared_charsets, decode
from archive.documents.docx.read import read_docx
from archive.documents.html import read_html
from archive.documents.markdown import read_markdown
from archive.documents.model import FLAG_UNSUPPORTED, Document
from archive.documents.pdf.read import read_pdf
from archive.documents.sniff import UNSUPPORTED, sniff
from archive.documents.text import read_text
from archive.errors import BadInputError


def read_document(data: bytes, *, filename: str = "", content_type: str = "") -> Document:
    """Reads one payload (docs/formats.md#documents). `filename` and `content_type` only help where content is unclear.

    A kind that is known but not read gives a document without blocks, flagged `unsupported`.
    Raises BadInputError for an empty file and for bytes that are no known kind.
    """
    media = sniff(data, filename=filename, content_type=content_type)
    if media == "empty":
        raise BadInputError("the file is empty: fetch it again or leave it out")
    if media == "binary":
        raise BadInputError("the bytes are no text and no known document format: check what was saved")
    if media in UNSUPPORTED:
        return Document(media, flags=(FLAG_UNSUPPORTED,))
    if media == "pdf":
        return read_pdf(data)
    if media == "docx":
        return read_docx(data)
    if media == "html":
        return read_html(decode(data, declared_charsets(data, content_type)))
    decoded = decode(data, declared_charsets(b"", content_type))
    return read_markdown(decoded) if media == "markdown" else read_text(decoded)
