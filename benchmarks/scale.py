"""What an archive of so many reports weighs, and how fast it is assembled, released, verified, copied and made again.

`python -m benchmarks.scale 1000 10000`, or `make scale SIZES="100000 200000"`. Ledger and WARC files are written
through the stores, every page with bytes of its own. Up to BASE reports are read by the reader; of more, the readings
of these are taken, under other names.
"""

import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from time import perf_counter, process_time

from archive.assemble import assemble
from archive.clock import SystemClock
from archive.derive import derive
from archive.release import release
from archive.release.selection import Selection
from archive.reports.canonical import content_digest, hashed_rows
from archive.store.backup import backup
from archive.store.captures import CaptureStore
from archive.store.corpus import Corpus, Row, short_hash
from archive.store.ledger import Ledger, NewTask
from archive.store.rebuild import reindex
from archive.store.verify import verify
from archive.store.warc import Exchange
from archive.words import Outcome, TaskKind
from crawler.replica.world import World
from crawler.replica.world.agencies import YEARS
from crawler.replica.world.article import article

CLOCK = SystemClock()
SERIAL = 3
"""The agency of the world whose pages are taken."""
BASE_AGENCIES = 55
BASE = BASE_AGENCIES * len(YEARS)
DIGITS = "零一二三四五六七八九"


@dataclass(frozen=True)
class Body:
    """One of the many agencies; all names are of one length."""

    number: int

    @property
    def area(self) -> str:
        return f"1137{self.number:014}"

    @property
    def name(self) -> str:
        return f"泰安市第{''.join(DIGITS[int(digit)] for digit in f'{self.number:05}')}管理局"

    @property
    def source(self) -> "Body":
        """The one whose readings it takes."""
        return Body(self.number % BASE_AGENCIES)

    def key(self, year: int) -> str:
        return f"hanweb-xxgk:taian:{self.area}:{year}"


class Pages:
    """A page for each year, under whatever name."""

    @cached_property
    def _templates(self) -> dict[int, tuple[str, str]]:
        world = World(seed=5, agencies=30, reports=300)
        agency = world.agencies[SERIAL]
        sources = {year: world.report(agency, year) for year in YEARS}
        return {
            year: (f"<html><head><title>{one.title}</title></head><body>{article(one, _no_tag, _no_tag)}</body></html>",
                   agency.name(year)) for year, one in sources.items()
        }  # fmt: skip

    def of(self, body: Body, year: int) -> bytes:
        page, name = self._templates[year]
        return page.replace(name, body.name).encode()


def _no_tag(_: object) -> str:
    return ""


class Maker:
    """Writes an archive as a crawl would."""

    def __init__(self, folder: Path) -> None:
        self.pages = Pages()
        self.ledger = Ledger(folder / "ledger.db", CLOCK)
        self.store = CaptureStore(self.ledger, folder / "warc", CLOCK, {"software": "benchmark"})
        self.crawl, _ = self.ledger.begin_crawl("bench@example.org", "benchmark", {}, "0")

    def agency(self, body: Body) -> None:
        """Its list, and a report for every year."""
        url = f"https://www.taian.gov.cn/col/{body.number}/"
        column = NewTask(f"hanweb-xxgk:list:{body.area}", "taian", "hanweb-xxgk", TaskKind.COLUMN, "taian", url,
                         "followed", 1, body.area, body.name)  # fmt: skip
        reports = [replace(column, task_key=body.key(year), kind=TaskKind.REPORT, url=f"{url}{year}.html", year=year,
                           listed_title=f"{body.name}{year}年政府信息公开工作年度报告") for year in YEARS]  # fmt: skip
        self.ledger.add_tasks([column])
        self._answered([(column, f"<html>{body.name}</html>".encode())], reports)
        self._answered([(task, self.pages.of(body, int(task.year or 0))) for task in reports])

    def _answered(self, pages: list[tuple[NewTask, bytes]], children: list[NewTask] | None = None) -> None:
        self.store.commit([self._exchange(task, page) for task, page in pages])
        for task, _ in pages:
            known = self.ledger.task(task.task_key)
            assert known is not None
            self.ledger.close(known, self.crawl, Outcome.OK, "ok", children or [])

    def _exchange(self, task: NewTask, page: bytes) -> Exchange:
        context: dict[str, object] = {"task_key": task.task_key, "visit": 1, "hop": 0, "crawl_id": self.crawl}
        headers = (("Content-Type", "text/html; charset=utf-8"), ("Server", "nginx"), ("ETag", f'"{task.task_key}"'))
        request = (("User-Agent", "benchmark"), ("Accept", "text/html"), ("Accept-Language", "zh-CN,zh;q=0.9"))
        return Exchange(task.url, "GET", request, b"", 200, "OK", headers, page, CLOCK.now(), context)

    def close(self) -> None:
        self.ledger.end_crawl(self.crawl, {})
        self.store.close()
        self.ledger.database.close()


