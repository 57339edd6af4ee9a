"""Without a proxy: a portal's name that leads into somebody's own network is not connected to."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from scrapy.exceptions import CannotResolveHostError

from crawler.middlewares.guard import _public
from tests.crawl.gongkai import ROOT
from tests.crawl.stage import CONTACT, Stage, registry_of

MISLED = """
import socket
socket.gethostbyname = lambda name: "{address}"
from crawler.cli import main
main()
"""


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "::1", "fe80::1"]
)
def test_an_address_that_is_not_public_is_refused(address: str) -> None:
    with pytest.raises(CannotResolveHostError, match="not a public address"):
        _public(address, "www.jining.gov.cn")
    assert _public("219.146.1.1", "www.jining.gov.cn") == "219.146.1.1"


@pytest.mark.slow
def test_a_name_that_resolves_to_loopback_is_not_asked(tmp_path: Path) -> None:
    registry = registry_of(tmp_path / "registry", {"https://www.jining.gov.cn/": ["A1"]})
    words = ["crawl", "--archive", tmp_path / "archive", "--contact", CONTACT, "--registry", registry, "--year", "2019-2020"]
    done = subprocess.run(
        [sys.executable, "-c", MISLED.format(address="127.0.0.1"), *map(str, words)], cwd=ROOT, env=dict(os.environ),
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 10, done.stdout + done.stderr
    ground = Stage(tmp_path, "", tmp_path)
    tasks = ground.rows("SELECT outcome, detail FROM tasks WHERE kind != 'robots' AND outcome IS NOT NULL")
    assert {task["outcome"] for task in tasks} == {"unreachable:dns"}
    assert all("127.0.0.1, which is not a public address" in task["detail"] for task in tasks)
    assert ground.rows("SELECT * FROM captures") == []
