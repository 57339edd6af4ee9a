"""Visits of a bundle as test fixtures: the bytes that came, their context, what the adapters of now make of them."""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path

from scrapy import Request
from scrapy.http import Response

from archive.errors import DamagedError
from archive.store.captures import payload
from archive.store.ledger import Capture, Ledger, NewTask, Task
from archive.store.warc import read_headers
from archive.words import Outcome, TaskKind
from crawler.middlewares.kept import rebuilt, whole
from crawler.probe.sight import NOT_ASKED, Seen, examine
from crawler.probe.subject import Subject, subject_of
from crawler.shelf import as_read_now, replayed
from spiders.failures import Refused
from spiders.portal import Result
from spiders.registry import Registry

_TASK = tuple(field.name for field in fields(NewTask))
_HEADERS = ("content-type", "content-disposition", "location")
"""Headers of an answer that its reading depends on."""


def write(folder: Path, archive: Path, ledger: Ledger, subject: Subject) -> list[Path]:
    """One JSON file per visit, and its answers beside it as they came; gives the JSON files.

    Nothing of the requests is written: neither the contact nor the User-Agent.
    """
    folder.mkdir(parents=True, exist_ok=True)
    made = list[Path]()
    for number, seen in enumerate((one for one in examine(archive, ledger, subject) if one.answers), start=1):
        stem = f"{number:02}-{_slug(seen.task)}"
        captures = ledger.captures(seen.task.task_key, seen.task.visit - 1)
        answers = [_answer(folder, archive, ledger, f"{stem}-{n}", one) for n, one in enumerate(captures, start=1)]
        told = {
            "subject": subject.name, "at": captures[0].captured_at,
            "task": {name: getattr(seen.task, name) for name in _TASK}, "answers": answers, "expected": expected(seen),
        }  # fmt: skip
        path = folder / f"{stem}.json"
        path.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8")
        made.append(path)
    return made


def expected(seen: Seen | Result) -> dict[str, object]:
    """What the adapters make of a visit: its outcome, and the key, kind, address and title of all it leads to."""
    return {
        "outcome": str(seen.outcome), "detail": seen.detail,
        "children": [
            {"kind": str(one.kind), "key": one.task_key, "url": one.url, "year": one.year, "agency": one.agency,
             "title": one.listed_title} for one in seen.children
        ],
    }  # fmt: skip


def _answer(folder: Path, archive: Path, ledger: Ledger, stem: str, capture: Capture) -> dict[str, object]:
    full = whole(ledger, capture)
    every = read_headers(archive / "warc" / full.warc_file, full.warc_offset)
    headers = [pair for pair in every if pair[0].lower() in _HEADERS]
    body = b""
    with suppress(KeyError, DamagedError):
        body = payload(ledger, archive / "warc", full.payload_sha256)
    (folder / f"{stem}.body").write_bytes(body)
    return {"url": capture.url, "status": full.http_status, "headers": headers, "body": f"{stem}.body"}


def _slug(task: Task) -> str:
    return re.sub(r"[^a-z0-9.]+", "-", f"{task.kind}-{task.host}".lower())


@dataclass(frozen=True, slots=True)
class Fixture:
    """One visit as it was written."""

    path: Path
    told: Mapping[str, object]

    def replay(self, registry: Registry) -> Result:
        """How the visit ends with the registry and the adapters of now."""
        subject = subject_of(str(self.told["subject"]), registry)
        registry = subject.registry
        task = self.told["task"]
        answers = self.told["answers"]
        assert isinstance(task, dict) and isinstance(answers, list)
        asked = subject.own(Task(**{**task, "kind": TaskKind(task["kind"])}))
        left = list(answers)

        def answer(request: Request) -> Response | None:
            one = next((one for one in left if one["url"] == request.url), None)
            if one is None:
                return None
            left.remove(one)
            body = self.path.with_name(one["body"]).read_bytes()
            response = rebuilt(one["url"], one["status"], [(name, value) for name, value in one["headers"]], body, [])
            response.request = request
            return response

        at = datetime.fromisoformat(str(self.told["at"]))
        return replayed(registry, as_read_now(registry, asked, asked.url), at, answer, _refused)


def _refused(_: str) -> Exception:
    return Refused(Outcome.SHELL, NOT_ASKED)


def fixtures(folder: Path) -> Iterator[Fixture]:
    """Every fixture below a folder, in order."""
    for path in sorted(folder.rglob("*.json")):
        yield Fixture(path, json.loads(path.read_text("utf-8")))