class Copies:
    """The readings of the first agencies as those of all others."""

    OF_REPORTS = ("sections", "figures", "checks", "raw_rows")

    def __init__(self, archive: Path, corpus: Corpus) -> None:
        self.corpus = corpus
        ledger = Ledger(archive / "ledger.db", CLOCK, read_only=True)
        with closing(ledger.database):
            rows = ledger.database.connection.execute("SELECT task_key, payload_sha256 FROM captures").fetchall()
        self.payloads = dict(map(tuple, rows))
        self.known = {table: {str(row["bundle_key"]): row for row in corpus.rows(f"SELECT * FROM {table}")}
                      for table in ("bundles", "documents", "reports")}  # fmt: skip

    def write(self, body: Body) -> None:
        """Everything that was read of an agency."""
        with self.corpus.database.transaction():
            for year in YEARS:
                self._report(body, year)

    def _report(self, body: Body, year: int) -> None:
        key, source = body.key(year), body.source.key(year)
        own = {"task_key": key, "payload_sha256": self.payloads[key]}
        report = short_hash(key, *own.values())
        for table, more in (("bundles", {}), ("documents", own), ("reports", own | {"report_id": report})):
            self._copy(table, self.known[table][source], body, more)
        for table in self.OF_REPORTS:
            names = [row["name"] for row in self.corpus.rows(f"PRAGMA table_info({table})")]
            values = ", ".join("?" if name == "report_id" else name for name in names)
            sql = f"INSERT INTO {table} SELECT {values} FROM {table} WHERE report_id = ?"
            self.corpus.database.connection.execute(sql, [report, self.known["reports"][source]["report_id"]])

    def _copy(self, table: str, known: Row, body: Body, more: Row) -> None:
        row = {name: _renamed(value, body) for name, value in known.items()} | more
        if table == "reports":
            rows = hashed_rows(str(known["text"]), str(known["title"]), str(known["content_digest"])) or ()
            digest = content_digest([[str(_renamed(cell, body)) for cell in one] for one in rows])
            row |= {"content_digest": digest, "content_hash": (digest or "")[:16]}
        marks = ", ".join("?" * len(row))
        self.corpus.database.connection.execute(
            f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", list(row.values())
        )


def _renamed(value: object, body: Body) -> object:
    if not isinstance(value, str):
        return value
    source = body.source
    for old, new in ((source.name, body.name), (source.area, body.area), (f"/{source.number}/", f"/{body.number}/")):
        value = value.replace(old, new)
    return value


def measured(size: int, folder: Path) -> Iterator[str]:
    """One archive of so many reports and what is done with it, a line each; seconds are of CPU."""
    archive, agencies = folder / "data", -(-size // len(YEARS))
    reports = agencies * len(YEARS)
    yield _rate("kept", reports, _seconds(lambda: _made(archive, agencies)), "reports")
    yield _sizes(archive, reports)
    (archive / "ledger.db").unlink()
    yield _rate("reindex", reports, _seconds(lambda: reindex(archive, CLOCK, _quiet)), "reports")
    if agencies <= BASE_AGENCIES:
        began = perf_counter()
        derive(archive, CLOCK, jobs=2)
        yield f"derive: {perf_counter() - began:.1f} s of wall time by two processes"
    else:
        _multiplied(archive, folder / "base", agencies)
    yield from _worked(archive, folder, reports)


def _made(archive: Path, agencies: int) -> None:
    maker = Maker(archive)
    for number in range(agencies):
        maker.agency(Body(number))
    maker.close()


def _multiplied(archive: Path, base: Path, agencies: int) -> None:
    """The corpus of an archive, out of the readings of a small one with the same pages."""
    _made(base, BASE_AGENCIES)
    derive(base, CLOCK, jobs=2)
    (base / "corpus.db").rename(archive / "corpus.db")
    with closing(Corpus(archive / "corpus.db")) as corpus:
        copies = Copies(archive, corpus)
        for number in range(BASE_AGENCIES, agencies):
            copies.write(Body(number))
        with corpus.database.transaction():
            corpus.fulltext.complete()


def _worked(archive: Path, folder: Path, reports: int) -> Iterator[str]:
    ledger = Ledger(archive / "ledger.db", CLOCK, read_only=True)
    with closing(Corpus(archive / "corpus.db")) as corpus, closing(ledger.database):
        yield _rate("assemble", reports, _seconds(lambda: assemble(ledger, corpus, CLOCK)), "reports")
        cells = int(str(corpus.rows("SELECT count(*) AS n FROM figures")[0]["n"]))
        corpus.database.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    yield _sizes(archive, reports)
    yield _rate("release", cells, _seconds(lambda: release(archive, folder / "released", Selection(), _quiet)), "cells")
    found = list[object]()
    yield _rate("verify", reports, _seconds(lambda: found.extend(verify(archive, CLOCK))), "reports")
    yield _rate("backup", reports, _seconds(lambda: backup(archive, folder / "copy", CLOCK)), "reports")
    if found:
        raise AssertionError(f"{len(found)} findings, the first: {found[0]}")


def _sizes(archive: Path, reports: int) -> str:
    made = {name: archive / name for name in ("ledger.db", "corpus.db") if (archive / name).exists()}
    sizes = {"warc": sum(path.stat().st_size for path in (archive / "warc").iterdir())}
    sizes |= {name: path.stat().st_size for name, path in made.items()}
    told = ", ".join(f"{name} {size / 1e6:.0f} MB ({size / reports:.0f} B a report)" for name, size in sizes.items())
    return f"{reports} reports: {told}"


def _seconds(work: Callable[[], object]) -> float:
    """CPU that it takes."""
    before = process_time()
    work()
    return process_time() - before


def _rate(what: str, number: int, seconds: float, of: str) -> str:
    return f"{what}: {seconds:.1f} s of CPU, {number / seconds:.0f} {of}/s"


def _quiet(_: object) -> None:
    pass


if __name__ == "__main__":
    for size in map(int, sys.argv[1:] or ["1000"]):
        with tempfile.TemporaryDirectory() as folder:
            for line in measured(size, Path(folder)):
                print(line, flush=True)
