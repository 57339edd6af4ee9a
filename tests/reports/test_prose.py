"""Figures from sentences."""

import pytest

from archive.reports.dictionary import indicators
from archive.reports.model import Figure, Section
from archive.reports.prose import prose_figures
from archive.words import Method


def read(
    text: str, key: str = "s1_overview", *, none: bool = False, year: int | None = None, title: str = ""
) -> dict[str, Figure]:
    return {figure.indicator: figure for figure in prose_figures((Section(key, title, text, none),), year)}


STATED = [
    ("全年共收到政府信息公开申请25件，办结25件。", {"applications.received.total": 25, "applications.completed.total": 25}),
    ("受理 公民、法人和其他组织提交的政府信息公开申请 1,204 件。", {"applications.received.total": 1204}),
    ("信息公开方面，本年度收到申请事项2件。", {"applications.received.total": 2}),
    ("收到依申请公开申请3件，其中当面申请1件、网络申请2件。", {"applications.received.total": 3}),
    ("全年共受理依申请公开件6件，其中公开5件。", {"applications.received.total": 6}),
    ("其中，予以公开4件，部分公开1件，不予公开2件。", {
        "applications.result.granted.total": 4, "applications.result.partly_granted.total": 1, "applications.result.denied.all": 2,
    }),
    ("结转下年度继续办理2件。", {"applications.carried_out.total": 2}),
    ("全年办结政府信息公开申请31件，结转下年度继续办理2件。", {"applications.completed.total": 31, "applications.carried_out.total": 2}),
    ("办结的申请中同意公开答复5件，不予公开答复2件。", {"applications.result.granted.total": 5, "applications.result.denied.all": 2}),
    ("已全部答复申请人，其中同意公开3件，信息不存在2件。", {"applications.result.granted.total": 3, "applications.not_existing": 2}),
    ("答复申请中，同意公开6件、不同意公开2件。", {"applications.result.granted.total": 6, "applications.result.denied.all": 2}),
    ("本年新收政府信息公开申请13件，上年结转2件。", {"applications.received.total": 13, "applications.carried_in.total": 2}),
    ("政府信息公开类行政复议6件，诉讼4件，均获维持。", {"review.total": 6, "litigation.all.total": 4}),
    ("全年收到依申请公开申请事项0件。", {"applications.received.total": 0}),
    ("2012年，我局收到政府信息依申请公开办理事项6件，均已答复。", {"applications.received.total": 6}),
    ("上年结转申请5件。", {"applications.carried_in.total": 5}),
    ("主动公开政府信息227条。", {"proactive.items_disclosed.total": 227}),
    ("截至年底，累计主动公开政府信息5000条。", {"proactive.items_disclosed.cumulative": 5000}),
    ("因政府信息公开被申请行政复议3件，提起行政诉讼1件。", {"review.total": 3, "litigation.all.total": 1}),
    ("发出信息公开收费通知1件，总金额380元，实际收取信息处理费380元。", {
        "fees.processing_fee.notices": 1, "fees.processing_fee.charged_amount": 380, "fees.processing_fee.received_amount": 380,
    }),
    ("收取的政府信息公开信息处理费为 0.05 万元。", {"fees.processing_fee.received_amount": 500}),
    ("全年受理政府信息公开申请十二件，已答复十二件。", {"applications.received.total": 12, "applications.reply.total": 12}),
    ("主动公开政府信息一千零五条。", {"proactive.items_disclosed.total": 1005}),
    ("全年累计主动公开政府信息812条。", {"proactive.items_disclosed.total": 812}),
    ("截至2012年底，累计公开政府信息4300条，其中2012年主动公开政府信息610条。", {
        "proactive.items_disclosed.cumulative": 4300, "proactive.items_disclosed.total": 610,
    }),
    ("去年收到政府信息公开申请3件，2012年收到政府信息公开申请7件。", {"applications.received.total": 7}),
    ("二○一二年，收到政府信息公开申请8件，上年结转申请2件，答复9件。", {
        "applications.received.total": 8, "applications.carried_in.total": 2, "applications.reply.total": 9,
    }),
    ("按照《2010年工作要点》，收到政府信息公开申请6件。", {"applications.received.total": 6}),
    ("因政府信息公开引起的行政复议、行政诉讼各2件。", {"review.total": 2, "litigation.all.total": 2}),
    ("依申请公开政府信息共收取检索、复制、邮寄等费用320元。", {"fees.application_charges_yuan": 320}),
    ("依申请提供政府信息共收取费用1.2万元。", {"fees.application_charges_yuan": 12000}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "values"), STATED)
def test_a_sentence_gives_its_figures(text: str, values: dict[str, int]) -> None:
    found = read(text, year=2012)
    assert {name.removeprefix("text."): figure.value for name, figure in found.items()} == values
    assert all(figure.method == Method.TEXT and figure.raw and figure.raw in text for figure in found.values())


