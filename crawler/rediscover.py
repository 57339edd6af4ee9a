"""Rediscover: archived lists are parsed again by the adapters of now, offline (docs/operations.md#rediscover)."""

from collections.abc import Callable
from contextlib import closing, nullcontext
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from archive.clock import Clock
from archive.errors import GongkaiError
from archive.store.captures import keep_journal
from archive.store.ledger import Ledger, NewTask, Selection
from archive.store.lock import hold
from archive.store.selection import RESERVE
from archive.store.sightings import Sight, known_addresses, seen_on, sights
from crawler.crawl import entry_tasks
from crawler.shelf import Shelf, parsed
from spiders.addresses import page_key
from spiders.registry import Registry

WHY = "rediscovered"
"""Why a task is there that no crawl found."""


@dataclass(frozen=True, slots=True)
class Found:
    """Something that a list shows and the ledger does not know; `list_url` and `captured_at` are of the first list."""

    portal: str
    kind: str
    url: str
    year: int | None
    agency: str
    title: str
    task_key: str
    list_url: str
    captured_at: str


@dataclass(slots=True)
class Rediscovery:
    """What came of it. `no_longer` counts what these lists led to before and the adapters of now do not find.

    `incomplete` are lists that lead on to pages of which no visit kept anything, `faults` those that broke the adapter.
    """

    lists: int = 0
    queued: bool = False
    found: list[Found] = field(default_factory=list)
    no_longer: dict[str, int] = field(default_factory=dict)
    incomplete: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def record(self) -> dict[str, object]:
        return asdict(self)


def rediscover(
    archive: Path, registry: Registry, portals: tuple[str, ...], clock: Clock, *, dry_run: bool = False,
    tell: Callable[[str], None] = lambda _: None,
) -> Rediscovery:  # fmt: skip
    """Parses the last look at every list again, and queues what the ledger does not know, unless it is a `dry_run`.

    Raises UsageError where there is no archive or a portal is not known, ArchiveBusyError beside a crawl.
    """
    chosen = tuple(registry.portal(name).id for name in portals) or tuple(one.id for one in registry.portals)
    path = archive / "ledger.db"
    touched = path.exists() and not dry_run
    with hold(archive / "crawl.lock", "gongkai rediscover") if touched else nullcontext():
        ledger = Ledger(path, clock, read_only=not touched)
        with closing(ledger.database):
            done = _Look(archive, ledger, registry, chosen, clock, dry_run=dry_run).over(tell)
            if done.found and touched:
                keep_journal(ledger, archive / "warc", clock)
            return done


class _Look:
    """One look over the lists of an archive."""

    def __init__(
        self, archive: Path, ledger: Ledger, registry: Registry, portals: tuple[str, ...], clock: Clock, *,
        dry_run: bool,
    ) -> None:  # fmt: skip
        self.archive, self.ledger, self.registry, self.portals = archive, ledger, registry, portals
        self.dry_run, self.done = dry_run, Rediscovery(queued=not dry_run)
        known = known_addresses(ledger, portals)
        self.keys = {key for key, _, _ in known}
        # The next crawl adds the entries by itself, and knows them for what they are.
        self.keys |= {task.task_key for task in entry_tasks(registry, Selection(portals), clock)}
        self.places = {(_place(url), is_list) for _, url, is_list in known}

    def over(self, tell: Callable[[str], None]) -> Rediscovery:
        """Every list, one after another."""
        seen = sights(self.ledger, self.portals)
        for number, sight in enumerate(seen, start=1):
            self._list(sight)
            tell(f"{number} of {len(seen)} lists, {len(self.done.found)} found")
        return self.done

    def _list(self, sight: Sight) -> None:
        self.done.lists += 1
        shelf = Shelf(self.archive, self.ledger, sight)
        try:
            tasks = parsed(self.registry, shelf)
        except GongkaiError:
            raise
        except Exception as error:  # an adapter that breaks on one list must not hide the others
            self.done.faults.append(f"{sight.task.url}: {type(error).__name__}: {error}")
            return
        new = [task if task.why == RESERVE else replace(task, why=WHY) for task in tasks if self._is_new(task)]
        self.done.found += [_found(task, sight) for task in new]
        self._know(new)
        if shelf.lacks:
            self.done.incomplete.append(sight.task.url)
        elif lost := self._lost(sight, tasks):
            self.done.no_longer[sight.task.url] = lost
        if new and not self.dry_run:
            self.ledger.add_tasks(new, found_on=sight.task.task_key)

    def _is_new(self, task: NewTask) -> bool:
        return task.task_key not in self.keys and (_place(task.url), task.kind.is_list) not in self.places

    def _know(self, tasks: list[NewTask]) -> None:
        self.keys |= {task.task_key for task in tasks}
        self.places |= {(_place(task.url), task.kind.is_list) for task in tasks}

    def _lost(self, sight: Sight, tasks: tuple[NewTask, ...]) -> int:
        keys, places = {task.task_key for task in tasks}, {_place(task.url) for task in tasks}
        before = seen_on(self.ledger, sight)
        return sum(1 for key, url in before.items() if key not in keys and _place(url) not in places)


def _found(task: NewTask, sight: Sight) -> Found:
    return Found(
        task.portal, task.kind, task.url, task.year, task.agency or task.area, task.listed_title, task.task_key,
        sight.task.url, sight.captures[0].captured_at,
    )  # fmt: skip


def _place(url: str) -> str:
    """An address as it is compared with others, whatever the family."""
    return page_key("", url)
