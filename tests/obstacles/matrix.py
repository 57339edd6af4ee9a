"""One crawl of a world that has all families, each with an obstacle of its own, and the verdict on every family."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from archive.words import Outcome
from crawler.replica import World
from crawler.replica.world.hosts import aliases, hosts
from tests.crawl.stage import Stage, stage
from tests.obstacles.expected import EXPECTED

PORTALS = {
    "hanweb-xxgk": "taian", "hanweb-jcms": "rizhao", "hanweb-jpaas": "yantai", "channel-doc": "liaocheng",
    "els-service": "weifang", "trs-wcm": "zaozhuang", "vsb": "linyi", "n-path": "dezhou",
    "binzhou-news-detail": "binzhou", "channels-articles": "shandong",
}  # fmt: skip
"""Family to the portal that shows it."""
_QUIET = frozenset({"_", "t", "showtype", "jsessionid", "classid"})
_SETTLED = {outcome.value for outcome in Outcome if outcome.answered}
_REFUSING = ("challenge:", "waf_refused", "token_required")
MOST_ASKED = 3
"""Requests to a host that refuses them all, robots.txt left out."""


@dataclass(frozen=True)
class Task:
    """A task of the ledger with every address at which it was seen."""

    host: str
    kind: str
    outcome: str
    places: frozenset[str]


@dataclass(frozen=True)
class Cell:
    """What became of the reports of one family under one obstacle; `faults` is empty where all is as it should be."""

    fault: str
    family: str
    ends: str
    published: int
    held: int
    told: int
    faults: tuple[str, ...]


def place(url: str) -> str:
    """An address without scheme, port, session and chance, its host by the name the replica's truth uses."""
    parts = urlsplit(url)
    host = aliases().get(parts.hostname or "", parts.hostname or "")
    query = sorted(pair for pair in parse_qsl(parts.query) if pair[0].lower() not in _QUIET)
    return f"{host}{unquote(parts.path.partition(';')[0])}?{query}"


def names_of(portal: str) -> set[str]:
    """Every name of every host of a portal."""
    own = {name for name, host in hosts().items() if host.portal == portal}
    return own | {alias for alias, host in aliases().items() if host in own}


def crawled(folder: Path, faults: Mapping[str, str], size: int = 150, agencies: int = 34) -> list[Cell]:
    """Crawls a world in which every family has its obstacle of `faults`; gives a verdict on each."""
    world = World(seed=5, agencies=agencies, reports=size, portals=tuple(PORTALS.values()))
    rules = [f"{fault}:{name}" for family, fault in faults.items() for name in sorted(names_of(PORTALS[family]))]
    with stage(folder, world, faults=",".join(rules)) as (ground, replica):
        done = ground.crawl("--year", "2008-2025", timeout=1500)
        if done.returncode not in (0, 10) or "fault:" in done.stdout:
            raise AssertionError(done.stdout + done.stderr)
        truth = list(replica.truth())
    return [_cell(ground, fault, family, truth) for family, fault in faults.items()]


def _tasks(ground: Stage) -> list[Task]:
    seen: dict[str, set[str]] = {}
    for key, url in ground.rows("SELECT task_key, url FROM addresses UNION SELECT task_key, url FROM tasks"):
        seen.setdefault(key, set()).add(place(url))
    rows = ground.rows("SELECT task_key, host, kind, coalesce(outcome, 'never asked') FROM tasks WHERE kind NOT IN ('robots', 'missing')")
    return [Task(row[1], row[2], row[3], frozenset(seen[row[0]])) for row in rows]


