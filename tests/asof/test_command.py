"""--as-of on the command line, and what the commands tell of events."""

import csv
import io
import json

import pytest

from archive.words import Event
from tests.asof.conftest import BUREAU, TwoDays
from tests.store.inside import gongkai

AS_OF = ("--as-of", "2026-05-04")


@pytest.mark.parametrize(("day", "words"), [
    ("2026-02-30", ("not a day", "2026-01-31")), ("20260504", ("not a day",)), ("2026-05-03", ("before the first", "2026-05-04")),
    ("2999-01-01", ("future", "2026-07-09")),
])  # fmt: skip
def test_a_day_that_cannot_be_answered_is_one_line(two_days: TwoDays, day: str, words: tuple[str, ...]) -> None:
    assert gongkai("coverage", "--as-of", day, "--archive", two_days.archive).refused(day, *words)


def test_coverage_and_show_are_those_of_the_day(two_days: TwoDays) -> None:
    then, was = (
        json.loads(gongkai("coverage", *words, "--json").stdout)
        for words in ((*AS_OF, "--archive", two_days.archive), ("--archive", two_days.before))
    )
    assert then == was and then
    cell = next(row for row in then if row["area"] == BUREAU and row["year"] == 2021)
    name = f"{cell['agency_id']}/2021"
    shown, before = (
        json.loads(gongkai("show", name, "--indicator", "applications.received.total", *words, "--json").stdout)
        for words in ((*AS_OF, "--archive", two_days.archive), ("--archive", two_days.before))
    )
    assert shown == before and shown["figures"][0]["value"] == 2 and shown["warc_file"]


def test_search_and_release_are_those_of_the_day(two_days: TwoDays, tmp_path_factory: pytest.TempPathFactory) -> None:
    archive = ("--archive", two_days.archive)
    assert json.loads(gongkai("search", "营商环境", "--json", *archive).stdout)["total"] == 1
    assert json.loads(gongkai("search", "营商环境", "--json", *AS_OF, *archive).stdout)["total"] == 0
    folder = tmp_path_factory.mktemp("release") / "then"
    assert gongkai("release", folder, *AS_OF, *archive).code == 0
    assert (folder / "long.csv").read_bytes() == (two_days.released / "long.csv").read_bytes()
    late = gongkai("release", folder.with_name("late"), "--year", "2026", *AS_OF, *archive)
    assert late.refused("2026", "2025")


def test_events_are_listed_and_told_of_a_report(two_days: TwoDays) -> None:
    archive = ("--archive", two_days.archive)
    rows = list(csv.DictReader(io.StringIO(gongkai("coverage", "taian", "--year", "2021", "--events", "--csv", *archive).stdout)))
    assert [row["event"] for row in rows] == ["first_seen", "text_changed", "figures_changed"]
    listed = gongkai("coverage", "--events", *archive).stdout
    assert "moved.html" in listed and {word for word in Event if word in listed} >= {Event.MOVED, Event.WITHDRAWN, Event.REPLACED}
    agency, report = rows[1]["agency_id"], rows[1]["report_after"]
    told = gongkai("show", report, *archive).stdout
    assert f"gongkai diff {rows[1]['report_before']} {report}" in told
    events = json.loads(gongkai("show", f"{agency}/2021", "--json", *AS_OF, *archive).stdout)["events"]
    assert [event["event"] for event in events] == ["first_seen"]
    picture = gongkai("coverage", "--events", "--svg", *archive)
    assert picture.refused("--svg")
