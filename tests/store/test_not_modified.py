"""A 304 in the store: a revisit record that refers to the bytes it confirms, and a capture with their payload."""

from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from archive.store.captures import payload
from archive.store.warc import NOT_MODIFIED, Exchange, sha256
from tests.store.world import World

BODY = b"<html>a report</html>"


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def not_modified(world: World, key: str) -> None:
    context: dict[str, object] = {"task_key": key, "visit": 2, "hop": 0, "crawl_id": world.crawl}
    headers = (("ETag", '"a"'), ("Last-Modified", "Mon, 04 May 2026 02:00:00 GMT"))
    world.store.commit([Exchange(
        "https://www.taian.gov.cn/a", "GET", (("If-None-Match", '"a"'),), b"", 304, "", headers, b"",
        world.clock.now(), context, confirms=sha256(BODY),
    )])  # fmt: skip


def test_a_304_stands_for_the_payload_it_confirms(world: World) -> None:
    key = world.report("a", 2020, BODY)
    not_modified(world, key)
    (capture,) = world.ledger.captures(key, 2)
    assert (capture.http_status, capture.record_type, capture.payload_sha256) == (304, "revisit", sha256(BODY))
    assert (capture.etag, capture.last_modified) == ('"a"', "Mon, 04 May 2026 02:00:00 GMT")
    assert payload(world.ledger, world.folder / "warc", capture.payload_sha256) == BODY


def test_its_record_refers_to_the_record_with_the_bytes(world: World) -> None:
    key = world.report("a", 2020, BODY)
    not_modified(world, key)
    world.close()
    (path,) = (world.folder / "warc").glob("*.warc.gz")
    with path.open("rb") as file:
        records = [record.rec_headers for record in ArchiveIterator(file)]
    response, revisit = (next(r for r in records if r["WARC-Type"] == kind) for kind in ("response", "revisit"))
    assert revisit["WARC-Profile"] == NOT_MODIFIED
    assert revisit["WARC-Refers-To-Target-URI"] == response["WARC-Target-URI"]
    assert revisit["WARC-Refers-To-Date"] == response["WARC-Date"]
    assert revisit["WARC-Payload-Digest"] == response["WARC-Payload-Digest"]


def test_a_304_that_confirms_nothing_held_is_not_kept(world: World) -> None:
    world.expect("a", 2020)
    with pytest.raises(AssertionError, match="confirms what is held"):
        not_modified(world, "hanweb-xxgk:taian:a:2020")
    assert world.ledger.captures("hanweb-xxgk:taian:a:2020", 2) == []
