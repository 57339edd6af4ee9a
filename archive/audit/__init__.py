"""An audit: a person reads cells again in the originals, blind, and the error rate follows (docs/reading.md#audit)."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from archive.asof import open_corpus, open_ledger
from archive.audit.cells import Drawn, population, read_cells, stamp_of
from archive.audit.draw import draw
from archive.audit.page import write_originals
from archive.audit.score import Score, differs, score_of
from archive.audit.sheet import Entry, read_sheet, write_sheet
from archive.errors import UsageError
from archive.release.audited import AUDIT_SCORE, Audited
from archive.release.persons import Persons, persons
from archive.store.corpus import Corpus
from archive.store.ledger import Ledger


def sample(archive: Path, path: Path, size: int, seed: int) -> int:
    """Writes a blind sheet of `size` cells to `path`, and beside it a folder with what the originals print.

    The same archive, size and seed give the same sheet. Gives the number of cells. UsageError where something is there
    already or the archive has no cells.
    """
    folder = originals_of(path)
    for place in (path, folder):
        if place.exists():
            raise UsageError(f"{place}: already there; a sheet that a person fills in is not overwritten, name another")
    with _opened(archive) as (corpus, ledger, told):
        cells = draw(population(corpus, told), size, seed)
        if not cells:
            raise UsageError(f"{archive}: no figures to audit; run `gongkai crawl` and `gongkai derive` first")
        drawn = read_cells(corpus, cells)
        write_originals(folder, archive, corpus, ledger, drawn)
        write_sheet(path, drawn, stamp_of(drawn))
    return len(drawn)


def score(archive: Path, path: Path) -> Score:
    """Holds what was entered into a sheet against what the reader states.

    BadInputError for a file that is no sheet or an entry that is no number; UsageError for a sheet of another archive
    or reading, and for one that lost or gained rows.
    """
    return _scored(archive, path)[0]


def audited(archive: Path, path: Path) -> Audited:
    """What a release tells of a filled sheet: its cells, and its score. Errors as of `score`."""
    found, entries, drawn = _scored(archive, path)
    cells = tuple(_row(number, entry, drawn[entry.cell]) for number, entry in enumerate(entries, 1))
    return Audited(cells, tuple({name: getattr(line, name) for name in AUDIT_SCORE} for line in found.lines))


def _row(number: int, entry: Entry, cell: Drawn) -> dict[str, object]:
    checked = entry.told and not entry.unclear
    return {
        "number": number, "cell": entry.cell, "group": cell.group,
        "entered": None if entry.entered is None else float(entry.entered), "unclear": int(entry.unclear),
        "value": cell.value, "error": int(differs(cell, entry.entered)) if checked else None,
    }  # fmt: skip


def _scored(archive: Path, path: Path) -> tuple[Score, list[Entry], dict[str, Drawn]]:
    entries = read_sheet(path)
    with _opened(archive) as (corpus, _, told):
        wanted = {(each.report_id, each.indicator) for each in entries}
        known = [cell for cell in population(corpus, told) if (cell.report_id, cell.indicator) in wanted]
        drawn = {each.cell: each for each in read_cells(corpus, known)}
        found = [drawn[entry.cell] for entry in entries if entry.cell in drawn]
        if {entry.stamp for entry in entries} != {stamp_of(found)} or len(found) != len(entries):
            raise UsageError(
                f"{path}: not a sheet of {archive} as it is read now, or rows were lost or added; draw a new one with "
                "`gongkai audit --sample`"
            )
        return score_of(entries, drawn, population(corpus, told)), entries, drawn


def originals_of(path: Path) -> Path:
    """The folder beside a sheet that shows the originals."""
    return path.with_name(f"{path.stem}.originals")


@contextmanager
def _opened(archive: Path) -> Iterator[tuple[Corpus, Ledger, Persons]]:
    ledger, corpus = open_ledger(archive, None), open_corpus(archive, None)
    with closing(ledger.database), closing(corpus.database), corpus.database.explaining(), corpus.database.snapshot():
        yield corpus, ledger, persons(archive, corpus)
