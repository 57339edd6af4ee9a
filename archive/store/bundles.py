"""Bundles: what the ledger holds of one report, the answer to its task and the files that answer led to."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from archive.reports.model import Context
from archive.store.ledger import Ledger
from archive.words import Outcome, TaskKind

ROLES = {TaskKind.REPORT: "main", TaskKind.INGEST: "main", TaskKind.ATTACHMENT: "attachment", TaskKind.IMAGE: "image"}


@dataclass(frozen=True, slots=True)
class BundleFile:
    """One payload of a bundle, with the place of its bytes in the WARC files."""

    task_key: str
    role: str
    visit: int
    url: str
    content_type: str
    payload_sha256: str
    captured_at: str
    warc_file: str
    warc_offset: int

    @property
    def filename(self) -> str:
        """Last part of the address, as people read it."""
        return filename_of(self.url)


def filename_of(url: str) -> str:
    """Last part of an address, as people read it."""
    return unquote(PurePosixPath(urlsplit(url).path).name)


@dataclass(frozen=True, slots=True)
class Bundle:
    """A report task (or a file handed in) with every payload it and its files ever had, oldest first."""

    bundle_key: str
    context: Context
    files: tuple[BundleFile, ...]
    files_lacking: int

    def context_of(self, file: BundleFile) -> Context:
        """What the portal says of one document of the bundle."""
        return replace(self.context, url=file.url, filename=file.filename)

    def digest(self, reader_version: str = "") -> str:
        """SHA-256 over everything a reading depends on: same digest, same reading; without reader over the input."""
        files = sorted(
            (f.role, f.task_key, f.payload_sha256, f.url, f.content_type, f.visit, f.captured_at) for f in self.files
        )
        parts = [reader_version, asdict(self.context), self.files_lacking, files]
        return hashlib.sha256(json.dumps(parts, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


_KEPT = f"visits.outcome IN ('{Outcome.OK}', '{Outcome.NOT_A_REPORT}')"
_MAIN = f"kind IN ('{TaskKind.REPORT}', '{TaskKind.INGEST}')"
_FILE = f"kind IN ('{TaskKind.ATTACHMENT}', '{TaskKind.IMAGE}')"

_TASKS = f"SELECT task_key, portal, area, agency, year, listed_title FROM tasks WHERE {_MAIN} ORDER BY task_key"

_LED_TO = f"""
WITH files AS (
    SELECT DISTINCT found_on, task_key, kind FROM addresses JOIN tasks USING (task_key) WHERE {_FILE}
)
SELECT top.found_on, top.task_key, top.kind FROM files AS top
UNION
SELECT top.found_on, below.task_key, below.kind FROM files AS top JOIN files AS below ON below.found_on = top.task_key
ORDER BY 1, 2
"""

_PAYLOADS = f"""
SELECT tasks.task_key, kind, captures.visit, captures.url, content_type, payload_sha256,
    min(captured_at) AS captured_at, payloads.warc_file, payloads.warc_offset
FROM captures JOIN tasks USING (task_key) JOIN visits USING (task_key, visit) JOIN payloads USING (payload_sha256)
WHERE ({_MAIN} OR {_FILE}) AND {_KEPT}
    AND hop = (SELECT max(hop) FROM captures AS c WHERE c.task_key = captures.task_key AND c.visit = captures.visit)
GROUP BY tasks.task_key, payload_sha256 ORDER BY tasks.task_key, captures.visit
"""


def bundles(ledger: Ledger) -> Iterable[Bundle]:
    """Every bundle that can be read now, by key: its task has a finished visit with a captured answer."""
    held = _payloads(ledger)
    led_to: dict[str, list[str]] = defaultdict(list)
    for row in ledger.database.connection.execute(_LED_TO):
        led_to[row[0]].append(row[1])
    for task in ledger.database.connection.execute(_TASKS).fetchall():
        key = task["task_key"]
        if key not in held:
            continue
        last = max(held[key], key=lambda f: f.visit)
        context = Context(
            portal=task["portal"], url=last.url, listed_title=task["listed_title"], agency=task["agency"],
            area=task["area"], year=task["year"],
        )  # fmt: skip
        files = list(held[key])
        for file_key in led_to[key]:
            files += held.get(file_key, [])
        lacking = sum(1 for file_key in led_to[key] if file_key not in held)
        yield Bundle(key, context, tuple(files), lacking)


def _payloads(ledger: Ledger) -> dict[str, list[BundleFile]]:
    held: dict[str, list[BundleFile]] = defaultdict(list)
    for row in ledger.database.connection.execute(_PAYLOADS):
        held[row["task_key"]].append(BundleFile(row[0], ROLES[TaskKind(row[1])], *row[2:]))
    return held
