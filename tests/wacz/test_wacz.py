"""gongkai wacz: what was selected, whole, as a package that other programs read; the WARC files of the archive too."""

import hashlib
import io
import json
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator as SecondReader
from warcio.archiveiterator import ArchiveIterator

from archive.errors import DamagedError, UsageError
from archive.ingest import Provenance, ingest_container
from archive.store.captures import CaptureStore
from archive.store.corpus import Corpus
from archive.store.encoding import decoded
from archive.store.entries import Said, withholding
from archive.store.ledger import Ledger
from archive.store.reviews import append
from archive.wacz import Selection, export
from archive.wacz.records import surt
from tests.store.inside import gongkai
from tests.store.world import START, TestClock
from tests.wacz.world import BUREAU, ENCODED, OFFICE, build


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, bytes]]:
    folder = tmp_path_factory.mktemp("world") / "data"
    return folder, build(folder)


@pytest.fixture(scope="module")
def package(world: tuple[Path, dict[str, bytes]]) -> Path:
    export(world[0], target := world[0].parent / "all.wacz", Selection())
    return target


def member(package: Path, name: str) -> bytes:
    with zipfile.ZipFile(package) as opened:
        return opened.read(name)


def index(package: Path) -> list[tuple[str, str, dict[str, str]]]:
    """(sorted address, timestamp, the rest) of every line."""
    lines = member(package, "indexes/index.cdx").decode().splitlines()
    return [(*line.split(" ", 2)[:2], json.loads(line.split(" ", 2)[2])) for line in lines]  # type: ignore[misc]


def records(package: Path) -> Iterator[tuple[str, str, bytes]]:
    """(type, address, payload) of every record; payloads of revisits are what they refer to."""
    firsts: dict[tuple[str, str], bytes] = {}
    for record in ArchiveIterator(io.BytesIO(member(package, "archive/data-00000.warc.gz"))):
        head = record.rec_headers
        body = decoded(record.raw_stream.read(), record.http_headers.get_header("content-encoding", "") if record.http_headers else "")
        if record.rec_type == "revisit":
            body = firsts[head.get_header("WARC-Refers-To-Target-URI"), head.get_header("WARC-Refers-To-Date")]
        firsts[head.get_header("WARC-Target-URI"), head.get_header("WARC-Date")] = body
        yield record.rec_type, head.get_header("WARC-Target-URI"), body


def test_the_package_lists_everything_in_it_with_its_digest(package: Path) -> None:
    told = json.loads(member(package, "datapackage.json"))
    assert (told["profile"], told["wacz_version"]) == ("data-package", "1.1.1")
    with zipfile.ZipFile(package) as opened:
        names = opened.namelist()
        assert opened.testzip() is None and {info.compress_type for info in opened.infolist()} == {zipfile.ZIP_STORED}
    assert [one["path"] for one in told["resources"]] == ["archive/data-00000.warc.gz", "indexes/index.cdx", "pages/pages.jsonl"]
    assert set(names) == {*(one["path"] for one in told["resources"]), "datapackage.json", "datapackage-digest.json"}
    for one in told["resources"]:
        data = member(package, one["path"])
        assert (len(data), f"sha256:{hashlib.sha256(data).hexdigest()}") == (one["bytes"], one["hash"])
    digest = json.loads(member(package, "datapackage-digest.json"))
    assert digest["hash"] == f"sha256:{hashlib.sha256(member(package, 'datapackage.json')).hexdigest()}"


def test_each_address_has_its_payload_and_its_request(world: tuple[Path, dict[str, bytes]], package: Path) -> None:
    found = list(records(package))
    for url, body in world[1].items():
        assert ("response", url, body) in found and ("request", url, b"") in found
    assert [kind for kind, _, _ in found].count("request") == len(found) // 2, "one for each answer, behind one warcinfo"
    assert not any(kind == "metadata" for kind, _, _ in found), "who handed what in is nobody's business"
    assert not any(str(url).startswith("file:") for _, url, _ in found)


