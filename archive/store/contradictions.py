"""What reports say against each other and against themselves: identities across the years, and single suspect cells."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from archive.errors import GongkaiError
from archive.reports.checks import SOFT
from archive.store.corpus import Corpus, Row

_YEARS = """
SELECT agency_id, year, report_id, report_before, identity, column_key, row_key, status, left_side, right_side
FROM year_checks
"""


def year_checks(corpus: Corpus, report_id: str) -> list[Row]:
    """Identities between a report and those of the years before and after it (docs/formats.md#across-the-years)."""
    sql = f"{_YEARS} WHERE ? IN (report_id, report_before) ORDER BY year, rowid"
    return corpus.rows(sql, [report_id])


def suspect(corpus: Corpus, report_id: str) -> Row | None:
    """The one cell that explains every failed check of a report, if there is one (docs/formats.md#suspects)."""
    found = corpus.rows("SELECT indicator, value, expected, identities FROM suspects WHERE report_id = ?", [report_id])
    return found[0] | {"identities": json.loads(str(found[0]["identities"]))} if found else None


def counts(archive: Path) -> Row:
    """How many identities across the years there are and how many fail; how many reports have failed checks
    that are not soft, or a suspect cell that explains them. Nothing where there is no corpus, or a damaged one."""
    soft = ", ".join(f"'{identity}'" for identity in sorted(SOFT))
    try:
        with closing(Corpus(archive / "corpus.db", read_only=True)) as corpus:
            (row,) = corpus.rows(
                f"""SELECT (SELECT count(*) FROM year_checks) AS year_checks,
                    (SELECT count(*) FROM year_checks WHERE status = 'fail') AS year_checks_failed,
                    (SELECT count(DISTINCT report_id) FROM checks WHERE status = 'fail'
                        AND identity NOT IN ({soft})) AS reports_with_failed_checks,
                    (SELECT count(*) FROM suspects) AS suspects"""
            )
    except (GongkaiError, sqlite3.DatabaseError):
        return {}
    return row
