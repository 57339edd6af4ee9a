"""A whole portal of the replica walked by the spider without a network or a store, and what the truth says of it."""

from collections import deque
from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import urlsplit

import scrapy
from scrapy.http import Response

from archive.store.ledger import NewTask, Task
from archive.words import Outcome, TaskKind
from crawler.replica import Replica
from crawler.replica.messages import Request
from crawler.replica.world.truth import Record
from crawler.shelf import replayed
from spiders.portal import ADAPTERS, Result
from spiders.registry import Portal, Registry, load

NOW = datetime(2026, 6, 1, tzinfo=UTC)
YEARS = range(2008, 2026)
MOST = 20_000


def answered(replica: Replica, request: scrapy.Request) -> Response | None:
    """The replica's answer; None where its connection broke."""
    parts = urlsplit(request.url)
    headers = {k.decode().lower(): v[0].decode() for k, v in request.headers.items()}
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    port = parts.port or {"http": 80, "https": 443}[parts.scheme]
    answer = replica.answer(
        Request(request.method, parts.scheme, parts.hostname or "", port, target, headers, request.body)
    )
    if answer.reset:
        return None
    return Response(
        request.url, answer.status, {"Content-Type": answer.content_type, **dict(answer.headers)}, answer.body,
        request=request,
    )  # fmt: skip


def walk(replica: Replica, *portals: str) -> dict[str, Result]:
    """Task key to the end of its visit, of everything that the registry's entries lead to; robots are not asked."""
    registry = load()
    ends: dict[str, Result] = {}
    for portal in map(registry.portal, portals):
        waiting = deque(_tasks(_begun(portal), ""))
        while waiting:
            task = waiting.popleft()
            if task.task_key in ends or not registry.allowed(task.url):
                continue
            assert len(ends) < MOST, "the walk does not end"
            ends[task.task_key] = end = _visit(registry, replica, task)
            waiting.extend(_tasks(end.children, task.url))
    return ends


def _begun(portal: Portal) -> Iterator[NewTask]:
    for entry in portal.entries:
        yield from ADAPTERS[entry.family].entry_tasks(portal, entry, YEARS)


def _tasks(new: Iterator[NewTask] | tuple[NewTask, ...], referer: str) -> Iterator[Task]:
    for task in new:
        fields = {name: getattr(task, name) for name in NewTask.__dataclass_fields__}
        yield Task(**fields, referer=referer)


def _visit(registry: Registry, replica: Replica, task: Task) -> Result:
    return replayed(registry, task, NOW, lambda request: answered(replica, request), lambda text: OSError(text))


def reports(ends: dict[str, Result]) -> dict[str, Result]:
    """Address, without its scheme, to the end of each report that was held."""
    held = [end for end in ends.values() if end.task.kind == TaskKind.REPORT and end.outcome == Outcome.OK]
    return {end.task.url.partition("://")[2]: end for end in held}


def lacking(replica: Replica, ends: dict[str, Result]) -> list[str]:
    """What the truth says can be found and the walk did not: reports by none of their places, files."""
    held = reports(ends)
    got = {end.task.url for end in ends.values() if end.outcome == Outcome.OK}
    found = []
    for record in filter(_is_there, replica.truth()):
        there = any(place.partition("://")[2] in held for place in record["places"])
        if not there:
            found.append(f"{record['agency']} {record['year']}: {record['places']}")
        files = [file["url"] for file in record["files"] if there]
        names = {url.rpartition("/")[2].rpartition("=")[2] for url in got}
        found += [f"file {url}" for url in files if url.rpartition("/")[2].rpartition("=")[2] not in names]
    return found


def _is_there(record: Record) -> bool:
    return bool(record["published"]) and record["source"] == "present"
