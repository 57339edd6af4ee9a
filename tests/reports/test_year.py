"""The reporting year: what tells it best wins, and what disagrees is shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.reports.model import Context
from archive.reports.words import fold
from archive.reports.year import period_year
from tests.reports.report_pages import PROSE, SECTIONS, as_html, narrative, read

DIGITS = "〇一二三四五六七八九"
FORMS = (
    "统计期限自{y}年1月1日起至{y}年12月31日止", "统计期限为{y}年1月1日至12月31日", "期限自 {y} 年 1 月 1 日起，至 {y} 年 12 月 31 日止",
    "数据从{y}11日到{y}1231日", "{y}11日至{y}1231日", "{y}年1月1日—{y}年12月31日", "{y}年1月1日～12月31日期间", "自{y}年1月1日开始到同年12月31日",
    "{c}年一月一日至{c}年十二月三十一日", "{y}年1月1日 - {y}年12月31日", "{y}年01月01日至{y}年12月31日",
    "统计期限：{y}.1.1-{y}.12.31", "统计期限为{y}-01-01至{y}-12-31", "统计期限自{y}年1月起至{y}年12月止", "统计时段为{y}年1月至12月",
    "{y}/1/1—{y}/12/31", "统计时限：{y}年1月1日零时至{y}年12月31日24时", "{y}年1月1日00:00至{y}年12月31日24:00", "数据统计截止时间为{y}年12月31日",
    "统计数据截至{y}年12月底",
)  # fmt: skip


@given(st.integers(2008, 2026), st.sampled_from(FORMS))
def test_the_period_is_read_in_every_form(year: int, form: str) -> None:
    chinese = "".join(DIGITS[int(digit)] for digit in str(year))
    sentence = "本年报所列数据的" + form.format(y=year, c=chinese) + "。上一年度为2001年。"
    assert period_year(fold(sentence)) == year


@pytest.mark.parametrize("zero", "〇○零0OoＯ")
def test_chinese_numerals_take_any_sign_for_zero(zero: str) -> None:
    report = read(narrative(f"某县水利局二{zero}一二年政府信息公开工作年度报告", period=False))
    assert (report.year.value, report.year.source) == (2012, "title")


def test_the_period_outranks_the_title_and_the_conflict_is_flagged() -> None:
    report = read(narrative("某县水利局2021年政府信息公开工作年度报告", year=2020))
    assert (report.year.value, report.year.source) == (2020, "period")
    assert report.year.candidates["title"] == 2021
    assert "year_conflict" in report.flags


def test_the_portal_tells_the_year_where_the_report_does_not() -> None:
    text = narrative("某县水利局政府信息公开工作年度报告", period=False)
    assert read(text, Context(year=2016)).year.source == "portal"
    assert read(text, Context(year=2016)).year.value == 2016


def test_the_listed_title_tells_the_year_where_nothing_better_does() -> None:
    report = read(narrative("工作年度报告", period=False), Context(listed_title="某局2017年政府信息公开工作年度报告"))
    assert (report.year.value, report.year.source) == (2017, "listed")


def test_the_text_tells_the_year_by_the_one_most_named() -> None:
    text = "某县水利局政府信息公开工作年度报告\n" + "\n".join(f"{h}\n2018年，{PROSE}2018年比2017年好。" for h in SECTIONS)
    assert (read(text).year.value, read(text).year.source) == (2018, "text")


@pytest.mark.parametrize(("shown", "year"), [("2014-01-20", 2013), ("2014-09-20", None)])
def test_a_publication_date_tells_the_year_only_in_the_first_half(shown: str, year: int | None) -> None:
    page = as_html(narrative("某县水利局政府信息公开工作年度报告", period=False))
    page = page.replace("<div id='zoom'>", f"<div>发布时间：{shown}</div><div id='zoom'>")
    report = read(page)
    assert report.year.value == year
    assert ("year_from_published" in report.flags) == (year is not None)


def test_an_old_report_put_up_again_years_later_is_marked_as_migrated() -> None:
    page = as_html(narrative("某县水利局2012年政府信息公开工作年度报告", year=2012))
    page = page.replace("<div id='zoom'>", "<div>发布日期：2022-04-22</div><div id='zoom'>")
    report = read(page, Context(url="http://www.x.gov.cn/zwgk/202204/t20220421_5845924.shtml"))
    assert report.year.value == 2012
    assert report.dates["published_shown"] == "2022-04-22"
    assert report.dates["published_in_url"] == "2022-04-21"
    assert "likely_migrated" in report.flags


def test_dates_of_signature_and_form_are_kept_apart() -> None:
    text = narrative("某县水利局2013年政府信息公开工作年度报告", year=2013) + "\n填报日期：2014-3-5\n某县水利局\n二〇一四年三月十二日\n"
    report = read(text)
    assert report.dates == {"signed_date": "2014-03-12", "filled_date": "2014-03-05"}


@pytest.mark.parametrize(("end", "signed"), [
    ("某县水利局\n2014.3.12", "2014-03-12"), ("某县水利局\n2014-03-12", "2014-03-12"), ("某县水利局 2014年3月12日", "2014-03-12"),
    ("相关信息\n2014-03-12", None), ("某县水利局\n二〇一四年三月", None),
])  # fmt: skip
def test_a_day_in_figures_below_the_body_s_name_is_its_signature(end: str, signed: str | None) -> None:
    report = read(narrative("某县水利局2013年政府信息公开工作年度报告", year=2013) + f"\n{end}\n")
    assert report.dates.get("signed_date") == signed


@pytest.mark.parametrize(("path", "day"), [
    ("art/2022/1/5/art_1_2.html", "2022-01-05"), ("202201/t20220105_434.shtml", "2022-01-05"), ("20220105/1.html", "2022-01-05"),
    ("2022-01/05/content_1.html", "2022-01-05"), ("202201/05/c1.html", "2022-01-05"), ("20221399/1.html", None), ("161004024258506762.html", None),
])  # fmt: skip
def test_the_day_in_an_address_is_kept(path: str, day: str | None) -> None:
    report = read(as_html(narrative("某县水利局2021年政府信息公开工作年度报告", 2021)), Context(url=f"http://www.x.gov.cn/{path}"))
    assert report.dates.get("published_in_url") == day


def test_months_of_other_matters_are_no_period() -> None:
    assert period_year(fold("2020年1月至12月，举办培训班3期。")) is None


def test_a_line_of_a_million_characters_does_not_hold_up_the_year() -> None:
    assert period_year("统计2020年1月至" * 100_000) is None
    assert period_year("2020年1月1日起" * 100_000) is None
    assert period_year("二〇二〇年" * 200_000) is None


def test_the_document_s_own_title_keeps_its_year_and_takes_the_agency_from_the_listing() -> None:
    context = Context(listed_title="某县水利局2019年政府信息公开工作年度报告")
    report = read(narrative("2020年度政府信息公开工作报告", period=False), context)
    assert (report.agency, report.year.value, report.year.candidates["listed"]) == ("某县水利局", 2020, 2019)
    assert "year_conflict" in report.flags


def test_a_sum_up_to_a_day_is_no_period() -> None:
    assert period_year(fold("据统计，截至2020年12月31日，累计公开信息四百条。")) is None
