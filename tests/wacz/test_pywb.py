"""pywb, which others wrote, opens a WACZ of ours and serves each archived page byte for byte.

    python3 -m venv pywb && pywb/bin/pip install pywb && GONGKAI_PYWB=$PWD/pywb/bin python -m pytest tests/wacz/test_pywb.py
"""

import gzip
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from urllib.error import URLError
from urllib.request import Request, urlopen

import pytest

from archive.wacz import Selection, export
from tests.wacz.world import build

TOOLS = os.environ.get("GONGKAI_PYWB", "")
pytestmark = pytest.mark.skipif(not TOOLS, reason="pywb is not there: name the folder of wb-manager in GONGKAI_PYWB")


@pytest.fixture(scope="module")
def replay(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, dict[str, bytes]]]:
    folder = tmp_path_factory.mktemp("replay")
    told = build(folder / "data")
    export(folder / "data", folder / "ours.wacz", Selection())
    for words in (("init", "ours"), ("add", "--unpack-wacz", "ours", "ours.wacz")):
        subprocess.run([f"{TOOLS}/wb-manager", *words], cwd=folder, check=True, capture_output=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen([f"{TOOLS}/wayback", "-b", "127.0.0.1", "-p", str(port)], cwd=folder, stderr=subprocess.DEVNULL)
    try:
        yield f"http://127.0.0.1:{port}/ours", told
    finally:
        server.terminate()
        server.wait()


def asked(address: str) -> bytes:
    """What comes back once the server is up, its content encoding undone."""
    for _ in range(100):
        try:
            with urlopen(Request(address, headers={"Accept-Encoding": "gzip"}), timeout=10) as answer:
                body = answer.read()
                return gzip.decompress(body) if answer.headers.get("Content-Encoding") == "gzip" else body
        except URLError as error:
            if not isinstance(error.reason, ConnectionError):
                raise
            time.sleep(0.2)
    raise TimeoutError(address)


def test_every_page_and_file_is_served_byte_for_byte(replay: tuple[str, dict[str, bytes]]) -> None:
    base, told = replay
    for url, body in told.items():
        assert asked(f"{base}/20260504020010id_/{url}") == body, url
    assert asked(f"{base}/20260504020018id_/https://www.taian.gov.cn/2022") in told.values(), "a revisit"


def test_a_visit_that_found_nothing_is_replayed_as_that(replay: tuple[str, dict[str, bytes]]) -> None:
    base, told = replay
    (gone,) = [url for url in told if "weihai" in url]
    with pytest.raises(URLError, match="404"):
        asked(f"{base}/2026id_/{gone}")
