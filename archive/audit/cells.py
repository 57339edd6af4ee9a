"""The cells that can be audited: those of every current report, each with the stratum it is drawn from."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from archive.release.labels import labelled
from archive.release.persons import Persons
from archive.release.tables import cell_id
from archive.store.corpus import Corpus
from archive.words import Method, Status

STATED, EMPTY, FLAGGED = "stated", "empty", "flagged"
"""What the reader says of a cell: a value, that nothing is printed, or that it could not tell."""
_EMPTY = (Status.BLANK, Status.DASH, Status.NONE_WORD)


@dataclass(frozen=True, slots=True)
class Listed:
    """A cell by name, with the form of its table, the kind of its file and what the reader says of it."""

    report_id: str
    indicator: str
    template: str
    media: str
    group: str

    @property
    def cell(self) -> str:
        """Its name, as `gongkai show` takes it."""
        return cell_id(self.report_id, self.indicator)


@dataclass(frozen=True, slots=True)
class Drawn(Listed):
    """A cell of a sheet, with all that its report tells."""

    value: float | None
    unit: str
    raw: str | None
    locator: Mapping[str, object]
    agency: str
    year: int
    url: str
    payload: str
    reader: str


_CURRENT = """
FROM versions JOIN reports USING (report_id) JOIN agencies USING (agency_id)
    JOIN documents USING (bundle_key, task_key, payload_sha256) JOIN figures USING (report_id)
WHERE is_current AND reports.kind = 'annual_report' AND """
_POPULATION = f"SELECT reports.report_id, indicator, method, figures.status, templates, media {_CURRENT}"
_DRAWN = f"""
SELECT value, figures.unit AS unit, raw, locator, agencies.name AS agency, versions.year AS year, documents.url AS url,
    reports.payload_sha256 AS payload, (SELECT coalesce(reader_id, reader_version) FROM bundles
        WHERE bundles.bundle_key = reports.bundle_key) AS reader
{_CURRENT} reports.report_id = ? AND indicator = ?
"""


def population(corpus: Corpus, told: Persons) -> Iterator[Listed]:
    """Every cell of a report that counts and is not withheld."""
    shown, hidden = told.shown
    rows = corpus.database.query(_POPULATION + shown, hidden)
    for report, indicator, method, status, forms, media in rows:
        yield Listed(report, indicator, _template(indicator, method, forms), media, _group(Status(status)))


def read_cells(corpus: Corpus, cells: Iterable[Listed]) -> list[Drawn]:
    """The cells with their values and places, in the order given."""
    return [_drawn(corpus, each) for each in cells]


def _drawn(corpus: Corpus, each: Listed) -> Drawn:
    row = corpus.database.query(_DRAWN, [each.report_id, each.indicator]).fetchone()
    told = dict(row) | {"locator": json.loads(row["locator"])}
    return Drawn(each.report_id, each.indicator, each.template, each.media, each.group, **told)


def stamp_of(cells: Iterable[Drawn]) -> str:
    """Names cells, bytes, reader and what it read: another archive or another reading has another stamp."""
    told = sorted((each.cell, each.payload, each.reader, each.group, str(each.value)) for each in cells)
    return "s" + hashlib.sha256(json.dumps(told).encode()).hexdigest()[:15]


@lru_cache(maxsize=1 << 12)
def _template(indicator: str, method: str, templates: str) -> str:
    """The form of the cell's own table; `text` for a figure of a sentence."""
    if method == Method.TEXT:
        return str(Method.TEXT)
    forms = json.loads(templates)
    own = (str(forms[table]) for table, every in labelled()[indicator].places if forms.get(table) in every)
    return next(own, "none")


def _group(status: Status) -> str:
    return STATED if status.has_value else EMPTY if status in _EMPTY else FLAGGED
