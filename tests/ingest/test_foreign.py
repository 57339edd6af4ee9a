"""Web archives made by others come in document by document, with all that they say of themselves."""

import gzip
import json
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import brotli
import pytest
from warcio.archiveiterator import ArchiveIterator

from archive.derive import derive
from archive.ingest import Provenance, Taken, ingest_container, is_container
from archive.store.captures import CaptureStore, payload
from archive.store.corpus import Corpus
from archive.store.ledger import Ledger, Selection
from archive.store.verify import verify
from archive.store.warc import sha256
from archive.words import TaskKind
from tests.ingest.strangers import DATE, PAGE, chunked, info, record, response, revisit, wacz, zipped
from tests.store import pages
from tests.store.world import START, TestClock, World

REPORT = pages.report("泰安市大数据局", 2018)
PDF = b"%PDF-1.4\n%report\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 50
SAID = Provenance("市档案馆", note="移动硬盘")


@dataclass
class Archive:
    """An archive to hand things in to; `told` and `took` are what the last container said."""

    folder: Path
    clock: TestClock = field(default_factory=TestClock)
    told: list[str] = field(default_factory=list)
    took: list[str] = field(default_factory=list)

    def hand_in(self, data: bytes, name: str = "theirs.warc.gz") -> Taken:
        path = self.folder.parent / name
        path.write_bytes(data)
        assert is_container(path)
        ledger, store = self.open()
        self.told, self.took = [], []
        taken = ingest_container(path, SAID, ledger, store, self.clock, self.told.append, lambda one: self.took.append(one.url))
        store.close()
        ledger.database.close()
        return taken

    def open(self) -> tuple[Ledger, CaptureStore]:
        ledger = Ledger(self.folder / "ledger.db", self.clock)
        return ledger, CaptureStore(ledger, self.folder / "warc", self.clock, {"software": "test"})

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        ledger = Ledger(self.folder / "ledger.db", self.clock, read_only=True)
        found = [tuple(row) for row in ledger.database.connection.execute(sql)]
        ledger.database.close()
        return found

    def payload(self, digest: str) -> bytes:
        return payload(Ledger(self.folder / "ledger.db", self.clock, read_only=True), self.folder / "warc", digest)


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "data")


RECORDS = [info(), record("request", PAGE, b"GET / HTTP/1.1\r\n\r\n"), response(PAGE, REPORT)]


@pytest.mark.parametrize("pack", [
    zipped, b"".join, lambda records: gzip.compress(b"".join(records)),
    lambda records: wacz({"a.warc.gz": zipped(records[:1]), "b.warc": b"".join(records[1:])}),
], ids=["gzip per record", "plain", "one gzip around all", "wacz with two WARCs"])  # fmt: skip
def test_each_packing_gives_the_same_document(archive: Archive, pack: Callable[[list[bytes]], bytes]) -> None:
    assert archive.hand_in(pack(RECORDS), "theirs").new == 1
    assert (archive.told, archive.took) == ([], [PAGE])
    assert archive.rows("SELECT task_key, kind, url, outcome FROM tasks") == [(f"ingest:{sha256(REPORT)}", "ingest", PAGE, "ok")]
    assert archive.payload(sha256(REPORT)) == REPORT


def test_it_is_read_like_a_crawled_page_and_keeps_the_date_it_was_captured(archive: Archive) -> None:
    archive.hand_in(zipped(RECORDS))
    derive(archive.folder, archive.clock, jobs=1)
    (row,) = Corpus(archive.folder / "corpus.db", read_only=True).rows(
        "SELECT name, year, url, captured_at FROM versions JOIN agencies USING (agency_id) JOIN places USING (version_id)"
    )
    assert row == {"name": "泰安市大数据局", "year": 2018, "url": PAGE, "captured_at": "2019-03-31T02:03:04.000+00:00"}
    assert str(archive.rows("SELECT ended_at FROM visits")[0][0]).startswith("2026-05-04"), "when it was handed in"


