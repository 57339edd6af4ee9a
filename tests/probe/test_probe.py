"""A probe from the command line to its bundle, against the replica: few requests, true verdicts, everything offline after."""

import json
import zipfile
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from archive.clock import SystemClock
from archive.errors import BadInputError, UsageError
from crawler.probe import bundle, run
from crawler.probe.fixtures import expected, fixtures, write
from crawler.probe.subject import subject_of
from crawler.replica import Replica, World
from spiders.registry import load
from tests.crawl.gongkai import gongkai
from tests.crawl.stage import CONTACT, read_log


@pytest.fixture(scope="module")
def probed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, object], Path]:
    """(bundle, record, log of the world) of one probe of 泰安."""
    folder = tmp_path_factory.mktemp("probe")
    with Replica(World(seed=3, agencies=12, reports=100, portals=("taian",)), log=folder / "log.jsonl") as replica:
        done = gongkai("portals", "probe", "taian", "--via", replica.url, "--delay", 0, "--contact", CONTACT, "--json",
                       "-o", folder / "bundle", SSL_CERT_FILE=str(replica.ca_file))  # fmt: skip
    assert done.returncode == 0, done.stderr
    return folder / "bundle", json.loads(done.stdout), folder / "log.jsonl"


def test_it_asks_at_most_twenty_times_robots_first_and_nothing_twice(probed: tuple[Path, dict[str, object], Path]) -> None:
    log = read_log(probed[2])
    urls = [one.url for one in log]
    assert 10 < len(urls) <= 20 and len(set(urls)) == len(urls)
    sites = {one.host: one.path for one in reversed(log)}
    assert set(sites.values()) == {"/robots.txt"}, "the first request to each host"
    assert all(CONTACT in one.user_agent for one in log)


def test_the_bundle_has_the_answers_a_record_and_a_page(probed: tuple[Path, dict[str, object], Path]) -> None:
    made, record, _ = probed
    assert {path.name for path in made.iterdir()} == {"warc", "verdicts.json", "index.html"}
    assert json.loads((made / "verdicts.json").read_text("utf-8")) == record
    page = (made / "index.html").read_text("utf-8")
    assert "泰安市" in page and "<script" not in page and "href=" not in page
    families = {(one["host"], one["family"]) for one in record["families"]}  # type: ignore[attr-defined]
    assert ("taian.gov.cn", "hanweb-xxgk") in families
    assert any(one["kind"] == "directory" for one in record["found"])  # type: ignore[attr-defined]


def test_every_statement_of_the_registry_has_a_verdict_and_none_that_is_not_its_own(
    probed: tuple[Path, dict[str, object], Path],
) -> None:
    portal = load().portal("taian")
    told = probed[1]["verdicts"]
    assert isinstance(told, list)
    assert [one["subject"] for one in told if one["what"] == "host"] == [host.name for host in portal.hosts]
    assert len([one for one in told if one["what"] == "entry"]) == len(portal.entries)
    assert len([one for one in told if one["what"] == "fact"]) == len(portal.facts)
    asked = {urlsplit(one["url"]).netloc for one in probed[1]["asked"]}  # type: ignore[attr-defined]
    for one in told:
        if one["verdict"] != "unseen":
            assert one["captures"] and one["seen"], one
        if one["what"] == "host" and one["subject"] not in asked:
            assert one["verdict"] == "unseen"
    found = next(one for one in told if one["what"] == "entry" and one["subject"] == "directory of www.taian.gov.cn")
    assert found["verdict"] == "confirmed" and 'kind = "directory"' in found["toml"]


def test_the_bundle_is_read_offline_with_the_same_verdicts_also_as_a_zip(
    probed: tuple[Path, dict[str, object], Path], tmp_path: Path
) -> None:
    made, record, _ = probed
    packed = tmp_path / "sent.zip"
    with zipfile.ZipFile(packed, "w") as file:
        for path in made.rglob("*"):
            file.write(path, Path("probe", path.relative_to(made)))
    for name in (made, packed):
        assert json.loads(json.dumps(run.read(name, None, SystemClock()))) == record


def test_its_visits_become_fixtures_that_replay_alike(probed: tuple[Path, dict[str, object], Path], tmp_path: Path) -> None:
    with run.opened(probed[0], None, SystemClock()) as (archive, ledger, subject):
        write(tmp_path / "taian", archive, ledger, subject)
    made = list(fixtures(tmp_path))
    assert len(made) == len([one for one in probed[1]["asked"] if one["answers"]])  # type: ignore[attr-defined]
    for fixture in made:
        assert expected(fixture.replay(load())) == fixture.told["expected"]
    written = b"".join(path.read_bytes() for path in (tmp_path / "taian").iterdir())
    assert CONTACT.encode() not in written


def test_what_must_not_be_asked_is_refused_in_one_line(tmp_path: Path) -> None:
    for name, told in (("https://www.example.com/", "gov.cn"), ("10.0.0.1", "gov.cn"), ("nowhere", "portals list")):
        with pytest.raises(UsageError, match=told):
            subject_of(name, load())
    with pytest.raises(BadInputError, match="no bundle"):
        run.read(tmp_path, None, SystemClock())
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").touch()
    with pytest.raises(UsageError, match="is there already"), bundle.written(tmp_path / "full"):
        pass


def test_a_host_that_was_a_stranger_is_read_as_its_portals_once_the_registry_has_it(
    probed: tuple[Path, dict[str, object], Path], tmp_path: Path
) -> None:
    with run.opened(probed[0], None, SystemClock()) as (archive, ledger, subject):
        write(tmp_path, archive, ledger, subject)
    one = next(iter(fixtures(tmp_path)))
    told = json.loads(one.path.read_text("utf-8"))
    told["subject"], told["task"]["portal"] = "www.taian.gov.cn", "stranger"
    one.path.write_text(json.dumps(told, ensure_ascii=False), "utf-8")
    again = next(iter(fixtures(tmp_path)))
    assert expected(again.replay(load())) == one.told["expected"]
