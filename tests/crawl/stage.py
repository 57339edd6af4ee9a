"""A stage for a crawl: a replica with its log, a folder for the archive, and the command line run against it."""

import json
import os
import signal
import sqlite3
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit

from crawler.replica import Replica, World
from crawler.replica.world.hosts import PORTALS
from spiders.registry import Portal, load
from tests.crawl.gongkai import command, gongkai

CONTACT = "tests@example.org"


@dataclass(frozen=True)
class Seen:
    """One request as a world's log tells it: times in epoch seconds, status 0 where the connection broke."""

    start: float
    end: float
    method: str
    url: str
    status: int
    referer: str
    user_agent: str

    @property
    def host(self) -> str:
        return urlsplit(self.url).hostname or ""

    @property
    def path(self) -> str:
        return urlsplit(self.url).path


def read_log(path: Path) -> list[Seen]:
    """The requests in the order in which they began."""
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []
    seen = [Seen(*(line[name] for name in Seen.__dataclass_fields__)) for line in lines]
    return sorted(seen, key=lambda one: one.start)


def registry_of(folder: Path, homes: Mapping[str, Sequence[str]]) -> Path:
    """A registry folder that knows these home pages, each with the areas of its report module, and no other entry.

    The hosts are those of the built-in portals.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for portal in load().portals:
        mine = {url: areas for url, areas in homes.items() if portal.owns(urlsplit(url).netloc)}
        if mine:
            (folder / f"{portal.id}.toml").write_text(_portal_file(portal, mine), "utf-8")
    return folder


def registry_for(folder: Path, world: World) -> Path | None:
    """A registry folder with the built-in files of the portals that this world has; None where it has all."""
    if world.portals == PORTALS:
        return None
    folder.mkdir(parents=True, exist_ok=True)
    for name in world.portals:
        text = files("spiders.registry.data").joinpath(f"{name}.toml").read_text("utf-8")
        (folder / f"{name}.toml").write_text(text, "utf-8")
    return folder


def _portal_file(portal: Portal, homes: Mapping[str, Sequence[str]]) -> str:
    lines = [f"{key} = {json.dumps(getattr(portal, key), ensure_ascii=False)}" for key in ("id", "name", "division", "group")]
    lines.append(f"domains = {json.dumps(list(portal.domains))}")
    for host in portal.hosts:
        lines += ["[[host]]", *(f'{key} = "{getattr(host, key)}"' for key in ("name", "division", "place", "evidence"))]
    for url, areas in homes.items():
        lines += ["[[entry]]", 'kind = "home"', 'family = "hanweb-xxgk"', f'url = "{url}"']
        if areas:
            module = f'url = "{url}module/xxgk/xxgkAnnualReport.jsp"'
            lines += ["[[entry]]", 'kind = "endpoint"', 'family = "hanweb-xxgk"', module]
            lines += [line for area in areas for line in ("[[entry.area]]", f'area = "{area}"')]
    return "\n".join(lines) + "\n"


@dataclass(frozen=True)
class Stage:
    """Where one crawl is played; `via` and `ca_file` lead into the world, `registry` is None for the built-in one."""

    folder: Path
    via: str
    ca_file: Path
    registry: Path | None = None

    @property
    def archive(self) -> Path:
        return self.folder / "archive"

    @property
    def log(self) -> list[Seen]:
        return read_log(self.folder / "log.jsonl")

    def words(self, *words: object, delay: float = 0.0) -> list[object]:
        own = ["--archive", self.archive, "--via", self.via, "--delay", delay, "--contact", CONTACT]
        return ["crawl", *own, *(["--registry", self.registry] if self.registry else []), *words]

    @property
    def environment(self) -> dict[str, str]:
        return {"SSL_CERT_FILE": str(self.ca_file)}

    def crawl(
        self, *words: object, delay: float = 0.0, timeout: float = 300, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        """Crawls to the end."""
        return gongkai(*self.words(*words, delay=delay), timeout=timeout, **self.environment, **environment)

    def start(self, *words: object, delay: float = 0.0, **environment: str) -> subprocess.Popen[str]:
        """Starts a crawl in a process of its own."""
        return subprocess.Popen(
            command(*self.words(*words, delay=delay)), env=os.environ | self.environment | environment,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip

    def rows(self, sql: str, *values: object) -> list[sqlite3.Row]:
        """A question to the ledger."""
        db = sqlite3.connect(f"file:{self.archive / 'ledger.db'}?mode=ro", uri=True)
        db.row_factory = sqlite3.Row
        try:
            return db.execute(sql, values).fetchall()
        finally:
            db.close()

    def outcomes(self, kind: str = "report") -> dict[str, int]:
        """Outcome to number of tasks; None for what was never asked."""
        return dict(self.rows("SELECT outcome, count(*) FROM tasks WHERE kind = ? GROUP BY 1", kind))  # type: ignore[arg-type]


@contextmanager
def stage(
    folder: Path, world: World, *, faults: str = "", homes: Mapping[str, Sequence[str]] | None = None
) -> Iterator[tuple[Stage, Replica]]:
    """A replica that runs while the block does, and the stage before it; the registry knows the world's portals, or `homes` only."""
    folder.mkdir(parents=True, exist_ok=True)
    registry = registry_of(folder / "registry", homes) if homes else registry_for(folder / "registry", world)
    with Replica(world, faults=faults, log=folder / "log.jsonl") as replica:
        yield Stage(folder, replica.url, replica.ca_file, registry), replica


def small_world(seed: int = 1) -> World:
    """Six agencies on the three city hosts, about 60 reports."""
    return World(seed=seed, agencies=6, reports=60)


CITIES: dict[str, list[str]] = {f"https://www.{city}.gov.cn/": [] for city in ("jining", "taian", "weihai")}


def killed(process: subprocess.CompletedProcess[str]) -> bool:
    return process.returncode == -signal.SIGKILL
