"""A release: panel, long table, texts, coverage and codebook of an archive as plain files (docs/release.md)."""

from collections.abc import Callable
from contextlib import closing
from datetime import date
from functools import partial
from importlib.metadata import version
from pathlib import Path

from archive.asof import open_corpus, open_ledger, until
from archive.release.audited import AUDIT, AUDIT_SCORE, Audited
from archive.release.codebook import variables
from archive.release.output import Output, new_folder
from archive.release.panel import Eras, identity, panel_row, reviewed_row, status_row
from archive.release.persons import Persons, persons, withheld_rows
from archive.release.selection import Selection, held, texts_held
from archive.release.tables import (
    check_rows,
    columns,
    long_rows,
    provenance_rows,
    raw_row_rows,
    suspect_rows,
    year_check_rows,
)
from archive.release.tally import Tally, readme
from archive.release.texts import text_of
from archive.reports.names import city_of
from archive.store.corpus import Corpus
from archive.store.held import Held, report_text
from archive.store.ledger import Ledger
from archive.store.original import original
from archive.store.raw import raw_rows
from archive.store.views import COVERAGE, COVERAGE_COLUMNS, COVERAGE_ORDER, LIST_COLUMNS, lists, refuse_unknown
from archive.store.who import (
    AGENCY_COLUMNS,
    NAME_COLUMNS,
    PREDECESSOR_COLUMNS,
    agencies,
    agency_names,
    predecessors,
)


def release(
    archive: Path, folder: Path, selection: Selection, tell: Callable[[str], None], as_of: date | None = None,
    audit: Audited = Audited(),  # noqa: B008 (frozen)
) -> Tally:  # fmt: skip
    """Writes the release of an archive into a new folder; the same archive gives the same bytes.

    Everything is read from one state of the corpus, and nothing is held in memory longer than a report. With `as_of` it
    is the release of an archive that ended on that day, except for one line of README.md that says so. `audit` is
    what a person found who read cells again. Raises
    UsageError for a folder that is not empty or a portal that is not known, DiskFullError, DamagedError.
    """
    ledger, corpus = open_ledger(archive, as_of), open_corpus(archive, as_of)
    with closing(ledger.database), closing(corpus), corpus.database.explaining(), corpus.database.snapshot():
        refuse_unknown(corpus, selection.portals)
        with new_folder(folder) as output:
            told = persons(archive, corpus, until(as_of))
            return _Writer(archive, corpus, ledger, output, selection, told).write(tell, as_of, audit)


class _Writer:
    """One release while it is written."""

    def __init__(
        self, archive: Path, corpus: Corpus, ledger: Ledger, output: Output, selection: Selection, told: Persons
    ) -> None:
        self.archive, self.corpus, self.ledger, self.selection, self.told = archive, corpus, ledger, selection, told
        self.output, self.tally, self.eras, self.version = output, Tally(), Eras(), version("gongkai")
        self.tables = {name: output.table(name, names) for name, names in columns().items()}
        self.width = max(3, len(str(max(0, texts_held(corpus, selection, told) - 1))))

    def write(self, tell: Callable[[str], None], as_of: date | None, audit: Audited) -> Tally:
        """Everything, agency by agency and year by year; gives the counts."""
        for one in held(self.corpus, self.selection, self.told):
            self._add(one)
            tell(f"{self.tally.reports} reports written")
        self._agencies()
        self._coverage()
        for row in withheld_rows(self.corpus, self.told, self.selection.where()):
            self.tables["withheld.csv"].row(row)
            self.tally.withheld += 1
        for cell in audit.cells:
            self.tables["audit.csv"].row(cell[name] for name in AUDIT)
        for line in audit.score:
            self.tables["audit_score.csv"].row(line[name] for name in AUDIT_SCORE)
        for variable in variables():
            self.tables["codebook.csv"].row(variable.row())
        self.output.text("README.md", readme(self.corpus, self.tally, self.selection, self.version, as_of, audit))
        return self.tally

    def _add(self, one: Held) -> None:
        self.tally.add(one)
        text_file = self._text(one)
        told = identity(one, text_file, self.eras.breaks(one))
        self.tables["panel.csv"].row(panel_row(one, told))
        self.tables["panel_status.csv"].row(status_row(one))
        if one.reviewed:
            self.tables["panel_reviewed.csv"].row(reviewed_row(one))
        payloads = {str(place["payload_sha256"]) for place in one.places}
        warc = {payload: self.ledger.place_of(payload) for payload in payloads}
        for name, rows in (
            ("long.csv", long_rows(one)), ("checks.csv", check_rows(one)),
            ("year_checks.csv", year_check_rows(one)), ("suspects.csv", suspect_rows(one)),
            ("raw_rows.csv", raw_row_rows(one, raw_rows(self.corpus, str(one.row["report_id"])))),
            ("provenance.csv", provenance_rows(one, text_file, warc, self.version)),
        ):  # fmt: skip
            for row in rows:
                self.tables[name].row(row)

    def _text(self, one: Held) -> str | None:
        """Writes the text of a report; its file name, or None where no body text was read."""
        digest, report_id = one.row["content_digest"], str(one.row["report_id"])
        if digest is None:
            return None
        name = f"texts/{self.tally.texts:0{self.width}}_{one.row['content_hash']}.txt"
        reopen = partial(original, self.corpus, self.ledger, self.archive, report_id)
        text = report_text(self.corpus, report_id)
        self.output.text(name, text_of(report_id, text, str(one.row["document_title"]), str(digest), reopen))
        self.tally.texts += 1
        return name

    def _agencies(self) -> None:
        """Who the agencies are, by which names they went, and which continues which."""
        where = self.selection.where()
        for row in agencies(self.corpus, where):
            city = city_of(str(row["division_code"] or ""), str(row["name"]))
            self.tables["agencies.csv"].row([*(row[name] for name in AGENCY_COLUMNS), city])
        for file, columns_of, rows in (
            ("agency_names.csv", NAME_COLUMNS, agency_names(self.corpus, where)),
            ("predecessors.csv", PREDECESSOR_COLUMNS, predecessors(self.corpus, where)),
        ):  # fmt: skip
            for row in rows:
                self.tables[file].row(row[name] for name in columns_of)

    def _coverage(self) -> None:
        where, values = self.selection.where()
        for row in self.corpus.database.query(f"{COVERAGE} WHERE {where} {COVERAGE_ORDER}", values):
            self.tables["coverage.csv"].row(row[name] for name in COVERAGE_COLUMNS)
            self.tally.add_coverage(row["holding"], row["source"])
        for listed in lists(self.corpus, self.selection.portals):
            self.tables["lists.csv"].row(listed[name] for name in LIST_COLUMNS)