def test_everything_the_record_says_of_itself_is_kept(archive: Archive) -> None:
    headers = ("Content-Type: text/html", "Transfer-Encoding: chunked", "X-Odd: 值")
    theirs = response(PAGE, chunked(REPORT), *headers, WARC_Payload_Digest="sha1:ABC")
    archive.hand_in(wacz({"data.warc": theirs}), "crawl.wacz")
    (warc,) = (archive.folder / "warc").glob("*.gz")
    with warc.open("rb") as file:
        kept = {(one.rec_type, one.rec_headers.get_header("WARC-Target-URI")): (one, one.raw_stream.read()) for one in ArchiveIterator(file)}
    answer, body = kept["response", PAGE]
    assert body == REPORT and answer.rec_headers.get_header("WARC-Date")[:19] == DATE[:19]
    assert not answer.http_headers.get_header("Transfer-Encoding") and answer.http_headers.get_header("X-Odd")
    assert ("request", PAGE) not in kept, "nobody here has asked for it"
    context = json.loads(kept["metadata", PAGE][1])
    assert [context[name] for name in ("from", "note", "original_name", "original_part")] == [*("市档案馆", "移动硬盘"), "crawl.wacz", "archive/data.warc"]
    assert (context["original_date"], context["original_url"], context["original_type"]) == (DATE, PAGE, "response")
    assert context["original_record"].startswith("<urn:uuid:") and context["original_digest"] == "sha1:ABC"
    assert ["Transfer-Encoding", "chunked"] in context["original_headers"] and context["handed_in_at"] > context["original_date"]


@pytest.mark.parametrize(("headers", "body"), [
    (("Transfer-Encoding: chunked",), chunked(REPORT)),
    (("Transfer-Encoding: chunked",), REPORT),
    (("Content-Encoding: gzip",), gzip.compress(REPORT)),
    (("Content-Encoding: gzip",), REPORT),
    (("Content-Encoding: deflate",), zlib.compress(REPORT)),
    (("Content-Encoding: br", "Transfer-Encoding: chunked"), chunked(brotli.compress(REPORT))),
], ids=["chunked", "said chunked, is not", "gzip", "said gzip, is not", "deflate", "br in chunks"])  # fmt: skip
def test_bodies_are_unwrapped_as_far_as_they_are_wrapped(archive: Archive, headers: tuple[str, ...], body: bytes) -> None:
    archive.hand_in(response(PAGE, body, "Content-Type: text/html", *headers))
    assert archive.told == [] and archive.payload(sha256(REPORT)) == REPORT


def test_a_second_time_nothing_is_new_and_nothing_changes(archive: Archive) -> None:
    everything = "SELECT * FROM tasks JOIN addresses USING (task_key) JOIN visits USING (task_key) JOIN captures USING (task_key)"
    link = pages.report("泰安市大数据局", 2018, note='<a href="a.pdf">下载</a>')
    theirs = zipped([response(PAGE, link), response(PAGE.replace("art_1_1.html", "a.pdf"), PDF, "Content-Type: application/pdf")])
    assert (archive.hand_in(theirs).new, archive.rows(everything) != []) == (2, True)
    before = archive.rows(everything)
    again = archive.hand_in(theirs)
    assert (again.new, again.held, archive.took) == (0, 2, []) and archive.rows(everything) == before


def test_a_file_hangs_on_the_page_that_leads_to_it(archive: Archive) -> None:
    page = pages.report("泰安市大数据局", 2018, note='<a href="../f/%E5%B9%B4%E6%8A%A5.pdf#p">年报</a><img src="/t.png">')
    base = "http://www.taian.gov.cn/art/2019/3/31/"
    taken = archive.hand_in(zipped([
        response(f"{base}../f/年报.pdf".replace("31/../", ""), PDF, "Content-Type: application/pdf"), response(PAGE, page),
        response("http://www.taian.gov.cn/t.png", PNG, "Content-Type: image/png"),
        response("http://www.taian.gov.cn/logo.png", PNG + b"x", "Content-Type: image/png"),
        response("http://www.taian.gov.cn/alone.pdf", PDF + b"2", "Content-Type: application/pdf"),
    ]))  # fmt: skip
    kinds = dict(archive.rows("SELECT task_key, kind FROM tasks"))
    key = f"ingest:{sha256(page)}"
    assert kinds == {
        key: TaskKind.INGEST, f"ingest:{sha256(PDF)}": TaskKind.ATTACHMENT, f"ingest:{sha256(PNG)}": TaskKind.IMAGE,
        f"ingest:{sha256(PDF + b'2')}": TaskKind.INGEST,
    }  # fmt: skip
    assert set(archive.rows("SELECT task_key, found_on, listed_title FROM addresses WHERE found_on <> ''")) == {
        (f"ingest:{sha256(PDF)}", key, "年报"), (f"ingest:{sha256(PNG)}", key, ""),
    }  # fmt: skip
    assert taken.left == {"image outside an article": 1}
    derive(archive.folder, archive.clock, jobs=1)
    documents = Corpus(archive.folder / "corpus.db", read_only=True).rows("SELECT role FROM documents WHERE bundle_key = ?", [key])
    assert sorted(str(row["role"]) for row in documents) == ["attachment", "image", "main"]


