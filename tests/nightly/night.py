"""Runs nights of `gongkai nightly` on a stage, and reads what they told."""

import json
import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.crawl.gongkai import command, gongkai
from tests.crawl.stage import CONTACT, Stage


@dataclass(frozen=True)
class Nights:
    """Nights on one stage; `home` is the address a night's crawl begins at, by the registry of the stage."""

    stage: Stage

    @property
    def folder(self) -> Path:
        return self.stage.archive / "nightly"

    def words(self, *words: object, registry: Path | None = None) -> list[object]:
        return ["nightly", "--archive", self.stage.archive, "--via", self.stage.via, "--delay", 0, "--contact", CONTACT,
                "--jobs", 1, "--min-free", 0, "--registry", registry or self.stage.registry, *words]  # fmt: skip

    def run(
        self, *words: object, registry: Path | None = None, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        """One night to its end."""
        told = self.words(*words, registry=registry)
        return gongkai(*told, **self.stage.environment, **environment)

    def record(self, *words: object, code: int, registry: Path | None = None, **environment: str) -> "Told":
        """One night that must end with `code`, as its JSON on stdout."""
        done = self.run("--json", *words, registry=registry, **environment)
        assert done.returncode == code, done.stdout + done.stderr
        return Told(json.loads(done.stdout), done.stderr)

    def start(self, *words: object, **environment: str) -> "subprocess.Popen[str]":
        """A night in a process of its own, which listens to Ctrl-C also where the tests run in the background."""
        return subprocess.Popen(
            command(*self.words(*words)), env=os.environ | self.stage.environment | environment,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )  # fmt: skip

    def latest(self) -> "Told":
        """What the files of the last night say."""
        return Told(json.loads((self.folder / "latest.json").read_text("utf-8")), "")


@dataclass(frozen=True)
class Told:
    """The record of a night, and what it said on stderr."""

    record: Mapping[str, object]
    stderr: str

    def portal(self, name: str) -> Mapping[str, int]:
        portals = self.record["portals"]
        assert isinstance(portals, dict)
        counts: Mapping[str, int] = portals[name]
        return counts

    def list(self, name: str) -> Sequence[Mapping[str, object]]:
        found = self.record[name]
        assert isinstance(found, list)
        return found

    @property
    def alarms(self) -> set[tuple[object, object]]:
        """(kind, portal) of every alarm."""
        return {(one["kind"], one["portal"]) for one in self.list("alarms")}
