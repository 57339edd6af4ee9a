"""Commands that are killed: what each starts from, and what its archive must be in the end whatever came in between."""

import random
import shutil
import signal
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from archive.clock import SystemClock
from archive.store.verify import verify
from archive.store.verify.finding import Finding, Kind, Remedy
from tests.crawl.dump import dump
from tests.crawl.gongkai import command, gongkai

IN_A_ROW = 4


def deaths(points: Sequence[str], times: int) -> list[tuple[str, ...]]:
    """Points at which one archive is killed: each `times` times alone, or (0) some one after the other."""
    if times:
        return [(point,) for point in points for _ in range(times)]
    mixed = random.Random(20261121).sample(points, len(points))
    return [tuple(mixed[start : start + IN_A_ROW]) for start in range(0, len(mixed), IN_A_ROW)]


def unfinished(found: Finding) -> bool:
    """Whether a finding only says that something broke off, and names the command that goes on."""
    return found.kind in (Kind.TAIL, Kind.STRAY) and found.remedy in (Remedy.CRAWL, Remedy.REINDEX)


@dataclass(frozen=True)
class Scene:
    """A command over a copy of the folder `start`; `archive` is the folder in it that the command changes."""

    name: str
    start: Path
    words: str
    archive: str = "data"

    def set_up(self, folder: Path) -> Path:
        """A fresh copy of the start; gives the archive in it."""
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.start, folder)
        return folder / self.archive

    def told(self, folder: Path) -> list[str]:
        return self.words.replace("HERE", str(folder)).split()

    def run(self, folder: Path, fault: str = "") -> "subprocess.CompletedProcess[str]":
        """To its end, or to its death at a fault point."""
        return gongkai(*self.told(folder), GONGKAI_FAULT=fault)


@dataclass(frozen=True)
class Undisturbed:
    """How a scene goes when nobody disturbs it: what comes of it, and how long it takes."""

    scene: Scene
    state: list[list[str]]
    seconds: float

    @classmethod
    def of(cls, scene: Scene, folder: Path) -> "Undisturbed":
        archive, before = scene.set_up(folder), time.monotonic()
        done = scene.run(folder)
        seconds = time.monotonic() - before
        assert done.returncode == 0, done.stdout + done.stderr
        assert [str(one) for one in verify(archive, SystemClock())] == []
        return cls(scene, state(archive), seconds)

    def dies_at(self, folder: Path, points: Sequence[str], chance: random.Random) -> None:
        """Killed at one fault point after the other, then run to the end."""
        archive = self.scene.set_up(folder)
        for point in points:
            nth = chance.randint(1, 3 if point.startswith("backup.copy") else 1)
            dead = self.scene.run(folder, f"{point}:{nth}")
            assert dead.returncode == -signal.SIGKILL and f"fault: {point} pass {nth}" in dead.stderr, dead.stderr
            self._lost_nothing(archive)
        self._ends_well(folder)

    def dies_within(self, folder: Path, chance: random.Random) -> None:
        """Killed at a random moment, then run to the end."""
        code = 0
        while code != -signal.SIGKILL:  # Until the kill is faster than the command.
            archive = self.scene.set_up(folder)
            told = command(*self.scene.told(folder))
            process = subprocess.Popen(told, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(chance.uniform(0.2, 0.9) * self.seconds)
            process.kill()
            code = process.wait()
        self._lost_nothing(archive)
        self._ends_well(folder)

    def _lost_nothing(self, archive: Path) -> None:
        assert [str(one) for one in verify(archive, SystemClock()) if not unfinished(one)] == []

    def _ends_well(self, folder: Path) -> None:
        """The same command comes to the same archive as when nobody disturbs it."""
        resumed, archive = self.scene.run(folder), folder / self.scene.archive
        assert resumed.returncode == 0, resumed.stdout + resumed.stderr
        assert [str(one) for one in verify(archive, SystemClock())] == []
        assert state(archive) == self.state and not list(archive.glob("*.part")) and not list(archive.glob("*.new"))


def state(archive: Path) -> list[list[str]]:
    """Everything that must be the same."""
    return [dump(archive / name) for name in ("ledger.db", "corpus.db") if (archive / name).exists()]