def test_nothing_that_was_handed_in_is_ever_asked_for(archive: Archive) -> None:
    page = pages.report("泰安市大数据局", 2018, note='<a href="a.pdf">年报</a>')
    archive.hand_in(zipped([response(PAGE, page), response(PAGE.replace("art_1_1.html", "a.pdf"), PDF)]))

    ledger, store = archive.open()
    ledger.database.connection.execute("UPDATE tasks SET due_at = created_at")
    assert ledger.due_tasks(Selection()) == [] and ledger.next_due(Selection()) is None
    assert {row[0] for row in archive.rows("SELECT revisit_at FROM tasks")} == {None}
    store.close()


@pytest.mark.parametrize("kind", ["id", "address and date", "digest"])
def test_a_revisit_is_another_place_of_what_the_same_file_holds(archive: Archive, kind: str) -> None:
    first = response(PAGE, REPORT, WARC_Payload_Digest="sha1:XYZ")
    record_id = next(line.split(b" ", 1)[1].decode() for line in first.split(b"\r\n") if line.startswith(b"WARC-Record-ID"))
    of = {
        "id": {"WARC_Refers_To": record_id}, "digest": {"WARC_Payload_Digest": "sha1:XYZ"},
        "address and date": {"WARC_Refers_To_Target_URI": PAGE, "WARC_Refers_To_Date": DATE},
    }[kind]  # fmt: skip
    again = revisit("http://taian.gov.cn/other.html", "2020-01-01T00:00:00Z", **of)
    taken = archive.hand_in(wacz({"0.warc": again, "1.warc": first}), "a.wacz")
    assert (taken.new, taken.held, taken.unresolved) == (1, 1, [])
    assert {row[0] for row in archive.rows("SELECT url FROM addresses")} == {PAGE, "http://taian.gov.cn/other.html"}


def test_a_revisit_of_what_is_elsewhere_is_told(archive: Archive) -> None:
    taken = archive.hand_in(zipped([response(PAGE, REPORT), revisit(PAGE, "2020-01-01T00:00:00Z", WARC_Refers_To="<urn:uuid:0>")]))
    assert taken.unresolved == [PAGE] and taken.new == 1


def test_what_is_no_document_is_left_out_and_counted(archive: Archive) -> None:
    taken = archive.hand_in(zipped([
        response("http://a.cn/s.css", b"td { color: red }", "Content-Type: text/css"),
        response("http://a.cn/s.js", b"document.write('<div>')", "Content-Type: application/javascript"),
        response("http://a.cn/gone", b"<html>no</html>", status="404 Not Found"),
        response("http://a.cn/part", REPORT, status="206 Partial Content"),
        response("http://a.cn/moved", b"", "Location: /x", status="302 Found"),
        response("http://a.cn/empty", b""),
        response("http://a.cn/cut", REPORT, WARC_Truncated="length"),
        record("resource", "urn:thumbnail:http://a.cn/", PNG, Content_Type="image/png"),
        record("conversion", "http://a.cn/c", PDF), record("continuation", "http://a.cn/d", PDF),
    ]))  # fmt: skip
    assert (taken.new, archive.told) == (0, [])
    assert taken.left == {
        "no document (text/css)": 1, "no document (application/javascript)": 1, "status 404": 1, "status 206": 1,
        "status 302": 1, "empty": 1, "truncated": 1, "no web address": 1, "continuation record": 1,
    }  # fmt: skip


def test_a_resource_record_is_a_document_too(archive: Archive) -> None:
    archive.hand_in(record("resource", "http://a.cn/r.pdf", PDF, Content_Type="application/pdf"))
    assert archive.rows("SELECT record_type, content_type, http_status FROM captures") == [("resource", "application/pdf", 0)]


