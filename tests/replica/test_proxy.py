"""The proxy as a client meets it: http, https, 8443, HEAD, keep-alive, refusals, the log."""

import http.client
import json
import socket
import ssl
import subprocess
import sys
import time
from pathlib import Path

import pytest

from crawler.replica import Replica, World
from crawler.replica.world.truth import report_url
from tests.replica.client import ask, connect, fetch


def test_http_in_absolute_form_answers_the_home_page(replica: Replica) -> None:
    got = fetch(replica, "http://www.jining.gov.cn/")
    assert got.status == 200
    assert "济宁市人民政府" in got.text


def test_https_is_verified_against_the_ca_and_serves_the_same_on_8443(replica: Replica) -> None:
    agency = next(one for one in replica.world.agencies if one.host.host == "www.weihai.gov.cn")
    url = report_url(agency, 2024)
    assert url.startswith("https://www.weihai.gov.cn/")
    assert fetch(replica, url).body == fetch(replica, url.replace(".cn/", ".cn:8443/")).body


def test_https_fails_for_a_client_that_does_not_trust_the_ca(replica: Replica) -> None:
    raw = socket.create_connection(("127.0.0.1", replica.port), timeout=60)
    raw.sendall(b"CONNECT www.taian.gov.cn:443 HTTP/1.1\r\nHost: www.taian.gov.cn:443\r\n\r\n")
    assert b"200" in raw.recv(1000)
    with pytest.raises(ssl.SSLCertVerificationError):
        ssl.create_default_context().wrap_socket(raw, server_hostname="www.taian.gov.cn")


@pytest.mark.parametrize("root", ["http://www.jining.gov.cn", "https://www.taian.gov.cn"])
def test_one_connection_carries_many_requests(replica: Replica, root: str) -> None:
    connection = connect(replica, root)
    first = ask(connection, "GET", f"{root}/")
    sock = connection.sock
    head = ask(connection, "HEAD", f"{root}/")
    posted = ask(connection, "POST", f"{root}/module/xxgk/search.jsp?area=none")
    assert connection.sock is sock
    assert (first.status, head.status, posted.status) == (200, 200, 200)
    assert head.body == b""
    assert int(head.headers["content-length"]) == len(first.body)
    connection.close()


@pytest.mark.parametrize("url", ["http://www.binhai.gov.cn/", "http://127.0.0.1/", "http://www.jining.gov.cn:8443/"])
def test_an_unknown_host_gets_502_with_a_reason(replica: Replica, url: str) -> None:
    got = fetch(replica, url)
    assert got.status == 502
    assert "no such host" in got.text


def test_a_tunnel_to_an_unknown_host_is_refused(replica: Replica) -> None:
    with pytest.raises(OSError, match="502"):
        fetch(replica, "https://www.example.com/")


def test_a_request_that_is_not_for_a_proxy_gets_400(replica: Replica) -> None:
    assert ask(connect(replica, "http://x/"), "GET", "https:/origin-form").status == 400


def test_every_finished_request_is_one_log_line(tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    before = time.time()
    with Replica(World(agencies=9, reports=90), log=log) as replica:
        fetch(replica, "https://www.weihai.gov.cn:8443/robots.txt", User_Agent="gongkai-test")
        fetch(replica, "http://www.taian.gov.cn/", Referer="http://www.taian.gov.cn/a")
        fetch(replica, "http://nowhere.gov.cn/x?y=1")
        time.sleep(0.1)
        lines = sorted(map(json.loads, log.read_text(encoding="utf-8").splitlines()), key=lambda line: line["start"])
    assert [(line["method"], line["url"], line["status"]) for line in lines] == [
        ("GET", "https://www.weihai.gov.cn:8443/robots.txt", lines[0]["status"]),
        ("GET", "http://www.taian.gov.cn/", 301),
        ("GET", "http://nowhere.gov.cn/x?y=1", 502),
    ]
    assert lines[0]["user_agent"] == "gongkai-test"
    assert lines[1]["referer"] == "http://www.taian.gov.cn/a"
    assert all(before <= line["start"] <= line["end"] for line in lines)
    assert set(lines[0]) == {"start", "end", "method", "url", "status", "referer", "user_agent", "bytes"}


def test_a_stopped_replica_answers_nobody_on_an_open_connection() -> None:
    with Replica(World(agencies=6, reports=60)) as replica:
        connection = connect(replica, "http://www.jining.gov.cn/")
        assert ask(connection, "GET", "http://www.jining.gov.cn/").status == 200
    with pytest.raises((ConnectionError, http.client.HTTPException)):
        ask(connection, "GET", "http://www.jining.gov.cn/")


def test_the_command_serves_and_stops_by_the_control_host(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "crawler", "replica", "--port", "0", "--size", "60", "--ca", str(tmp_path / "ca.pem")]
    command += ["--truth", str(tmp_path / "truth.jsonl"), "--seed", "5"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8")
    assert process.stdout is not None
    port = int(process.stdout.readline().split("127.0.0.1:")[1].split(",")[0])
    with socket.create_connection(("127.0.0.1", port), timeout=60) as raw:
        raw.sendall(b"POST http://replica.invalid/stop HTTP/1.1\r\nHost: replica.invalid\r\nConnection: close\r\n\r\n")
        assert b"stopping" in b"".join(iter(lambda: raw.recv(4096), b""))
    assert process.wait(10) == 0
    assert (tmp_path / "ca.pem").read_text().startswith("-----BEGIN CERTIFICATE")
    assert len((tmp_path / "truth.jsonl").read_text(encoding="utf-8").splitlines()) == 6 * 18