def _cell(ground: Stage, fault: str, family: str, truth: Sequence[Mapping[str, Any]]) -> Cell:
    names = names_of(PORTALS[family])
    everything = _tasks(ground)
    tasks = [task for task in everything if task.host.partition(":")[0] in names]
    mine = [one for one in truth if one["portal"] == PORTALS[family]]
    there = [one for one in mine if one["published"] and not (fault == "gone" and one["year"] <= 2012)]
    by_place: dict[str, list[Task]] = {}
    for task in everything:
        for where in task.places:
            by_place.setdefault(where, []).append(task)
    shut = {_host(task.host) for task in tasks if task.kind in ("home", "directory", "column") and task.outcome not in ("ok", "unchanged")}
    verdicts = [(_verdict(one, by_place, shut), one["url"]) for one in there]
    count = Counter(verdict for verdict, _ in verdicts)
    ends = Counter(task.outcome for task in tasks if task.outcome not in _SETTLED and task.outcome != "never asked")
    problems = [f"lost without a word: {url}" for verdict, url in verdicts if verdict == "lost"]
    problems += _false(tasks, truth) + _unkept(ground, names) + _pressed(ground, names, ends)
    expected = EXPECTED[fault]
    if expected.ends and not set(expected.ends) & set(ends):
        problems.append(f"no visit ended as {' or '.join(expected.ends)}: {dict(ends)}")
    if (expected.held == "all" and count["held"] < len(there)) or (expected.held == "none" and count["held"]):
        problems.append(f"{count['held']} of {len(there)} held, where {expected.held} should be")
    words = ", ".join(f"{outcome} {number}" for outcome, number in ends.most_common(2))
    return Cell(fault, family, words or "ok", len(there), count["held"], count["told"], tuple(problems))


def _host(name: str) -> str:
    bare = name.partition(":")[0]
    return aliases().get(bare, bare)


def _verdict(record: Mapping[str, Any], by_place: Mapping[str, list[Task]], shut: set[str]) -> str:
    """held; told, where the ledger says of it or of what should lead to it that it is not complete; lost."""
    pages = [task for url in record["places"] for task in by_place.get(place(url), ())]
    files = [task for file in record["files"] if file["what"] == "report" for task in by_place.get(place(file["url"]), ())]
    needed = [pages] if record["form"].startswith("html") else [pages, files]
    if all(any(task.outcome in ("ok", "unchanged") for task in group) for group in needed):
        return "held"
    open_ends = any(task.outcome not in _SETTLED for task in (*pages, *files))
    near = {urlsplit(url).hostname for url in record["places"]}
    return "told" if open_ends or near & shut or _entry(record) in shut else "lost"


def _entry(record: Mapping[str, Any]) -> str:
    """The city's host, from which the others are reached."""
    return next((name for name, host in hosts().items() if host.portal == record["portal"]), "")


def _false(tasks: Iterable[Task], truth: Sequence[Mapping[str, Any]]) -> list[str]:
    """Reports that are none: answered with a page, at an address where the truth has nothing."""
    known = {place(url) for one in truth for url in (*one["places"], *one.get("explanations", ()))}
    known |= {place(one["url"]) for record in truth for one in (*record["lookalikes"], *record.get("files", ()))}
    found = [task for task in tasks if task.kind == "report" and task.outcome == "ok" and not task.places & known]
    return [f"held as a report, and none: {sorted(task.places)[0]}" for task in found[:3]]


def _unkept(ground: Stage, names: set[str]) -> list[str]:
    """Answers that went out and are not in the archive."""
    sent = Counter(one.url for one in ground.log if one.status and one.host in names)
    kept = Counter(row[0] for row in ground.rows("SELECT url FROM captures"))
    return [f"{number} answers of {url}, {kept[url]} kept" for url, number in (sent - kept).items()][:3]


def _pressed(ground: Stage, names: set[str], ends: Mapping[str, int]) -> list[str]:
    """Hosts that refused everything and were asked on."""
    if not ends or not all(outcome.startswith(_REFUSING) for outcome in ends):
        return []
    good = {row[0] for row in ground.rows("SELECT host FROM tasks WHERE outcome IN ('ok', 'absent', 'not_a_report') AND kind NOT IN ('robots', 'missing')")}
    asked = Counter(one.host for one in ground.log if one.host in names - good and one.path != "/robots.txt")
    return [f"{host} was asked {number} times" for host, number in asked.items() if number > MOST_ASKED]