def test_the_index_is_sorted_and_leads_to_the_records(package: Path) -> None:
    lines, warc = index(package), member(package, "archive/data-00000.warc.gz")
    assert [line[:2] for line in lines] == sorted(line[:2] for line in lines) and len(lines) == 8
    for key, stamp, told in lines:
        begins = int(told["offset"])
        (record,) = ArchiveIterator(io.BytesIO(warc[begins : begins + int(told["length"])]))
        assert record.rec_headers.get_header("WARC-Target-URI") == told["url"] and surt(told["url"]) == key
        date = record.rec_headers.get_header("WARC-Date")
        assert "".join(filter(str.isdigit, date))[:14] == stamp
        assert record.http_headers.get_statuscode() == told["status"]


def test_what_no_tool_could_put_together_is_written_as_a_whole_answer(world: tuple[Path, dict[str, bytes]], package: Path) -> None:
    ledger = Ledger(world[0] / "ledger.db", TestClock(), read_only=True).database.connection
    again = [row[0] for row in ledger.execute("SELECT url FROM captures WHERE record_type = 'revisit'")]
    assert len(again) == 3, "one whose first capture came by post, one whose first capture is compressed, one that can stand"
    kinds = [kind for kind, url, _ in records(package) if url in again and kind != "request"]
    assert sorted(kinds) == ["response", "response", "response", "response", "revisit"]


def test_pages_are_those_of_the_index(package: Path) -> None:
    head, *pages = map(json.loads, member(package, "pages/pages.jsonl").decode().splitlines())
    assert head["format"] == "json-pages-1.0" and len(pages) == 3
    at = {(told["url"], stamp) for _, stamp, told in index(package)}
    assert {(page["url"], "".join(filter(str.isdigit, page["ts"]))) for page in pages} <= at
    assert any(f"{BUREAU}2022年" in page["title"] for page in pages)


def test_the_same_selection_gives_the_same_bytes(world: tuple[Path, dict[str, bytes]], package: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(world[0], tmp_path / "elsewhere"))
    export(copy, tmp_path / "again.wacz", Selection())
    assert (tmp_path / "again.wacz").read_bytes() == package.read_bytes()


@pytest.mark.parametrize(("chosen", "agencies"), [
    (Selection(("jining",)), [OFFICE]), (Selection(years=(2022,)), [BUREAU]), (Selection(agency=OFFICE), [OFFICE]),
])  # fmt: skip
def test_a_selection_holds(world: tuple[Path, dict[str, bytes]], tmp_path: Path, chosen: Selection, agencies: list[str]) -> None:
    told = export(world[0], tmp_path / "some.wacz", chosen)
    _, *pages = map(json.loads, member(tmp_path / "some.wacz", "pages/pages.jsonl").decode().splitlines())
    assert [next(name for name in agencies if name in page["title"]) for page in pages] == agencies and told.reports == 1


def test_a_withheld_report_is_not_in_it_nor_are_its_bytes(world: tuple[Path, dict[str, bytes]], tmp_path: Path) -> None:
    copy = Path(shutil.copytree(world[0], tmp_path / "data"))
    corpus = Corpus(copy / "corpus.db", read_only=True)
    (row,) = corpus.rows("SELECT report_id FROM reports JOIN documents USING (bundle_key, task_key, payload_sha256) WHERE url = ?", [ENCODED])
    append(copy, [withholding(corpus, str(row["report_id"]), Said("b", "r", TestClock()))])
    assert export(copy, tmp_path / "w.wacz", Selection()).reports == 2
    assert world[1][ENCODED] not in [body for _, _, body in records(tmp_path / "w.wacz")]
    with pytest.raises(UsageError, match="nothing is selected"):
        export(copy, tmp_path / "n.wacz", Selection(reports=(str(row["report_id"]),)))


def test_another_archive_takes_it_in_and_holds_the_same_payloads(world: tuple[Path, dict[str, bytes]], package: Path, tmp_path: Path) -> None:
    clock = TestClock(START + timedelta(days=1))
    ledger = Ledger(tmp_path / "ledger.db", clock)
    store = CaptureStore(ledger, tmp_path / "warc", clock, {})
    taken = ingest_container(package, Provenance("us"), ledger, store, clock, print, print)
    store.close()
    assert taken.unreadable == 0 and not taken.unresolved
    held = {row[0] for row in ledger.database.connection.execute("SELECT payload_sha256 FROM payloads")}
    assert {hashlib.sha256(body).hexdigest() for body in world[1].values()} <= held


