"""Manifests: beside every finished WARC file, in step with it, whatever comes in between."""

import gzip
import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from archive.errors import DamagedError
from archive.store.manifest import finish, manifest_path, read_manifest
from archive.store.verify import verify
from tests.store import pages
from tests.store.world import TestClock, World


def filled(folder: Path) -> World:
    world = World(folder)
    for year in (2021, 2022):
        world.report("a", year, pages.report("泰安市大数据局", 2021))
    return world


def findings(folder: Path) -> list[str]:
    return [str(finding) for finding in verify(folder, TestClock())]


def only(folder: Path) -> Path:
    (path,) = (folder / "warc").glob("*.warc.gz")
    return path


def test_it_says_what_the_file_is(tmp_path: Path) -> None:
    filled(tmp_path).close()
    warc, manifest = only(tmp_path), read_manifest(only(tmp_path))
    assert manifest and json.loads(manifest_path(warc).read_text("utf-8"))["bytes"] == warc.stat().st_size
    assert manifest.sha256 == hashlib.sha256(warc.read_bytes()).hexdigest()
    text = gzip.decompress(warc.read_bytes())
    assert manifest.records == text.count(b"\r\n\r\nWARC/1.1\r\n") + 1
    assert manifest.captures == text.count(b"WARC-Type: response") + text.count(b"WARC-Type: revisit") == 2
    assert manifest.opened_at < manifest.closed_at and findings(tmp_path) == []


def test_a_file_that_grows_has_none(tmp_path: Path) -> None:
    world = filled(tmp_path)
    assert read_manifest(only(tmp_path)) is None and findings(tmp_path) == []
    world.close()


_DYING = """
import os, signal, sys
from pathlib import Path
from archive.store import captures, manifest
from tests.store.test_manifest import filled

made = manifest.finish
def dying(*words):
    {before}
    os.kill(os.getpid(), signal.SIGKILL)
captures.finish = dying
filled(Path(sys.argv[1])).close()
"""


@pytest.mark.parametrize("before", ["pass", "made(*words)", "(words[0].parent / (words[0].name + '.manifest.json.part')).touch()"])
def test_a_kill_before_the_ledger_calls_the_file_finished_leaves_a_sound_archive(tmp_path: Path, before: str) -> None:
    dead = subprocess.run([sys.executable, "-c", _DYING.format(before=before), str(tmp_path)], check=False, env=os.environ)
    assert dead.returncode == -9 and all("the next crawl cuts it" in finding for finding in findings(tmp_path))
    World(tmp_path).close()
    for path in (tmp_path / "warc").glob("*.warc.gz"):
        assert read_manifest(path)
    assert findings(tmp_path) == []


@pytest.mark.parametrize(("change", "told"), [
    (lambda path: path.unlink(), "missing, although"),
    (lambda path: path.write_text("{}"), "not a manifest"),
    (lambda path: path.write_text(path.read_text().replace('"bytes": ', '"bytes": 1')), "bytes: 1"),
    (lambda path: path.write_text(path.read_text().replace('"closed_at": "2026', '"closed_at": "2027')), "closed_at"),
    (lambda path: path.write_text(path.read_text().replace('"captures": ', '"captures": 1')), "captures"),
])  # fmt: skip
def test_one_that_is_lost_or_says_otherwise_is_found(tmp_path: Path, change: object, told: str) -> None:
    filled(tmp_path).close()
    assert callable(change)
    change(manifest_path(only(tmp_path)))
    (finding,) = findings(tmp_path)
    assert told in finding and finding.endswith("run `gongkai reindex`")


def test_a_file_that_cannot_be_read_back_is_not_finished(tmp_path: Path) -> None:
    filled(tmp_path)
    warc = only(tmp_path)
    whole = warc.read_bytes()
    warc.write_bytes(whole[:2000] + bytes([whole[2000] ^ 1]) + whole[2001:])
    with pytest.raises(DamagedError, match=r"record \d cannot be read"):
        finish(warc, "", "")
    assert read_manifest(warc) is None