@pytest.mark.parametrize("text", [
    "2020年主动公开信息  条，其中网站公开500条。",
    "主动公开政府信息条，收到来信30件。",
    "主动公开政府信息480余条。",
    "收到行政许可申请2000件。",
    "办理行政复议案件350件，行政诉讼12件。",
    "去年收到政府信息公开申请7件。",
    "条例施行以来收到政府信息公开申请70件。",
    "收到人大建议2件、政协提案13件。",
    "处理热线880件。",
    "收到政府信息公开申请近300件。", "收到政府信息公开申请300件以上。", "收到政府信息公开申请三十余件。", "收到政府信息公开申请数十件。",
    "收到政府信息公开申请十几件。", "收到政府信息公开申请3至5件。", "收到政府信息公开申请3-5件。", "收到政府信息公开申请三五件。",
    "收到政府信息公开申请二百五件。", "主动公开政府信息1.2万余条。", "主动公开政府信息约500条。", "主动公开政府信息500多条。",
    "2011年收到政府信息公开申请9件。", "2008年以来收到政府信息公开申请90件。", "与2011年相比，收到政府信息公开申请多了5件。",
    "2012年，我局网站累计主动公开政府信息900条。", "收到网络申请5件、信函申请3件，均为政府信息公开申请。",
    "推进政务公开，受理行政许可申请500件，办结480件。", "政府信息公开引起的行政复议和行政诉讼共3件。",
    "答复申请中，予以公开及部分公开31件。", "对申请予以部分公开、不予公开共4件。", "告知申请人信息不存在或非本机关掌握的7件。",
    "市本级政府信息公开工作中，其中收到政府信息公开申请4件。", "向申请人提供政府信息，减免费用100元。",
])
def test_a_number_that_is_not_there_or_not_of_this_is_not_taken(text: str) -> None:
    assert {name: figure.value for name, figure in read(text, year=2012).items() if figure.value is not None} == {}


def test_a_statement_of_none_is_no_zero() -> None:
    found = read("全年未收到政府信息公开申请，未发生因政府信息公开引起的行政复议、行政诉讼案件。")
    assert {name: (figure.status, figure.value) for name, figure in found.items()} == {
        "text.applications.received.total": ("none_word", None),
        "text.review.total": ("none_word", None),
        "text.litigation.all.total": ("none_word", None),
    }
    found = read("无", "s4_remedies", none=True)
    assert {name: figure.status for name, figure in found.items()} == {
        "text.review.total": "none_word", "text.litigation.all.total": "none_word",
    }  # fmt: skip


@pytest.mark.parametrize(("text", "names"), [
    ("2012年没有收到公民、法人和其他组织要求公开政府信息的申请。", {"applications.received.total"}),
    ("本年度无依申请公开情况。", {"applications.received.total"}),
    ("没有发生因政府信息公开而申请行政复议、提起行政诉讼的情况。", {"review.total", "litigation.all.total"}),
    ("2012年，我局依申请提供政府信息未收取检索、复制、邮寄等费用。", {"fees.application_charges_yuan"}),
    ("我局全部免费为申请人提供政府信息。", {"fees.application_charges_yuan"}),
])  # fmt: skip
def test_whoever_says_that_there_was_none_states_no_number(text: str, names: set[str]) -> None:
    found = read(text, year=2012)
    assert {name.removeprefix("text."): figure.status for name, figure in found.items()} == dict.fromkeys(names, "none_word")


@pytest.mark.parametrize("text", [
    "政府信息公开行政复议3件，无一件行政诉讼败诉。", "政府信息公开案件未经行政复议直接起诉2件。", "政府信息公开无行政复议被纠错。",
    "查阅点均免费开放，推进信息公开。", "2011年未收到政府信息公开申请。",
    "未产生与政府信息公开诉讼相关的费用支出。",
])  # fmt: skip
def test_words_of_none_about_something_else_state_nothing(text: str) -> None:
    assert not [name for name, figure in read(text, year=2012).items() if figure.status == "none_word"]


def test_a_title_lends_its_words_to_the_sentences_below() -> None:
    found = read("未收取任何费用。", "other", title="五、收费及减免情况", year=2012)
    assert {figure.indicator: figure.status for figure in found.values()} == {"text.fees.application_charges_yuan": "none_word"}


def test_sentences_that_contradict_each_other_give_no_value() -> None:
    found = read("收到政府信息公开申请5件。\n本年收到政府信息公开申请6件。")
    assert found["text.applications.received.total"].status == "unreadable"
    assert found["text.applications.received.total"].flags == ("sentences_differ",)
    found = read("收到政府信息公开申请5件。本局收到政府信息公开申请5件。")
    assert found["text.applications.received.total"].value == 5


def test_every_name_is_in_the_dictionary() -> None:
    names = {each.name for each in indicators() if each.table == "text"}
    assert {f"text.{name}" for _, values in STATED for name in values} <= names


def test_long_text_does_not_hang() -> None:
    for piece in ("收到", "收到申请", "公开申请", "未收取", "1", "主动公开信息"):
        read(piece * (1_000_000 // len(piece)))
