"""The hosts of the seventeen portals: what each is called, which families it speaks and where its columns lie."""

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from crawler.replica.world.data import load

FIRST_PORTALS = ("jining", "taian", "weihai", "dongying", "rizhao", "qingdao", "zaozhuang")
"""The portals of a small world."""
PORTALS = (
    *FIRST_PORTALS, "zibo", "yantai", "linyi", "weifang", "liaocheng", "dezhou", "jinan", "binzhou", "heze", "shandong",
)  # fmt: skip
STANDING = frozenset({
    "binzhou-news-detail", "channel-doc", "channels-articles", "els-service", "hanweb-jcms", "hanweb-jpaas",
    "hanweb-xxgk", "n-path", "trs-wcm", "vsb",
})  # fmt: skip
"""Families whose pages stand: only hosts of these have agencies."""


@dataclass(frozen=True, slots=True)
class Host:
    """One disclosure site. `skin` is table or div; `depth` the clicks from its home to the list of agencies.

    `family` is what most of it speaks, `also` what other paths of it do.
    `lists` tells how a site that keeps its reports in columns writes them; empty where it has the report module only.
    `empty` are numbers of columns in which nothing stands.
    `formal` is the place as agencies' names begin, where that is not the place itself.
    """

    host: str
    portal: str
    place: str
    division: str
    level: str
    scheme: str
    skin: str = "div"
    depth: int = 1
    columns: dict[str, int] = field(default_factory=dict)
    params: str = ""
    government_suffix: str = ""
    family: str = "hanweb-xxgk"
    also: list[str] = field(default_factory=list)
    formal: str = ""
    governments: bool = True
    lists: dict[str, Any] = field(default_factory=dict)
    http: str = "same"
    bare_host: str = "same"
    ports: list[int] = field(default_factory=list)
    empty: list[int] = field(default_factory=list)

    @property
    def root(self) -> str:
        """The address that links and truth use, without a trailing slash."""
        return f"{self.scheme}://{self.host}"

    @property
    def city(self) -> str:
        """The city above this host; the place itself for a city's own host."""
        return cities()[self.portal]

    @property
    def full_place(self) -> str:
        """The place as agencies' names begin: 济宁市, 济宁市兖州区, 汶上县, 青岛西海岸新区."""
        if self.level == "county" and self.formal:
            return self.formal
        return self.city + self.place if self.place.endswith("区") and self.level == "county" else self.place


@cache
def _portals() -> dict[str, dict[str, Any]]:
    return {name: load(f"portals/{name}") for name in PORTALS}


@cache
def cities() -> dict[str, str]:
    """Portal key to the name of its city."""
    return {name: portal["city"] for name, portal in _portals().items()}


@cache
def area_codes() -> dict[str, str]:
    """Portal key to the telephone code of its city."""
    return {name: portal["phone"] for name, portal in _portals().items()}


@cache
def hosts() -> dict[str, Host]:
    """All sites by host name, cities and counties, aliases not among them."""
    found = (Host(portal=name, **entry) for name, portal in _portals().items() for entry in portal["hosts"])
    return {host.host: host for host in found}


@cache
def mirrors() -> dict[str, str]:
    """Names of their own that show another host's pages: aliases of the group platform, presentations, old names."""
    return {alias: host for portal in _portals().values() for alias, host in portal.get("aliases", {}).items()}


@cache
def moved() -> dict[str, str]:
    """Names of old sites, and the host to which each sends its readers."""
    return {old: new for portal in _portals().values() for old, new in portal.get("moved", {}).items()}


@cache
def aliases() -> dict[str, str]:
    """Mirrors, and the names without www."""
    bare = {name.removeprefix("www."): name for name in hosts() if name.startswith("www.")}
    return {**bare, **moved(), **mirrors()}


@cache
def seen_agencies() -> list[list[str]]:
    """(host, area, kind, name) of agencies known from real addresses, in the order in which worlds take them."""
    return [entry for portal in _portals().values() for entry in portal.get("agencies", ())]


def old_place(host: Host, year: int) -> str:
    """The place's name as agencies wrote it in `year`: 兖州市 before it became a district."""
    renamed = _portals()[host.portal].get("renamed_places", {})
    change, former = renamed.get(host.place, (0, host.place))
    return former if year < change else host.full_place
