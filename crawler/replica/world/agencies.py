"""The agencies: observed ones first, then governments, departments and townships of every host as many as asked for."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import count, islice, zip_longest

from crawler.replica.world.codes import drawn_code
from crawler.replica.world.data import load
from crawler.replica.world.draws import pick
from crawler.replica.world.hosts import FIRST_PORTALS, STANDING, Host, hosts, old_place, seen_agencies

FIRST_YEAR, LAST_YEAR = 2008, 2025
YEARS = range(FIRST_YEAR, LAST_YEAR + 1)
MODULE_PORTALS = ("jining", "taian", "weihai")


@dataclass(frozen=True, slots=True)
class Agency:
    """One body that reports. `before` holds (last year, former own name); `serial` is its place in the world."""

    serial: int
    host: Host
    area: str
    kind: str
    own_name: str
    since: int = FIRST_YEAR
    before: tuple[tuple[int, str], ...] = ()

    def name(self, year: int) -> str:
        """The full name in force in `year`."""
        own = next((former for last, former in sorted(self.before) if year <= last), self.own_name)
        if self.kind in ("zone", "institution"):
            return own
        return old_place(self.host, year) + own

    @property
    def code(self) -> str:
        """The area without the suffix that tells a government from its office."""
        return self.area.split("-")[0]

    @property
    def slug(self) -> str:
        """What stands for the agency in the addresses of its columns."""
        return slugs().get(self.own_name, f"z{self.serial}")

    @property
    def group(self) -> str:
        """Where directories list it: 政府, 部门 or 镇街."""
        if self.kind in ("government", "office"):
            return "政府"
        return "镇街" if self.kind == "township" else "部门"


Draft = tuple[str, str, str, str, int, tuple[tuple[int, str], ...]]


def _own_name(kind: str, name: str) -> str:
    return name or {"government": "人民政府", "office": "人民政府办公室"}.get(kind, "")


def _history(name: str) -> tuple[int, tuple[tuple[int, str], ...]]:
    for entry in load("agencies")["departments"]:
        if entry["name"] == name:
            return entry.get("since", FIRST_YEAR), tuple((last, former) for last, former in entry.get("before", ()))
    return FIRST_YEAR, tuple((last, former) for last, former in load("agencies")["histories"].get(name, ()))


@cache
def slugs() -> dict[str, str]:
    """A department's own name to the word that stands for it in addresses."""
    known = {entry["name"]: str(entry["slug"]) for entry in load("agencies")["departments"]}
    return known | {"自然资源局": "zrzy", "人民政府办公厅": "bgt", "人民政府办公室": "bgs"}


def _known() -> list[list[str]]:
    """(host, area, kind, name) of the agencies that are known from real addresses."""
    return [*load("agencies")["observed"], *load("agencies")["observed_lists"], *seen_agencies()]


def _observed(sites: Sequence[Host]) -> Iterator[Draft]:
    names = {site.host for site in sites}
    for host, area, kind, name in _known():
        if host in names:
            yield (host, area, kind, _own_name(kind, name), *_history(name))


def _governments(seed: int, sites: Sequence[Host]) -> Iterator[Draft]:
    known = _known()
    observed = {(host, kind): area for host, area, kind, _ in known}
    for host in sites:
        if host.level != "county" or not host.governments:
            continue
        office = government = ""
        if host.family == "hanweb-xxgk":
            office = observed.get((host.host, "office")) or drawn_code(seed, host.division, "人民政府办公室")
            suffix = host.government_suffix
            government = office + suffix if suffix else f"{host.division}00{int(host.division) * 7 % 9000 + 1000}"
        yield (host.host, government, "government", "人民政府", FIRST_YEAR, ())
        yield (host.host, office, "office", "人民政府办公室", FIRST_YEAR, ())


def _code(host: Host, make: Callable[[], str]) -> str:
    """The area of a further agency: a code where the site has the report module only, else none."""
    return make() if host.family == "hanweb-xxgk" else ""


def _department(seed: int, host: Host, rank: int) -> Draft | None:
    name = load("agencies")["departments"][rank]["name"]
    known = _known()
    if any(entry[0] == host.host and entry[3] == name for entry in known):
        return None
    since, before = _history(name)
    institution, reform = name.endswith("中心"), since >= 2019
    code = _code(host, lambda: drawn_code(seed, host.division, name, institution=institution, reform=reform))
    return (host.host, code, "department", name, since, before)


def _township(seed: int, host: Host, rank: int) -> Draft:
    known = load("agencies")["township_names"].get(host.place, [])
    syllables = load("agencies")["township_syllables"]
    rest = max(0, rank - len(known))
    high, low = divmod(rest // 2, len(syllables))
    name = known[rank] if rank < len(known) else syllables[high % len(syllables)] + syllables[low]
    form = load("agencies")["township_forms"][rest % 2 if rank >= len(known) else pick((0, 1), seed, host.host, name)]
    own = f"{name}人民政府" if name.endswith("镇") else f"{name}{form}"
    code = _code(host, lambda: drawn_code(seed, host.division, f"{own}{rank}"))
    return (host.host, code, "township", own, FIRST_YEAR, ())


def _rest(seed: int, all_sites: Sequence[Host]) -> Iterator[Draft]:
    departments = len(load("agencies")["departments"])
    sites = [host for host in all_sites if host.level in ("city", "county")]
    townships, offices = {site.host: count() for site in sites}, {site.host: count() for site in sites}
    for turn in count():
        for index, site in enumerate(sites):
            draft = None
            if (turn + index) % 3 != 2 and (rank := next(offices[site.host])) < departments:
                draft = _department(seed, site, (rank + 7 * index) % departments)
            yield draft or _township(seed, site, next(townships[site.host]))


def _drafts(seed: int, portals: Sequence[str]) -> Iterator[Draft]:
    """The agencies of some portals without end, as far as their pages stand."""
    sites = [host for host in hosts().values() if host.portal in portals and host.family in STANDING]
    yield from _observed(sites)
    yield from _governments(seed, sites)
    if any(site.level in ("city", "county") for site in sites):
        yield from _rest(seed, sites)


def _by_turns(parts: Sequence[Iterator[Draft]]) -> Iterator[Draft]:
    for group in zip_longest(*parts):
        yield from filter(None, group)


def _mixed(seed: int, portals: Sequence[str]) -> Iterator[Draft]:
    """The three cities of the report module first, then the first seven portals' and each of the others' by turns."""
    groups = [tuple(name for name in portals if (name in MODULE_PORTALS) == module) for module in (True, False)]
    module, lists = (_drafts(seed, tuple(name for name in group if name in FIRST_PORTALS)) for group in groups)
    further = _by_turns([_drafts(seed, (name,)) for name in portals if name not in FIRST_PORTALS])
    yield from islice(module, 6)
    while turn := list(filter(None, (next(source, None) for source in (lists, module, further, further)))):
        yield from turn


def build(seed: int, number: int, portals: Sequence[str]) -> tuple[Agency, ...]:
    """The first `number` agencies of these portals in this seed's world; areas and names are unique per host."""
    seen: set[tuple[str, str]] = set()
    found: list[Agency] = []
    for host, area, kind, name, since, before in islice(_mixed(seed, portals), number * 2 + 100):
        if len(found) == number:
            break
        keys = {(host, area), (host, name)} if area else {(host, name)}
        if not keys & seen or (area and kind in ("government", "office") and (host, area) not in seen):
            seen |= keys
            found.append(Agency(len(found), hosts()[host], area, kind, name, since, before))
    return tuple(found)
