"""The parts of a report that a search looks at, and the places where a term stands in them."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from archive.store.corpus import Corpus
from archive.store.grams import normal, normal_with_offsets
from archive.words import Part

AROUND = 30
"""Printed characters on either side of a hit."""


@dataclass(frozen=True, slots=True)
class Place:
    """A term as it is printed, with what stands around it. `part` is a Part, or agency or text."""

    part: str
    before: str
    hit: str
    after: str


def parts_of(corpus: Corpus, report_id: str, wanted: Collection[Part]) -> dict[str, str]:
    """The wanted parts of a report as printed, by name; sections in printed order, those of one role together."""
    found: dict[str, str] = {}
    if Part.TITLE in wanted or Part.TABLES in wanted:
        (row,) = corpus.rows("SELECT title, text FROM reports WHERE report_id = ?", [report_id])
        texts = {Part.TITLE: str(row["title"]), Part.TABLES: _table_rows(str(row["text"]))}
        found = {part: text for part, text in texts.items() if part in wanted}
    if any(part not in (Part.TITLE, Part.TABLES) for part in wanted):
        sql = "SELECT section, title, text FROM sections WHERE report_id = ? ORDER BY position"
        for name, title, text in corpus.database.query(sql, [report_id]):
            if name in wanted:
                found[name] = "\n".join(filter(None, (found.get(name), title, text)))
    return found


def _table_rows(text: str) -> str:
    """The lines that are rows of tables: those with cells, and single cells between two of them."""
    lines = text.split("\n")
    cells = [False, *("\t" in line or line.startswith("|") for line in lines), False]
    rows = (line for n, line in enumerate(lines, start=1) if cells[n] or (cells[n - 1] and cells[n + 1]))
    return "\n".join(rows)


def contains(texts: Mapping[str, str], terms: Collection[str]) -> bool:
    """Whether each term stands in one of the texts."""
    compared = [normal(text) for text in texts.values()]
    return all(any(term in text for text in compared) for term in terms)


def places(texts: Mapping[str, str], terms: Collection[str]) -> Iterator[Place]:
    """One place of each term, in the first of the texts that has it."""
    for term in terms:
        for name, text in texts.items():
            if term in text or term in normal(text):
                yield _place(name, text, term)
                break


def _place(part: str, text: str, term: str) -> Place:
    start, end = _printed(text, term)
    return Place(part, text[max(0, start - AROUND) : start], text[start:end], text[end : end + AROUND])


def _printed(text: str, term: str) -> tuple[int, int]:
    """Start and end of a term in a text, where it is printed as asked for if there is such a place."""
    if (start := text.find(term)) >= 0:
        return start, start + len(term)
    folded = normal_with_offsets(text)
    at = folded.text.index(term)
    return folded.offsets[at], folded.offsets[at + len(term) - 1] + 1