def test_each_hindrance_is_one_line_and_leaves_nothing(world: tuple[Path, dict[str, bytes]], package: Path, tmp_path: Path) -> None:
    result = gongkai("wacz", package, "--archive", world[0])
    assert result.code == 2 and result.one_line and "already there" in result.stderr
    with pytest.raises(UsageError, match="no portal"):
        export(world[0], tmp_path / "x.wacz", Selection(("nowhere",)))
    copy = Path(shutil.copytree(world[0], tmp_path / "data"))
    (warc,) = (copy / "warc").glob("*.gz")
    warc.write_bytes(warc.read_bytes()[:2500])
    with pytest.raises(DamagedError, match="verify"):
        export(copy, tmp_path / "x.wacz", Selection())
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data"]


def test_the_command_counts(world: tuple[Path, dict[str, bytes]], tmp_path: Path) -> None:
    told = json.loads(gongkai("wacz", tmp_path / "c.wacz", "--report", _hash(world[0]), "--archive", world[0], "--json").stdout)
    assert told["reports"] == 1 and told["bytes"] == (tmp_path / "c.wacz").stat().st_size


def _hash(archive: Path) -> str:
    (row,) = Corpus(archive / "corpus.db", read_only=True).rows("SELECT content_hash FROM reports WHERE year = 2020")
    return str(row["content_hash"])


def test_a_checker_and_a_second_reader_accept_every_warc_of_ours(world: tuple[Path, dict[str, bytes]], package: Path, tmp_path: Path) -> None:
    exported = tmp_path / "exported.warc.gz"
    exported.write_bytes(member(package, "archive/data-00000.warc.gz"))
    for warc in (*(world[0] / "warc").glob("*.gz"), exported):
        checked = subprocess.run([sys.executable, "-m", "warcio.cli", "check", warc], capture_output=True, text=True, check=False)
        assert (checked.returncode, checked.stdout, checked.stderr) == (0, "", "")
        with warc.open("rb") as file:
            ours = [(one.rec_headers.get_header("WARC-Record-ID"), one.content_stream().read()) for one in ArchiveIterator(file)]
        with warc.open("rb") as file:
            # verify_digests leaves out every record whose block is not what its head tells.
            theirs = [(one.headers["WARC-Record-ID"], one.reader.read()) for one in SecondReader(file, verify_digests=True, auto_decode="all")]
        assert ours == theirs and len(ours) > 10


@pytest.mark.parametrize(("url", "key"), [
    ("https://www.taian.gov.cn/Art/A.html", "cn,gov,taian)/art/a.html"),
    ("http://a.gov.cn:8080/x/?b=2&a=1", "cn,gov,a:8080)/x?a=1&b=2"),
    ("http://a.gov.cn:80", "cn,gov,a)/"), ("http://a.gov.cn/年报", "cn,gov,a)/%e5%b9%b4%e6%8a%a5"),
])  # fmt: skip
def test_addresses_are_sorted_as_indices_sort_them(url: str, key: str) -> None:
    assert surt(url) == key


def test_a_large_selection_is_parted_into_several_warcs(
    world: tuple[Path, dict[str, bytes]], package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.wacz.write.ROTATE_AT", 3000)
    export(world[0], tmp_path / "parted.wacz", Selection())
    names = [one["path"] for one in json.loads(member(tmp_path / "parted.wacz", "datapackage.json"))["resources"]]
    assert names[:3] == [f"archive/data-{number:05}.warc.gz" for number in range(3)]
    lines = index(tmp_path / "parted.wacz")
    assert [line[:2] for line in lines] == [line[:2] for line in index(package)]
    for _, _, told in lines:
        begins = int(told["offset"])
        warc = member(tmp_path / "parted.wacz", f"archive/{told['filename']}")
        (record,) = ArchiveIterator(io.BytesIO(warc[begins : begins + int(told["length"])]))
        assert record.rec_headers.get_header("WARC-Target-URI") == told["url"]
