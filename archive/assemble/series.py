"""Series and versions: an agency's annual reports about one year, each text once, one of them current."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from archive.assemble.agencies import Agency
from archive.assemble.candidates import Candidate
from archive.assemble.renditions import Groups, Version, groups
from archive.store.corpus import Row
from archive.store.looks import Question
from archive.words import TaskKind


@dataclass
class Series:
    """All versions by (agency_id, year), and the annual reports that no series takes for want of agency or year."""

    versions: dict[tuple[str, int], list[Version]] = field(default_factory=dict)
    homeless: list[Candidate] = field(default_factory=list)

    def current(self, agency_id: str, year: int) -> Candidate | None:
        """The rendition that counts for an agency and year."""
        return next((v.primary for v in self.versions.get((agency_id, year), []) if v.is_current), None)


def build(
    found: Iterable[Candidate], agency_of: Callable[[Candidate], Agency | None], asked: Mapping[str, Question]
) -> Series:
    """Groups annual reports by agency and year. Strangers are never merged, however alike their texts."""
    series = Series()
    grouped: dict[tuple[str, int], list[Candidate]] = defaultdict(list)
    sites = _Sites()
    for one in found:
        agency = agency_of(one)
        if agency is None or one.year is None:
            series.homeless.append(one)
        else:
            grouped[agency.agency_id, one.year].append(one)
            sites.add(one, agency)
    for (agency_id, year), members in sorted(grouped.items()):
        earlier = {one.report_id for one in members if _superseded(one, asked)}
        ranked = _ranked(groups(members, earlier), earlier, asked, sites)
        series.versions[agency_id, year] = _versions(agency_id, year, ranked)
    return series


def _versions(agency_id: str, year: int, ranked: Groups) -> list[Version]:
    """Reports that share a text are one version: a file seen by itself is that of the page it hangs on."""
    texts: list[list[Candidate]] = []
    first: dict[str, int] = {}
    for group in ranked:
        number = min((first[one.content] for one in group if one.content in first), default=len(texts))
        if number == len(texts):
            texts.append([])
        texts[number] += group
        for one in group:
            first.setdefault(one.content, number)
    beside = {group[0].report_id: group[1:] for group in ranked}
    return [
        Version(agency_id, year, n == 0, tuple(readings), beside[readings[0].report_id])
        for n, readings in enumerate(texts)
    ]


class _Sites:
    """Where reports stand: how far each place is from the agency's own site."""

    def __init__(self) -> None:
        self._homes: dict[str, str] = {}
        self._agencies: dict[str, set[str]] = defaultdict(set)

    def add(self, one: Candidate, agency: Agency) -> None:
        self._homes[one.report_id] = agency.portal
        self._agencies[urlsplit(one.url).netloc].add(agency.agency_id)

    def distance(self, one: Candidate) -> tuple[bool, int]:
        """Another portal than the agency's own, then the number of agencies whose reports the host shows."""
        return one.portal != self._homes[one.report_id], len(self._agencies[urlsplit(one.url).netloc])


def _ranked(found: Groups, superseded: Collection[str], asked: Mapping[str, Question], sites: _Sites) -> Groups:
    """Best first (docs/store.md#versions): nothing here depends on when or in which order reports were fetched."""
    steady = sorted(found, key=lambda g: (g[0].task_key, -g[0].visit, g[0].payload_sha256))
    latest = sorted(steady, key=lambda g: max(one.published for one in g), reverse=True)

    def far(group: tuple[Candidate, ...]) -> tuple[bool, int, tuple[bool, int]]:
        near = min(_distance(one, asked) for one in group)
        return group[0].report_id in superseded, near, min(sites.distance(one) for one in group)

    return sorted(latest, key=far)


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
                for one in version.readings for url in _addresses(one, asked)
            ]  # fmt: skip
    return years, versions, places


def _addresses(one: Candidate, asked: Mapping[str, Question]) -> list[str]:
    """Where a reading was seen; a file beside a page, also at the page's addresses."""
    pages = (asked[key].addresses for key in (one.task_key, one.bundle_key) if key in asked)
    return sorted({one.url, *(url for addresses in pages for url in addresses)})
