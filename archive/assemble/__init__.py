"""Puts all readings together: agencies, series and versions, coverage. Whole, deterministic, whatever came first."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from archive.assemble import coverage, listing, series
from archive.assemble.across import year_checks
from archive.assemble.agencies import Agency, body_type_of, uscc_of
from archive.assemble.candidates import Candidate, candidates
from archive.assemble.coverage import Cell, Content, ReadReport
from archive.assemble.event_rows import event_rows
from archive.assemble.evidence import answer_rows, basis_of, list_rows
from archive.assemble.lives import did_not_exist, life, outlived
from archive.assemble.predecessors import predecessors
from archive.assemble.renditions import Version, disagreements
from archive.assemble.seats import seat_of
from archive.assemble.series import Series
from archive.assemble.strangers import strangers
from archive.assemble.suspects import suspects
from archive.assemble.whose import Whose, contradicts
from archive.clock import Clock
from archive.store.corpus import READ, Corpus, Row
from archive.store.ledger import Ledger
from archive.store.looks import Look, Question, directory_names, files, lists, questions
from archive.words import FIRST_YEAR, Kind, Method, TaskKind


@dataclass(frozen=True, slots=True)
class Assembled:
    """What an assembly came to. `homeless` are annual reports without a readable agency or year."""

    agencies: int
    series: int
    cells: int
    homeless: int


TABLES = (
    "agencies", "agency_names", "series", "versions", "places", "disagreements", "coverage", "answers",
    "lists", "events",
    "year_checks", "suspects", "predecessors",
)  # fmt: skip
"""What is assembled: parents before children."""


def assemble(ledger: Ledger, corpus: Corpus, clock: Clock) -> Assembled:
    """Recomputes the TABLES from ledger and readings in one transaction.

    `clock` only says up to which year reports are expected. DamagedError where two texts share a content hash.
    """
    with corpus.database.transaction():
        counts, tables = put_together(ledger, corpus, clock)
        # Children first: a cascade would look for the children of each row by itself.
        for table in reversed(TABLES):
            corpus.tables.table(table).delete_where()
        for table in TABLES:
            corpus.tables.table(table).insert_all(tables[table])
    return counts


def put_together(ledger: Ledger, corpus: Corpus, clock: Clock) -> tuple[Assembled, dict[str, list[Row]]]:
    """The rows of each of the TABLES, and what they come to; changes nothing."""
    with ledger.database.snapshot():
        asked = {question.task_key: question for question in questions(ledger)}
        listed = {one.task_key: one for one in lists(ledger)}
        attached = files(ledger)
        named = directory_names(ledger)
    every = candidates(corpus)
    foreign = strangers((one for one in every if not contradicts(one)), named)
    found = [one for one in every if one.report_id not in foreign]
    whose = Whose(asked, listed, named, found)
    texts = series.build(found, whose.of, asked)
    differing = [row for version in _versions(texts) for row in disagreements(corpus, version)]
    contents = _contents(corpus, asked, foreign, _lacking(attached))
    reads = _read_reports(corpus, differing)
    agencies, held = list(whose.agencies), _held_years(texts)
    cells, answers = _cells(whose, texts, held, asked, listed, contents, reads, clock)
    years, versions, places = series.rows(texts, asked)
    tables = {
        "agencies": [_agency_row(agency, held[agency.agency_id]) for agency in agencies],
        "agency_names": [row for agency in agencies for row in _name_rows(agency)],
        "series": years, "versions": versions, "places": places, "disagreements": differing, "coverage": cells,
        "answers": answers, "lists": list(list_rows(listed.values(), asked.values())),
        "events": event_rows(corpus, whose, texts, foreign, [*asked.values(), *attached]),
        "year_checks": list(year_checks(corpus, texts)), "suspects": list(suspects(corpus)),
        "predecessors": list(predecessors(agencies)),
    }  # fmt: skip
    return Assembled(len(agencies), len(texts.versions), len(cells), len(texts.homeless)), tables


def _versions(texts: Series) -> list[Version]:
    return [version for versions in texts.versions.values() for version in versions]


def _held_years(texts: Series) -> Mapping[str, set[int]]:
    """agency_id to the years of its series."""
    held: dict[str, set[int]] = defaultdict(set)
    for agency_id, year in texts.versions:
        held[agency_id].add(year)
    return held


def _agency_row(agency: Agency, years: set[int]) -> Row:
    (division, level), span = seat_of(agency), life(agency, years)
    return {
        "agency_id": agency.agency_id, "natural_key": agency.first_key, "name": agency.name, "portal": agency.portal,
        "area": agency.area, "uscc": uscc_of(agency.area), "division_code": division,
        "level": level, "body_type": body_type_of(agency.name, agency.area),
        "first_year": min(years, default=None), "last_year": max(years, default=None),
        "exists_from": span.since and str(span.since), "exists_until": span.until and str(span.until),
        "existence_evidence": span.evidence,
    }  # fmt: skip


def _name_rows(agency: Agency) -> list[Row]:
    listed: list[Row] = [
        {"name": name, "source": "directory", "first_year": None, "last_year": None, "seen_at": seen_at}
        for name, seen_at in agency.directory.items()
    ]
    reported: list[Row] = [
        {
            "name": name, "source": "report", "first_year": min(years, default=None),
            "last_year": max(years, default=None), "seen_at": None,
        }
        for name, years in agency.reported.items()
    ]  # fmt: skip
    return [{"agency_id": agency.agency_id, **row} for row in sorted(listed + reported, key=lambda r: str(r["name"]))]


def _cells(
    whose: Whose, texts: Series, held: Mapping[str, set[int]], asked: Mapping[str, Question],
    listed: Mapping[str, Question], contents: Mapping[str, Content], reads: Mapping[str, ReadReport], clock: Clock,
) -> tuple[list[Row], list[Row]]:
    """Rows of the tables coverage and answers."""
    closed = coverage.closed_hosts([*asked.values(), *listed.values()])
    brought = _brought(texts)
    by_cell = _questions_by_cell(whose, asked, contents, brought)
    bodies = {key: {agency_id for agency_id, _ in cells} for key, cells in brought.items()}
    seen_in = listing.gather(whose, asked, listed, bodies, contents, closed)
    last_year = clock.now().astimezone(coverage.PORTAL_TIME).year - 1
    rows, rests_on = list[Row](), list[Row]()
    for agency in whose.agencies:
        body_type, span = body_type_of(agency.name, agency.area), life(agency, held[agency.agency_id])
        for year in sorted({*range(FIRST_YEAR, last_year + 1), *held[agency.agency_id]}):
            current = texts.current(agency.agency_id, year)
            deadline = coverage.due(year, body_type)
            answers = []
            for question in by_cell.get((agency.agency_id, year), []):
                content = _as_seen_by(contents.get(question.task_key), brought.get(question.task_key), agency)
                answers.append(coverage.answer(question, year, content, deadline, closed))
            answers = answers or seen_in.answers(agency, year, deadline)
            cell = coverage.cell(answers, reads[current.report_id] if current else None)
            cell = outlived(cell, did_not_exist(span, year))
            basis = basis_of(agency, year, held[agency.agency_id], body_type)
            rows.append(_cell_row(agency, year, cell, current, basis))
            rests_on += answer_rows(agency.agency_id, year, answers)
    return rows, rests_on


def _brought(texts: Series) -> dict[str, set[tuple[str, int]]]:
    """Task to the (agency, year) of every report that its bundle brought."""
    brought: dict[str, set[tuple[str, int]]] = defaultdict(set)
    for cell, versions in texts.versions.items():
        for version in versions:
            for one in version.readings:
                brought[one.bundle_key].add(cell)
    return brought


def _as_seen_by(content: Content | None, brought: set[tuple[str, int]] | None, agency: Agency) -> Content | None:
    """What a bundle holds for one agency: the reports of others that hang on the same page are not its own."""
    if content is None or brought is None:
        return content
    own = frozenset(year for agency_id, year in brought if agency_id == agency.agency_id)
    return replace(content, annual_years=own)


def _cell_row(agency: Agency, year: int, cell: Cell, current: Candidate | None, basis: str) -> Row:
    question = cell.question
    last = question.last if question else None
    return {
        "agency_id": agency.agency_id, "year": year,
        "portal": question.portal if question else agency.portal,
        "holding": str(cell.holding), "source": str(cell.source), "read_state": str(cell.read_state),
        "basis": basis, "reason": cell.reason,
        "report_id": current.report_id if current else None, "task_key": question.task_key if question else None,
        "visit": last.visit if last else None, "outcome": str(last.outcome) if last else None,
        "payload_sha256": last.payload_sha256 if last else None, "looked_at": cell.looked_at,
    }  # fmt: skip


def _questions_by_cell(
    whose: Whose, asked: Mapping[str, Question], contents: Mapping[str, Content],
    brought: Mapping[str, set[tuple[str, int]]],
) -> dict[tuple[str, int], list[Question]]:
    """Report tasks under the agency and year they ask for, and under those of the reports they brought."""
    found: dict[tuple[str, int], list[Question]] = defaultdict(list)
    for question in asked.values():
        if question.kind != TaskKind.REPORT:
            continue
        cells = set(brought.get(question.task_key, ())) if not question.area else set()
        agency, content = whose.of_question(question), contents.get(question.task_key)
        if agency is not None and not (cells and all(agency_id != agency.agency_id for agency_id, _ in cells)):
            year = whose.year_of(question)
            years = [year] if year else sorted(content.annual_years) if content and question.area else []
            cells |= {(agency.agency_id, year) for year in years}
        for cell in cells:
            found[cell].append(question)
    return found


_DOCUMENTS = """
SELECT bundle_key, report_id, payload_sha256, role, status, media, documents.reason AS reason, kind,
    reports.reason AS kind_reason, reports.year AS year
