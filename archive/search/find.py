"""Finds reports: the index gives those that contain the terms, filters and parts narrow them, the newest come first."""

from collections.abc import Sequence
from dataclasses import dataclass

from archive.search.parts import Place, contains, parts_of, places
from archive.search.query import expression
from archive.store.corpus import Corpus
from archive.store.grams import normal
from archive.store.standing import standing, withheld
from archive.store.views import refuse_unknown
from archive.words import Kind, Part


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows a search; an empty filter lets everything through.

    `agency` is an agency_id, an area code or words of a name. Without `all_versions` a report of a series counts only
    as the rendition of its current version; one that no series takes counts always.
    """

    portals: Sequence[str] = ()
    years: Sequence[int] = ()
    parts: Sequence[Part] = ()
    agency: str = ""
    kinds: Sequence[Kind] = (Kind.ANNUAL_REPORT,)
    all_versions: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """A report that contains the terms. `show` is the name that `gongkai show` takes, `times` how often each occurs.

    `places` has one place of each term.
    """

    report_id: str
    show: str
    agency: str | None
    year: int | None
    portal: str
    kind: str
    title: str
    url: str
    times: dict[str, int]
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """All that match, counted, and the first of them."""

    total: int
    matches: tuple[Match, ...]


_FROM = """
FROM reports_fts JOIN reports_fts_rows ON number = reports_fts.rowid JOIN reports USING (report_id)
    LEFT JOIN versions ON version_id = (SELECT min(version_id) FROM places WHERE places.report_id = reports.report_id)
    LEFT JOIN agencies USING (agency_id)
WHERE reports_fts MATCH ?
"""
_AGENCY = "coalesce(agencies.name, reports.agency)"
_YEAR = "coalesce(versions.year, reports.year)"
_CURRENT = "(version_id IS NULL OR is_current AND versions.report_id = reports.report_id)"
_ORDER = f" ORDER BY {_YEAR} DESC NULLS LAST, {_AGENCY} NULLS LAST, reports.report_id"


def search(corpus: Corpus, terms: tuple[str, ...], filters: Filters, limit: int) -> Found:
    """Every report that contains all terms (of `read_query`), counted, and the first `limit` with their places.

    Newest reporting year first, then by agency. Raises UsageError for a portal the archive does not know.
    """
    refuse_unknown(corpus, filters.portals)
    with corpus.database.snapshot():
        found = matching(corpus, terms, filters)
        return Found(len(found), tuple(_match(corpus, name, terms, filters.parts) for name in found[:limit]))


def matching(corpus: Corpus, terms: tuple[str, ...], filters: Filters) -> list[str]:
    """report_ids of all reports that contain all terms, in the order of `search`; none that is withheld."""
    where, values = _where(filters)
    sql = f"SELECT reports.report_id {_FROM}{where}{_ORDER}"
    rows = corpus.database.query(sql, [expression(terms), *values])
    hidden = withheld(corpus, standing(corpus.database.path.parent))
    found = [row[0] for row in rows if row[0] not in hidden]
    if not filters.parts:
        return found
    return [name for name in found if contains(parts_of(corpus, name, filters.parts), terms)]


def _where(filters: Filters) -> tuple[str, list[object]]:
    sql, values = "" if filters.all_versions else f" AND {_CURRENT}", list[object]()
    for column, wanted in (("kind", filters.kinds), (_YEAR, filters.years)):
        if wanted:
            sql += f" AND {column} IN ({', '.join('?' * len(wanted))})"
            values += wanted
    if filters.portals:
        marks = ", ".join("?" * len(filters.portals))
        sql += f""" AND (bundle_key IN (SELECT bundle_key FROM bundles WHERE portal IN ({marks}))
            OR version_id IN (SELECT version_id FROM places WHERE portal IN ({marks})))"""
        values += [*filters.portals] * 2
    if filters.agency:
        sql += """ AND (agency_id = ? OR agencies.area = ? OR instr(reports.agency, ?) OR agency_id IN (
            SELECT agency_id FROM agency_names WHERE instr(agency_names.name, ?)))"""
        values += [filters.agency] * 4
    return sql, values


_SHOWN = f"""
SELECT reports.report_id AS report_id, {_AGENCY} AS agency, {_YEAR} AS year, bundles.portal AS portal, kind,
    reports.title AS title, documents.url AS url, reports.text AS text, reports.agency AS own_agency,
    CASE WHEN is_current AND versions.report_id = reports.report_id THEN agency_id || '/' || versions.year
        ELSE reports.report_id END AS show
FROM reports JOIN bundles USING (bundle_key) JOIN documents USING (bundle_key, task_key, payload_sha256)
    LEFT JOIN versions ON version_id = (SELECT min(version_id) FROM places WHERE places.report_id = reports.report_id)
    LEFT JOIN agencies USING (agency_id)
WHERE reports.report_id = ?
"""


def _match(corpus: Corpus, report_id: str, terms: tuple[str, ...], wanted: Sequence[Part]) -> Match:
    (row,) = corpus.rows(_SHOWN, [report_id])
    looked_at = parts_of(corpus, report_id, wanted or tuple(Part))
    whole = looked_at if wanted else looked_at | {"agency": str(row["own_agency"] or ""), "text": str(row["text"])}
    times = _times(looked_at if wanted else {"text": whole["text"]}, terms)
    named = {name: row[name] for name in ("report_id", "show", "agency", "year", "portal", "kind", "title", "url")}
    return Match(**named, times=times, places=tuple(places(whole, terms)))  # type: ignore[arg-type]


def _times(texts: dict[str, str], terms: tuple[str, ...]) -> dict[str, int]:
    compared = [normal(text) for text in texts.values()]
    return {term: sum(text.count(term) for text in compared) for term in terms}
