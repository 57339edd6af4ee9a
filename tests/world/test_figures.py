"""What the reader makes of the replica's pages, cell by cell against what the replica says is true."""

from collections import Counter

import pytest

from archive.documents.open import read_document
from archive.reports.model import Context, Figure
from archive.reports.read import read_report
from archive.words import CheckStatus, Kind
from crawler.replica import Replica, World
from crawler.replica.messages import Request

READ_NOW = ("t2019", "t2021")
"""Templates whose cells the reader gives now."""


@pytest.mark.parametrize(("seed", "size"), [(1, 60), (2, 60), (3, 60), pytest.param(4, 600, marks=pytest.mark.slow)])
def test_every_cell_is_right_or_says_why_not_and_none_is_silently_wrong(seed: int, size: int) -> None:
    replica, counts, wrong = Replica(World(seed=seed, reports=size)), Counter[str](), []
    for truth in replica.truth():
        if not truth["published"] or truth["kind"] != "annual_report":
            continue
        target = f"/module/xxgk/xxgkAnnualReport.jsp?area={truth['area']}&fbtime={truth['year']}"
        body = replica.answer(Request("GET", "https", str(truth["host"]), 443, target)).body
        report = read_report(read_document(body), Context(area=str(truth["area"]), year=int(str(truth["year"]))))
        assert (report.kind, report.year.value, report.template) == (
            Kind.ANNUAL_REPORT, truth["year"], truth["template"]
        ), truth["url"]  # fmt: skip
        if truth["template"] not in READ_NOW:
            continue
        assert _failing(report.checks) == {_place(c) for c in truth["failing_checks"] if c["id"][0] in "AB"}
        cells = {f.indicator: f for f in report.figures if not f.indicator.startswith("text.")}
        for name, value in truth["figures"].items():
            verdict = _verdict(cells.get(name), value, truth["statuses"].get(name, "blank"))
            counts[verdict] += 1
            wrong += [(truth["url"], name, value, cells.get(name))] if verdict in ("wrong", "missing") else []
        wrong += [
            (truth["url"], n, "not printed", f) for n, f in cells.items()
            if n not in truth["figures"] and f.value is not None
        ]  # fmt: skip
    assert not wrong, wrong[:5]
    assert counts["right"] >= 0.99 * counts.total(), counts


def _verdict(figure: Figure | None, value: float | None, status: str) -> str:
    if figure is None:
        return "missing"
    if figure.value is None:
        return "right" if value is None and figure.status == status else "flagged"
    return "right" if value is not None and abs(figure.value - value) < 0.005 else "wrong"


def _failing(checks: object) -> set[tuple[str, str]]:
    assert isinstance(checks, tuple)
    return {(c.id, c.row or c.column or "") for c in checks if c.status == CheckStatus.FAIL}


def _place(check: dict[str, str]) -> tuple[str, str]:
    return check["id"], check.get("row") or check.get("column") or ""
