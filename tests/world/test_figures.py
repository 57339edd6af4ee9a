"""What the reader makes of the replica's pages and files, cell by cell against what the replica says is true."""

from collections.abc import Iterator
from urllib.parse import quote, urlsplit

import pytest

from archive.documents.open import read_document
from archive.reports.checks import SOFT
from archive.reports.model import Context, Report
from archive.reports.read import read_report
from archive.words import CheckStatus, Kind
from crawler.replica import Replica, World
from crawler.replica.messages import Request
from crawler.replica.world.agencies import MODULE_PORTALS
from tests.world.judge import READ_NOW, Cell, Truth, Verdicts, as_file, without_text


def fetched(replica: Replica, url: str, referer: str) -> bytes:
    """The body that an address gives, without a crawl."""
    parts = urlsplit(url)
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    headers = {"referer": quote(referer, safe=":/?=&")}
    return replica.answer(Request("GET", "https", parts.hostname or "", 443, target, headers)).body


def renditions(replica: Replica, truth: Truth) -> Iterator[tuple[str, str, Truth]]:
    """(media, address, what is true of it) of the page that carries the report and of the file that does."""
    if truth["form"].startswith("html"):
        yield "html", truth["url"], truth
    for file in truth["files"]:
        if file["what"] == "report":
            yield file["media"], file["url"], as_file(truth)
            return


def read(replica: Replica, truth: Truth, url: str) -> Report:
    """The report as read from this address, with what a crawl knows of it."""
    context = Context(
        portal=truth["portal"], url=url, listed_title=truth["title"], area=truth["area"],
        year=truth["year"] if "fbtime" in url else None,
    )  # fmt: skip
    return read_report(read_document(fetched(replica, url, truth["url"])), context)


WORLDS = [
    pytest.param(1, 60, MODULE_PORTALS), pytest.param(1, 140, ()), pytest.param(2, 60, ()), pytest.param(3, 60, ()),
    pytest.param(4, 600, (), marks=pytest.mark.full),
]  # fmt: skip


@pytest.mark.parametrize(("seed", "size", "portals"), WORLDS)
def test_every_cell_is_right_or_says_why_not_and_none_is_silently_wrong(
    seed: int, size: int, portals: tuple[str, ...]
) -> None:
    replica, verdicts, mistaken = Replica(World(seed=seed, reports=size, portals=portals)), Verdicts(), []
    for truth in replica.truth():
        if not truth["published"]:
            continue
        for media, url, told in renditions(replica, truth):
            report = read(replica, truth, url)
            found = (report.kind, report.year.value, report.template)
            if found != (Kind.ANNUAL_REPORT, truth["year"], truth["template"]):
                mistaken.append((url, media, found, report.reason))
            if truth["template"] not in READ_NOW:
                continue
            cells = without_text((f.indicator, Cell(f.value, f.status)) for f in report.figures)
            verdicts.judge(media, url, told, cells)
            if told is truth and _failing(report) != {_place(c) for c in truth["failing_checks"]}:
                mistaken.append((url, media, _failing(report), truth["failing_checks"]))
    assert not mistaken, mistaken[:5]
    assert not verdicts.wrong, verdicts.wrong[:5]
    assert not verdicts.enough(), verdicts.counts


def _failing(report: Report) -> set[tuple[str, str]]:
    """Identities that fail, where the replica speaks of them: bounds and soft checks it keeps without saying so."""
    failing = [c for c in report.checks if c.status == CheckStatus.FAIL and c.id not in ("C7", *SOFT)]
    return {_place({"id": c.id, "row": c.row or "", "column": c.column or ""}) for c in failing}


def _place(check: dict[str, str]) -> tuple[str, str]:
    """An identity of a row or column; the replica names those of the table of 2014 by their id alone."""
    place = check.get("row") or check.get("column") or ""
    return check["id"], "" if check["id"].startswith("C") else place


@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_no_item_beside_the_reports_is_taken_for_one(seed: int) -> None:
    replica, taken = Replica(World(seed=seed, reports=300)), []
    for truth in replica.truth():
        for item in truth["lookalikes"]:
            body = fetched(replica, item["url"], item["url"])
            report = read_report(read_document(body), Context(url=item["url"], listed_title=item["title"]))
            if report.kind == Kind.ANNUAL_REPORT:
                taken.append((item["url"], item["kind"], item["title"], report.reason))
    assert not taken, taken[:10]
