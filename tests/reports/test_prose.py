"""Figures from sentences."""

import pytest

from archive.reports.dictionary import indicators
from archive.reports.model import Figure, Section
from archive.reports.prose import prose_figures
from archive.words import Method


def read(text: str, key: str = "s1_overview", *, none: bool = False) -> dict[str, Figure]:
    return {figure.indicator: figure for figure in prose_figures((Section(key, "", text, none),))}


STATED = [
    ("全年共收到政府信息公开申请25件，办结25件。", {"applications.received.total": 25, "applications.completed.total": 25}),
    ("受理 公民、法人和其他组织提交的政府信息公开申请 1,204 件。", {"applications.received.total": 1204}),
    ("收到依申请公开申请3件，其中当面申请1件、网络申请2件。", {"applications.received.total": 3}),
    ("其中，予以公开4件，部分公开1件，不予公开2件。", {
        "applications.result.granted.total": 4, "applications.result.partly_granted.total": 1, "applications.result.denied.all": 2,
    }),
    ("结转下年度继续办理2件。", {"applications.carried_out.total": 2}),
    ("上年结转申请5件。", {"applications.carried_in.total": 5}),
    ("主动公开政府信息227条。", {"proactive.items_disclosed.total": 227}),
    ("截至年底，累计主动公开政府信息5000条。", {"proactive.items_disclosed.cumulative": 5000}),
    ("因政府信息公开被申请行政复议3件，提起行政诉讼1件。", {"review.total": 3, "litigation.all.total": 1}),
    ("发出信息公开收费通知1件，总金额380元，实际收取信息处理费380元。", {
        "fees.processing_fee.notices": 1, "fees.processing_fee.charged_amount": 380, "fees.processing_fee.received_amount": 380,
    }),
    ("收取的政府信息公开信息处理费为 0.05 万元。", {"fees.processing_fee.received_amount": 500}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "values"), STATED)
def test_a_sentence_gives_its_figures(text: str, values: dict[str, int]) -> None:
    found = read(text)
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
])
def test_a_number_that_is_not_there_or_not_of_this_is_not_taken(text: str) -> None:
    assert {name: figure.value for name, figure in read(text).items() if figure.value is not None} == {}


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
