"""Series and versions: an agency's annual reports about one year, each text once, one of them current."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from archive.assemble.agencies import Agency
from archive.errors import DamagedError
from archive.store.corpus import Corpus, Row, short_hash
from archive.store.looks import Question
from archive.words import Kind, TaskKind


@dataclass(frozen=True, slots=True)
class Candidate:
    """A reading of kind annual_report with what decides its rank."""

    report_id: str
    bundle_key: str
    task_key: str
    payload_sha256: str
    role: str
    visit: int
    captured_at: str
    url: str
    portal: str
    area: str
    listed_agency: str
    agency: str | None
    year: int | None
    published: str
    content_hash: str | None
    content_digest: str | None

    @property
    def content(self) -> str:
        """What makes two readings one version: the text, else the bytes."""
        return self.content_digest or self.payload_sha256


@dataclass(frozen=True, slots=True)
class Version:
    """One text of a series with every reading of it; the first is the rendition that counts."""

    agency_id: str
    year: int
    is_current: bool
    readings: tuple[Candidate, ...]

    @property
    def primary(self) -> Candidate:
        return self.readings[0]

    @property
    def version_id(self) -> str:
        return short_hash(self.agency_id, str(self.year), self.primary.content)


@dataclass
class Series:
    """All versions by (agency_id, year), and the annual reports that no series takes for want of agency or year."""

    versions: dict[tuple[str, int], list[Version]] = field(default_factory=dict)
    homeless: list[Candidate] = field(default_factory=list)

    def current(self, agency_id: str, year: int) -> Candidate | None:
        """The rendition that counts for an agency and year."""
        return next((v.primary for v in self.versions.get((agency_id, year), []) if v.is_current), None)


_CANDIDATES = f"""
SELECT report_id, bundle_key, task_key, payload_sha256, role, visit, captured_at, documents.url, portal, area,
    bundles.agency AS listed_agency, reports.agency AS agency, reports.year AS year, dates, content_hash, content_digest
FROM reports JOIN documents USING (bundle_key, task_key, payload_sha256) JOIN bundles USING (bundle_key)
WHERE kind = '{Kind.ANNUAL_REPORT}' ORDER BY report_id
"""


def candidates(corpus: Corpus) -> list[Candidate]:
    """Every annual report of the corpus."""
    found = []
    for row in corpus.database.connection.execute(_CANDIDATES):
        dates = json.loads(row["dates"])
        values = {name: row[name] for name in row.keys() if name != "dates"}  # noqa: SIM118 (sqlite3.Row)
        found.append(Candidate(**values, published=str(dates.get("published_shown", ""))))
    _refuse_collisions(found)
    return found


def _refuse_collisions(found: Iterable[Candidate]) -> None:
    digests: dict[str, Candidate] = {}
    for one in found:
        if one.content_hash is None:
            continue
        other = digests.setdefault(one.content_hash, one)
        if other.content_digest != one.content_digest:
            raise DamagedError(
                f"content hash {one.content_hash}: two different texts share it (reports {other.report_id} and"
                f" {one.report_id}); report this to the project, the hash must become longer"
            )


def build(
    found: Iterable[Candidate], agency_of: Callable[[Candidate], Agency | None], asked: Mapping[str, Question]
) -> Series:
    """Groups annual reports by agency and year. Strangers are never merged, however alike their texts."""
    series = Series()
    grouped: dict[tuple[str, int], list[Candidate]] = defaultdict(list)
    for one in found:
        agency = agency_of(one)
        if agency is None or one.year is None:
            series.homeless.append(one)
        else:
            grouped[agency.agency_id, one.year].append(one)
    for (agency_id, year), members in sorted(grouped.items()):
        series.versions[agency_id, year] = _versions(agency_id, year, _ranked(members, asked))
    return series


def _versions(agency_id: str, year: int, ranked: list[Candidate]) -> list[Version]:
    texts: dict[str, list[Candidate]] = defaultdict(list)
    for one in ranked:
        texts[one.content].append(one)
    return [Version(agency_id, year, n == 0, tuple(readings)) for n, readings in enumerate(texts.values())]


def _ranked(members: list[Candidate], asked: Mapping[str, Question]) -> list[Candidate]:
    """Best first (docs/store.md#versions): nothing here depends on when or in which order reports were fetched."""
    steady = sorted(members, key=lambda c: (c.task_key, -c.visit, c.payload_sha256))
    latest = sorted(steady, key=lambda c: c.published, reverse=True)
    return sorted(latest, key=lambda c: (_superseded(c, asked), _distance(c, asked)))


def _superseded(one: Candidate, asked: Mapping[str, Question]) -> bool:
    """Whether its place has shown other bytes since."""
    looks = asked[one.task_key].looks if one.task_key in asked else ()
    shown = [look.payload_sha256 for look in looks if look.payload_sha256 and look.outcome.answered]
    return bool(shown) and shown[-1] != one.payload_sha256


def _distance(one: Candidate, asked: Mapping[str, Question]) -> int:
    """How far from the agency's own page: its directory entry, another page, a file beside one, a file handed in."""
    if one.bundle_key in asked and asked[one.bundle_key].kind == TaskKind.INGEST:
        return 3
    if one.role != "main":
        return 2
    return 0 if one.area or one.listed_agency else 1


def rows(series: Series, asked: Mapping[str, Question]) -> tuple[list[Row], list[Row], list[Row]]:
    """Rows of the tables series, versions and places."""
    years, versions, places = list[Row](), list[Row](), list[Row]()
    for (agency_id, year), members in series.versions.items():
        years.append({"agency_id": agency_id, "year": year, "versions": len(members)})
        for version in members:
            best = version.primary
            versions.append({
                "version_id": version.version_id, "agency_id": agency_id, "year": year,
                "content_hash": best.content_hash, "content_digest": best.content_digest,
                "report_id": best.report_id, "is_current": int(version.is_current),
                "captured_at": min(reading.captured_at for reading in version.readings),
            })  # fmt: skip
            places += [
                {"version_id": version.version_id, "report_id": one.report_id, "url": url, "portal": one.portal}
                for one in version.readings
                for url in sorted({one.url, *(asked[one.task_key].addresses if one.task_key in asked else ())})
            ]
    return years, versions, places
