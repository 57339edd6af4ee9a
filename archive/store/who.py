"""What a corpus knows of agencies: names with their years, when they can have existed, which continues which."""

from archive.store.corpus import Corpus, Row

AGENCY_COLUMNS = (
    "agency_id", "name", "portal", "area", "uscc", "division_code", "level", "body_type", "first_year", "last_year",
    "exists_from", "exists_until", "existence_evidence",
)  # fmt: skip
NAME_COLUMNS = ("agency_id", "name", "source", "first_year", "last_year", "seen_at")
PREDECESSOR_COLUMNS = ("agency_id", "name", "before_id", "before_name", "how", "earliest", "latest", "evidence")
_PREDECESSORS = """
SELECT predecessors.agency_id AS agency_id, later.name AS name, before_id, earlier.name AS before_name, how, earliest,
    latest, evidence
FROM predecessors JOIN agencies AS later ON later.agency_id = predecessors.agency_id
    JOIN agencies AS earlier ON earlier.agency_id = before_id
"""
_IN_TIME = " ORDER BY earliest, predecessors.agency_id, before_id"


def agencies(corpus: Corpus, where: tuple[str, list[object]]) -> list[Row]:
    """Agencies with AGENCY_COLUMNS that have a cell of coverage under a condition of `coverage_where`."""
    return _within(corpus, f"SELECT {', '.join(AGENCY_COLUMNS)} FROM agencies", "agency_id", where)


def agency_names(corpus: Corpus, where: tuple[str, list[object]]) -> list[Row]:
    """Every name of these agencies, with NAME_COLUMNS."""
    sql = f"SELECT {', '.join(NAME_COLUMNS)} FROM agency_names"
    return _within(corpus, sql, "agency_id, source, first_year, name", where)


def _within(corpus: Corpus, sql: str, order: str, where: tuple[str, list[object]]) -> list[Row]:
    cells = f"SELECT agency_id FROM coverage WHERE {where[0]}"
    return corpus.rows(f"{sql} WHERE agency_id IN ({cells}) ORDER BY {order}", where[1])


def predecessors(corpus: Corpus, where: tuple[str, list[object]]) -> list[Row]:
    """Which agency continues which, with PREDECESSOR_COLUMNS, where one of the two is among these agencies."""
    cells = f"SELECT agency_id FROM coverage WHERE {where[0]}"
    chosen = f" WHERE predecessors.agency_id IN ({cells}) OR before_id IN ({cells})"
    return corpus.rows(f"{_PREDECESSORS}{chosen}{_IN_TIME}", [*where[1], *where[1]])


def find_agencies(corpus: Corpus, name: str) -> list[str]:
    """agency_ids for an agency_id, an area code, or a name, white space aside; several where several bear it."""
    found = corpus.rows(
        """SELECT agency_id FROM agencies WHERE :name IN (agency_id, area, uscc)
        UNION SELECT agency_id FROM agency_names WHERE name = :name ORDER BY agency_id""",
        {"name": "".join(name.split())},
    )
    return [str(row["agency_id"]) for row in found]


def agency(corpus: Corpus, agency_id: str) -> Row | None:
    """One agency with its `names`, what it continues (`before`) and what continues it (`after`); None if not known."""
    here: tuple[str, list[object]] = ("agency_id = ?", [agency_id])
    columns = ", ".join(AGENCY_COLUMNS)
    found = corpus.rows(f"SELECT {columns} FROM agencies WHERE agency_id = ?", [agency_id])
    if not found:
        return None
    linked = corpus.rows(
        f"{_PREDECESSORS} WHERE ? IN (predecessors.agency_id, before_id){_IN_TIME}", [agency_id]
    )  # fmt: skip
    return found[0] | {
        "names": agency_names(corpus, here),
        "before": [row for row in linked if row["agency_id"] == agency_id],
        "after": [row for row in linked if row["before_id"] == agency_id],
    }
