"""The hosts of the seven portals: what each is called, how it looks and where its columns lie."""

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from crawler.replica.world.data import load


@dataclass(frozen=True, slots=True)
class Host:
    """One disclosure site. `skin` is table or div; `depth` the clicks from its home to the list of agencies.

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
def cities() -> dict[str, str]:
    """Portal key to the name of its city."""
    return {entry["portal"]: entry["city"] for entry in load("hosts")["portals"]}


@cache
def area_codes() -> dict[str, str]:
    """Portal key to the telephone code of its city."""
    return {entry["portal"]: entry["phone"] for entry in load("hosts")["portals"]}


@cache
def hosts() -> dict[str, Host]:
    """All sites by host name, cities and counties, aliases not among them."""
    return {entry["host"]: Host(**entry) for entry in load("hosts")["hosts"]}


@cache
def aliases() -> dict[str, str]:
    """Names that show another host's pages: the group platform's aliases and the names without www."""
    bare = {name.removeprefix("www."): name for name in hosts() if name.startswith("www.")}
    return {**bare, **load("hosts")["aliases"]}


def old_place(host: Host, year: int) -> str:
    """The place's name as agencies wrote it in `year`: 兖州市 before it became a district."""
    change, former = load("hosts")["renamed_places"].get(host.place, (0, host.place))
    return former if year < change else host.full_place
