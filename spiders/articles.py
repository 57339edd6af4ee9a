"""Whether a page that answers for a report holds an article at all, told by content: the markup is not known."""

import re
from collections.abc import Sequence

from archive.documents.model import Document, Paragraph
from archive.store.ledger import NewTask

_DATED = ("发布日期", "成文日期")
_YEAR = r"((19|20)\d{2}|[〇○零OＯo一二三四五六七八九]{4})"
_TITLED = re.compile(rf"{_YEAR}.*(报告|年报|解读)|(报告|年报|解读).*{_YEAR}")
_SUBJECT = re.compile("信息公开|政务公开|公开信息|政府信息")
_SENTENCE = 40
"""Characters from which a paragraph is prose and not an item of a navigation bar."""
PROSE = 200
"""Characters of prose that need no title and no date beside them."""


def article(document: Document, files: Sequence[NewTask]) -> tuple[bool, str]:
    """(whether there is an article, the evidence in a few words).

    Enough prose about disclosure makes one; so do any two of a report's title, a date, some text about disclosure,
    a file or picture. A shell has at most one of them: its frame may carry a general title, a logo or the page's own
    date; a home page that stands in for a missing report speaks of other things.
    """
    prose = prose_length(document)
    tables = sum(not isinstance(block, Paragraph) for block in document.blocks)
    titled = bool(_TITLED.search(re.sub(r"\s", "", document.title)))
    about = titled or bool(_SUBJECT.search(_words(document)))
    signs = {
        "a title": titled,
        "a date": any(document.meta.get(name) for name in _DATED),
        "some text": about and (prose >= _SENTENCE or tables > 0),
        "files": bool(files),
    }
    found = [name for name, there in signs.items() if there]
    evidence = f"{prose} characters of prose, {tables} tables, {', '.join(found) or 'no title, no date, no file'}"
    return (about and prose >= PROSE) or len(found) >= 2, evidence


def _words(document: Document) -> str:
    """The words of sentences and tables, without those of navigation bars."""
    sentences = [b.text for b in document.blocks if isinstance(b, Paragraph) and len(b.text) >= _SENTENCE]
    cells = [c.text for b in document.blocks if not isinstance(b, Paragraph) for row in b.rows for c in row]
    return re.sub(r"\s", "", "".join(sentences + cells))


def prose_length(document: Document) -> int:
    """Characters in paragraphs long enough to be sentences."""
    lengths = (len(re.sub(r"\s", "", b.text)) for b in document.blocks if isinstance(b, Paragraph))
    return sum(length for length in lengths if length >= _SENTENCE)
