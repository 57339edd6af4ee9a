"""gongkai ingest: files with provenance, kept once, read like crawled ones."""

import json
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator

from archive.store.lock import hold
from archive.store.warc import JOURNAL
from tests.cli.commands import one_line, run
from tests.ingest.strangers import PAGE, response, revisit, wacz, zipped
from tests.store import pages


def test_files_are_kept_with_provenance_once_and_are_read(tmp_path: Path) -> None:
    folder, data = tmp_path / "in", tmp_path / "data"
    folder.mkdir()
    (folder / "一.html").write_bytes(pages.report("泰安市大数据局", 2022))
    (folder / "copy.html").write_bytes(pages.report("泰安市大数据局", 2022))
    first = run("ingest", folder, "--from", "市档案馆", "--archive", data)
    assert first.returncode == 0 and "not kept twice" in first.stderr and "1 files taken in" in first.stderr
    again = run("ingest", folder / "一.html", "--from", "someone", "--archive", data)
    assert again.returncode == 0 and "0 files taken in" in again.stderr
    (warc,) = (data / "warc").glob("*.warc.gz")
    with warc.open("rb") as file:
        kinds = [
            (record.rec_type, record.raw_stream.read()) for record in ArchiveIterator(file)
            if record.rec_headers.get_header("WARC-Target-URI") != JOURNAL
        ]  # fmt: skip
    assert [kind for kind, _ in kinds] == ["warcinfo", "resource", "metadata"]
    context = json.loads(kinds[2][1])
    assert (context["from"], context["original_name"]) == ("市档案馆", "copy.html") or context["original_name"] == "一.html"
    assert run("derive", "--archive", data, "--jobs", 1).returncode == 0
    cells = json.loads(run("coverage", "--year", 2022, "--archive", data, "--json").stdout)
    assert [(c["agency"], c["holding"], c["basis"]) for c in cells] == [("泰安市大数据局", "held", "own_series")]
    assert run("verify", "--archive", data).returncode == 0


def test_what_cannot_be_taken_costs_a_line_and_the_rest_is_taken(tmp_path: Path) -> None:
    (tmp_path / "a.warc.gz").write_bytes(b"\x1f\x8b\x08")
    (tmp_path / "b.html").write_bytes(b"")
    (tmp_path / "c.pdf").write_bytes(b"%PDF-1.4\n")
    result = run("ingest", tmp_path, "--from", "x", "--archive", tmp_path.parent / f"{tmp_path.name}-data")
    assert result.returncode == 3
    warc, empty, taken = result.stderr.splitlines()
    assert "named like a web archive" in warc and "empty" in empty and "1 files taken in" in taken


def test_a_word_from_the_person_counts_where_the_file_says_nothing(tmp_path: Path) -> None:
    (tmp_path / "scan.rtf").write_bytes(b"{\\rtf1")
    said = ("--from", "x", "--agency", "泰安市水利局", "--year", 2012, "--archive", tmp_path / "data")
    key = run("ingest", tmp_path / "scan.rtf", *said).stdout.split("\t")[0]
    assert run("derive", "--archive", tmp_path / "data", "--jobs", 1).returncode == 0
    shown = run("show", key, "--archive", tmp_path / "data")
    assert "unread (unsupported: rtf)" in shown.stdout


def test_it_waits_for_no_crawl_and_names_it(tmp_path: Path) -> None:
    (tmp_path / "c.pdf").write_bytes(b"%PDF-1.4\n")
    with hold(tmp_path / "data" / "crawl.lock", "test"):
        result = run("ingest", tmp_path / "c.pdf", "--from", "x", "--archive", tmp_path / "data")
    assert result.returncode == 6 and one_line(result, "process")


def test_a_web_archive_is_taken_document_by_document_and_summed_up(tmp_path: Path) -> None:
    page, theirs = pages.report("泰安市大数据局", 2018), tmp_path / "in" / "theirs.wacz"
    theirs.parent.mkdir()
    damaged = zipped([response("http://a.cn/bad", page)])[:-9]
    left = response("http://a.cn/s.css", b"td { color: red }", "Content-Type: text/css")
    elsewhere = revisit(PAGE, "2020-01-01T00:00:00Z", WARC_Refers_To="<urn:uuid:0>")
    theirs.write_bytes(wacz({"0.warc.gz": damaged + zipped([response(PAGE, page), left, elsewhere])}))
    result = run("ingest", theirs.parent, "--from", "大学图书馆", "--archive", tmp_path / "data")
    assert result.returncode == 3, "one record could not be read"
    assert result.stdout.split("\t")[1:] == [str(theirs), f"{PAGE}\n"]
    told = result.stderr
    assert "archive/0.warc.gz, record 1: cannot be taken" in told and "1 revisits" in told
    assert "1 documents taken in, 0 already in the archive, left out: 1 no document (text/css)" in told
    assert run("verify", "--archive", tmp_path / "data").returncode == 0