FROM documents LEFT JOIN reports USING (bundle_key, task_key, payload_sha256) ORDER BY bundle_key, role, visit
"""


def _lacking(attached: Iterable[Question]) -> dict[str, Look]:
    """Task to how the last visit to a file ended that hangs on it and did not come."""
    found = {}
    for one in attached:
        if one.kind == TaskKind.ATTACHMENT and one.last and not one.last.outcome.answered and not one.ever_ok:
            found.update(dict.fromkeys(one.listed_on, one.last))
    return found


def _contents(
    corpus: Corpus, asked: Mapping[str, Question], foreign: Mapping[str, str], lacking: Mapping[str, Look]
) -> dict[str, Content]:
    """Bundle key to what the reader made of it; the last payload of the task counts as its main document."""
    by_bundle: dict[str, list[Row]] = defaultdict(list)
    for row in corpus.rows(_DOCUMENTS):
        if whose := foreign.get(str(row["report_id"])):
            row |= {"kind": Kind.OTHER_AGENCY, "kind_reason": f"the answer is a report of {whose}"}
        by_bundle[str(row["bundle_key"])].append(row)
    return {key: _content(rows, asked[key], lacking.get(key)) for key, rows in by_bundle.items() if key in asked}


def _content(rows: list[Row], question: Question, lacking: Look | None) -> Content:
    shown = [look.payload_sha256 for look in question.looks if look.payload_sha256 and look.outcome.answered]
    main = [row for row in rows if row["role"] == "main"]
    latest = next((row for row in main if shown and row["payload_sha256"] == shown[-1]), main[-1])
    annual = [row["year"] for row in rows if row["kind"] == Kind.ANNUAL_REPORT]
    unread = sorted({str(row["media"] or row["reason"]) for row in rows if row["status"] != READ and row not in main})
    read = latest["status"] == READ
    return Content(
        Kind(str(latest["kind"])) if read else None, str(latest["kind_reason"] if read else latest["reason"]),
        frozenset(year for year in annual if isinstance(year, int)), tuple(unread), lacking,
    )  # fmt: skip


# `main` spares the look whether each figure was known on a day (archive/asof.py): a report's figures are those of its
# bytes. The second condition is that of the index figures_unsound, word by word.
_READ_REPORTS = f"""
SELECT report_id, year, template, templates,
    EXISTS (SELECT 1 FROM main.figures WHERE figures.report_id = reports.report_id AND method <> '{Method.TEXT}')
        AS figures,
    EXISTS (SELECT 1 FROM main.figures WHERE figures.report_id = reports.report_id
        AND status NOT IN ({", ".join(f"'{status}'" for status in coverage.SOUND)})) AS unsound,
    (SELECT count(*) FROM documents WHERE documents.bundle_key = reports.bundle_key AND role = 'image') AS images
FROM reports WHERE kind = '{Kind.ANNUAL_REPORT}' AND year IS NOT NULL
"""


def _read_reports(corpus: Corpus, differing: list[Row]) -> dict[str, ReadReport]:
    cells = Counter(row["report_id"] for row in differing)
    return {
        row["report_id"]: ReadReport(
            row["report_id"], row["year"], row["template"], json.loads(row["templates"]),
            bool(row["figures"]), bool(row["unsound"]), row["images"], cells[row["report_id"]],
        )
        for row in corpus.database.query(_READ_REPORTS)
    }
