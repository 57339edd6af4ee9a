"""Alarms: each has its case, a usual night has none, and what is no alarm stays silent."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.store.night_counts import DryList
from crawler.nightly.alarms import USUAL as WINDOW
from crawler.nightly.alarms import Past, archive_alarms, portal_alarms
from crawler.nightly.model import Alarm, HostNight, PortalNight
from tests.nightly.records import HOST, USUAL, host, night, past, usual_nights

DRY = DryList("taian", f"https://{HOST}/col/col1/index.html", 36)


def _kinds(now: PortalNight, before: Past, *dry: DryList, partial: bool = False) -> list[str]:
    return [alarm.kind for alarm in portal_alarms("taian", now, before, dry, partial=partial)]


@pytest.mark.parametrize(("now", "kinds"), [
    (USUAL, []),
    (replace(USUAL, new=0, doubted=0), []),
    (replace(USUAL, answered=0, hosts=host(answered=0, failure="waf_refused"), reports_listed=0), ["silent"]),
    (replace(USUAL, asked=0, answered=0, hosts={}, reports_listed=0), ["silent"]),
    (replace(USUAL, answered=20, hosts=host(answered=20, failure="unreachable:tcp")), ["refused"]),
    (replace(USUAL, answered=58, hosts=host(answered=58, failure="server_error")), []),
    (replace(USUAL, hosts=host(asked=40, answered=38, never_asked=30, failure="rate_limited")), ["resting"]),
    (replace(USUAL, reports_listed=200), ["listed_fall"]),
    (replace(USUAL, reports_listed=0, agencies_listed=0), ["listed_fall"]),
    (replace(USUAL, reports_listed=300), []),
    (replace(USUAL, documents_fresh=1), ["unread"]),
    (replace(USUAL, documents_failed=4), []),
    (replace(USUAL, new=20, doubted=15), ["doubt"]),
    (replace(USUAL, new=5, doubted=5), []),
])  # fmt: skip
def test_each_case_and_no_other(now: PortalNight, kinds: list[str]) -> None:
    assert _kinds(now, usual_nights()) == kinds
    assert _kinds(now, past()) == [], "nothing is unusual on a first night"


def test_a_dry_list_is_told_once_and_by_its_address() -> None:
    (alarm,) = portal_alarms("taian", replace(USUAL, reports_listed=0), usual_nights(), [DRY], partial=False)
    assert alarm.kind == "list_dry" and DRY.url in alarm.text and "36" in alarm.text


def test_another_host_of_the_portal_may_refuse_alone() -> None:
    both = {HOST: HostNight(60, 60), "www.xintai.gov.cn": HostNight(9, 9)}
    before = past(night({"taian": replace(USUAL, asked=69, answered=69, hosts=both)}))
    hosts = both | {"www.xintai.gov.cn": HostNight(1, 0, 0, "challenge:ruishu")}
    (alarm,) = portal_alarms("taian", replace(USUAL, hosts=hosts), before, [], partial=False)
    assert alarm.kind == "refused" and "www.xintai.gov.cn" in alarm.text and "challenge:ruishu" in alarm.text


def test_a_crawl_that_did_not_end_says_nothing_of_what_it_did_not_reach() -> None:
    cut = replace(USUAL, asked=5, answered=5, reports_listed=10, hosts=host(asked=5, answered=5, never_asked=90, failure="shell"))
    assert _kinds(cut, usual_nights(), partial=True) == []
    assert _kinds(cut, usual_nights()) != []


def test_what_is_always_so_is_no_alarm() -> None:
    closed = replace(USUAL, answered=0, hosts=host(answered=0, failure="waf_refused"), reports_listed=0)
    assert _kinds(closed, past(*[night({"taian": closed})] * 5)) == []


@given(st.integers(1, 25))
def test_an_alarm_lasts_as_long_as_its_cause_while_good_nights_are_remembered(bad: int) -> None:
    closed = replace(USUAL, answered=0, hosts=host(answered=0, failure="waf_refused"), reports_listed=0)
    alarm = Alarm("silent", "taian", "…")
    nights = [*[night({"taian": closed}, alarms=(alarm,))] * bad, *[night({"taian": USUAL})] * 3]
    assert _kinds(closed, past(*nights)) == ["silent"]


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=20))
def test_the_usual_night_is_the_median_of_the_last_seven(requests: list[int]) -> None:
    usual = past(*(night({"taian": replace(USUAL, requests=number)}) for number in requests)).usual["taian"]
    window = sorted(requests[:WINDOW])
    assert window[0] <= usual.requests <= window[-1]
    assert usual.requests == round((window[(len(window) - 1) // 2] + window[len(window) // 2]) / 2)


def test_an_earlier_form_of_the_record_is_understood() -> None:
    assert PortalNight.of({"name": "泰安市", "asked": 3, "of_another_time": 1, "hosts": {HOST: {"asked": 3, "x": 1}}}) == PortalNight(
        name="泰安市", asked=3, hosts={HOST: HostNight(3)}
    )


def test_alarms_of_the_whole_archive() -> None:
    def kinds(before: Past, lost: list[tuple[str, int]], free: int) -> list[str]:
        return [alarm.kind for alarm in archive_alarms(before, {"taian": USUAL}, lost, free, 5 * 10**9)]

    assert kinds(usual_nights(), [], 10**10) == [] and kinds(past(), [], 10**10) == []
    assert kinds(usual_nights(), [], 10**9) == ["disk"]
    assert kinds(usual_nights(), [("a1", 2020)], 10**10) == ["lost"]
    assert kinds(past(None, night({"taian": USUAL})), [], 10**10) == []
    assert kinds(past(None, None, night({"taian": USUAL})), [], 10**10) == ["broken_off"]
    assert kinds(past(night({"taian": USUAL, "weihai": USUAL})), [], 10**10) == ["dropped"]
