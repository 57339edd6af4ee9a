"""Plain text to a document: every line kept raw, one paragraph per line that is not empty."""

import re

from archive.documents.decode import Decoded
from archive.documents.model import Document, Paragraph

# Not str.splitlines: it also breaks at U+2028, form feeds and U+001C-1E, which are characters of the text here.
_LINE_END = re.compile(r"\r\n|\n|\r")


def split_lines(text: str) -> tuple[str, ...]:
    """Lines without their ends; a final line end opens no further line."""
    lines = _LINE_END.split(text)
    return tuple(lines[:-1] if lines[-1] == "" else lines)


def read_text(decoded: Decoded) -> Document:
    """A document whose paragraphs are the lines of `decoded`, TABs and spaces as they stand, `&nbsp;` as a space."""
    lines = split_lines(decoded.text.replace("&nbsp;", "\u00a0"))
    blocks = tuple(
        Paragraph(line, line=number, heading=line.lstrip().startswith("#"))
        for number, line in enumerate(lines, 1)
        if line.strip()
    )
    return Document("text", blocks, encoding=decoded.encoding, flags=decoded.flags, lines=lines)
