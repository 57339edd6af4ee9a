"""A backup taken of an archive at work, a crawl and a derive beside it, is whole every time."""

import os
import subprocess
import time
from pathlib import Path

import pytest

from archive.clock import SystemClock
from archive.store.backup import backup
from archive.store.lock import held
from archive.store.verify import verify
from tests.crawl.dump import dump
from tests.crawl.gongkai import command
from tests.crawl.stage import small_world, stage

pytestmark = pytest.mark.slow


def test_backups_beside_crawl_and_derive_are_whole(tmp_path: Path) -> None:
    copy, lengths = tmp_path / "copy", list[int]()
    with stage(tmp_path, small_world(), homes={"https://www.taian.gov.cn/": []}) as (ground, _):
        crawl = ground.start(delay=0.1)
        follow = [*command("derive", "--follow", "--archive", ground.archive, "--jobs", 1)]
        derive = subprocess.Popen(follow, env=os.environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while crawl.poll() is None:
            if held(ground.archive / "crawl.lock") and ground.log:
                assert backup(ground.archive, copy, SystemClock()).complaints == []
                assert [str(one) for one in verify(copy, SystemClock())] == []
                lengths.append(sum(path.stat().st_size for path in (copy / "warc").glob("*.warc.gz")))
            time.sleep(0.1)
        crawl.communicate()
        assert derive.wait(120) == 0
        assert len(set(lengths)) > 2 and lengths == sorted(lengths), "backups of several states"
        backup(ground.archive, copy, SystemClock(), full=True)
        assert [str(one) for one in verify(copy, SystemClock())] == []
        for name in ("ledger.db", "corpus.db"):
            assert dump(copy / name) == dump(ground.archive / name)
