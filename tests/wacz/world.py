"""An archive with everything a replay may stumble over, and what each address must give back."""

import gzip
from dataclasses import replace
from pathlib import Path

from archive.derive import derive
from archive.ingest import Provenance, ingest
from archive.store.ledger import NewTask
from archive.store.warc import Exchange
from archive.words import Outcome, TaskKind
from tests.store import pages
from tests.store.world import TestClock, World

BUREAU, OFFICE, OTHER = "泰安市大数据局", "邹城市发展和改革局", "荣成市东山街道办事处"
ENCODED = "https://www.taian.gov.cn/art/%E5%B9%B4%E6%8A%A5%202022.html?b=2&a=1"
PDF = b"%PDF-1.4\n%" + bytes(range(256))


def build(folder: Path) -> dict[str, bytes]:
    """Builds and derives it; gives address to the payload that it must answer with.

    A page in GBK behind a redirect and gzip, a file beside it, the same bytes again, a page whose bytes first came by
    post, a page that is gone by now, two reports under one query.
    """
    world = World(folder)
    post = folder.parent / "post.html"
    post.write_bytes(pages.report(OFFICE, 2021))
    ingest(post, Provenance("city archive"), world.ledger, world.store, world.clock)
    page = pages.report(BUREAU, 2022, note='<a href="/f/a.pdf">年报</a>').decode().replace("utf-8", "gbk").encode("gbk")
    _encoded(world, page)
    world.file("odd", "f/a.pdf", PDF)
    world.visit("odd", page, Outcome.OK)
    world.visit("file:f/a.pdf", PDF, Outcome.OK, "application/pdf")
    key = world.report("1137088300432554XU", 2021, post.read_bytes(), agency=OFFICE, portal="jining")
    gone = world.report("11371082004339319Q", 2020, pages.report(OTHER, 2020), agency=OTHER, portal="weihai")
    task = world.ledger.task(gone)
    assert task
    away = world.exchange(gone, task.visit, task.url, b"<html>404</html>", "text/html")
    world.store.commit([replace(away, status=404, reason="Not Found")])
    world.ledger.close(task, world.crawl, Outcome.GONE, "404")
    urls = {key: post.read_bytes(), gone: pages.report(OTHER, 2020)}
    told = {str(world.ledger.task(one).url): body for one, body in urls.items()}  # type: ignore[union-attr]
    world.close()
    derive(folder, TestClock(), jobs=1)
    return told | {ENCODED: page, "https://www.taian.gov.cn/f/a.pdf": PDF}


def _encoded(world: World, page: bytes) -> None:
    """A visit with two hops; the second answer is compressed."""
    short = "https://www.taian.gov.cn/2022"
    world.ledger.add_tasks([NewTask(
        "odd", "taian", "hanweb-xxgk", TaskKind.REPORT, "taian", short, "listed", 1, "11370900MB2535551R", BUREAU, 2022
    )])  # fmt: skip
    task = world.ledger.task("odd")
    assert task
    asked = (("User-Agent", "gongkai"), ("Accept-Encoding", "identity"))
    context: dict[str, object] = {"task_key": "odd", "visit": 1, "hop": 0, "crawl_id": world.crawl}
    world.store.commit([
        Exchange(short, "GET", asked, b"", 302, "Found", (("Location", ENCODED),), b"", world.clock.now(), context),
        Exchange(
            ENCODED, "GET", asked, b"", 200, "OK", (("Content-Type", "text/html"), ("Content-Encoding", "gzip")),
            gzip.compress(page, mtime=0), world.clock.now(), context | {"hop": 1},
        ),
    ])  # fmt: skip
    world.ledger.close(task, world.crawl, Outcome.OK, "ok")