def _flipped(data: bytes) -> bytes:
    return data[: len(data) // 2] + bytes([data[len(data) // 2] ^ 0xFF]) + data[len(data) // 2 + 1 :]


OTHER = pages.report("泰安市大数据局", 2019)
BAD = {
    "damaged member": (zipped([response(PAGE, REPORT)])[:-20], "damaged"),
    "flipped bit": (_flipped(zipped([response(PAGE, REPORT)])), "damaged"),
    "wrong digest": (zipped([response(PAGE, REPORT).replace(b"12</td>", b"13</td>")]), "digest"),
    "no HTTP": (zipped([record("response", PAGE, b"<html>", Content_Type="application/http")]), "no HTTP answer"),
    "no date": (zipped([response(PAGE, REPORT, date="yesterday")]), "date"),
    "a date ahead": (zipped([response(PAGE, REPORT, date="2031-01-01T00:00:00Z")]), "lies ahead"),
    "chunks that do not fit": (zipped([response(PAGE, chunked(REPORT)[:-9], "Transfer-Encoding: chunked")]), "chunks"),
    "no length": (zipped([response(PAGE, REPORT).replace(b"Content-Length", b"Content-Lenth")]), "length"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_record_that_cannot_be_read_costs_a_line_and_the_rest_comes_in(archive: Archive, case: str) -> None:
    bad, word = BAD[case]
    taken = archive.hand_in(zipped([info()]) + bad + zipped([response("http://a.cn/after", OTHER)]))
    assert (taken.new, archive.took, taken.unreadable) == (1, ["http://a.cn/after"], 1)
    assert len(archive.told) == 1 and word in archive.told[0] and "record 2" in archive.told[0]


@pytest.mark.parametrize("length", ["1", "99999"])
def test_a_plain_file_goes_on_behind_a_record_of_another_length_than_it_says(archive: Archive, length: str) -> None:
    bad = response(PAGE, REPORT, Content_Length=length)
    taken = archive.hand_in(b"".join([info(), bad, response("http://a.cn/after", OTHER)]), "plain.warc")
    assert archive.took == ["http://a.cn/after"] and taken.unreadable == 1 == len(archive.told)


def test_a_file_that_ends_in_the_middle_gives_what_is_whole(archive: Archive) -> None:
    for name, whole in (("a.warc", b"".join), ("b.warc.gz", zipped), ("c.gz", lambda each: gzip.compress(b"".join(each)))):
        data = whole([response(PAGE, REPORT), response("http://a.cn/after", OTHER)])
        taken = archive.hand_in(data[:-100], name)
        assert taken.new + taken.held == 1 and taken.unreadable == 1, name


def test_a_record_over_the_size_limit_is_passed_over(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.ingest.framing._BODY_LIMIT", 100_000)
    big = response("http://a.cn/big.pdf", PDF + b"\0" * 200_000, "Content-Type: application/pdf")
    taken = archive.hand_in(zipped([big, response(PAGE, REPORT)]))
    assert archive.took == [PAGE] and taken.unreadable == 1 and "over the limit" in archive.told[0]


def test_a_gzip_bomb_is_no_document(archive: Archive) -> None:
    bomb = gzip.compress(b"<html>" + b" " * (65 << 20))
    taken = archive.hand_in(response(PAGE, bomb, "Content-Type: text/html", "Content-Encoding: gzip"))
    assert taken.new == 0 and taken.left == {"no document (text/html)": 1}


def test_addresses_come_as_they_are_written(archive: Archive) -> None:
    odd = "http://a.cn/年报 2018?a=1&b=%20"
    archive.hand_in(b"".join([response(odd, REPORT), response(f"<{PAGE}>", OTHER)]), "odd.warc")
    assert {row[0] for row in archive.rows("SELECT url FROM captures")} == {odd.replace(" ", "%20"), PAGE}

    assert not list(verify(archive.folder, archive.clock, lambda _: None))


def test_what_dies_halfway_goes_on_to_the_same(archive: Archive, tmp_path: Path) -> None:
    theirs = zipped([response(f"http://a.cn/{n}", pages.report("泰安市大数据局", 2018, note=str(n))) for n in range(70)])
    whole = Archive(tmp_path / "other" / "data")
    whole.folder.parent.mkdir()
    whole.hand_in(theirs)
    path = tmp_path / "theirs.warc.gz"
    path.write_bytes(theirs)
    ledger, store = archive.open()

    def died(_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ingest_container(path, SAID, ledger, store, archive.clock, print, died)
    ledger.database.close()
    taken = archive.hand_in(theirs)
    assert 0 < taken.new < 70 and taken.new + taken.held == 70
    told = "SELECT task_key, url, outcome, visits, payload_sha256, captured_at FROM tasks JOIN captures USING (task_key, url) ORDER BY 1"
    assert archive.rows(told) == whole.rows(told)


def test_warc_files_of_our_own_come_in_like_any_other(archive: Archive, tmp_path: Path) -> None:
    world = World(tmp_path / "ours")
    world.report("a", 2022, REPORT)
    world.report("b", 2022, REPORT)
    world.close()
    (warc,) = (tmp_path / "ours" / "warc").glob("*.gz")
    archive.clock = TestClock(START + timedelta(days=1))
    taken = archive.hand_in(warc.read_bytes())
    assert (taken.new, taken.held, taken.unresolved, archive.told) == (1, 1, [], []) and not taken.left
    assert len(archive.rows("SELECT url FROM addresses")) == 2
