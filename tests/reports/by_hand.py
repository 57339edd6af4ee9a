"""Pages and texts as offices print them, written by hand with the truth beside: labels, spans and odd rows of tables."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape

from archive.documents.open import read_document
from archive.reports.model import Report
from archive.reports.read import read_report

Want = int | float | str
"""What a cell must say: its value, or the status of a cell without one; `none` where any status will do."""
Cell = tuple[str, int, int]
"""Text, columns and rows spanned."""
Values = dict[str, list[int]]

COLUMNS = (
    "natural_person", "business", "research_institution", "public_interest_org", "legal_service_org", "other_org", "total",
)  # fmt: skip
ROWS_2021 = (
    ("一、本年新收政府信息公开申请数量", "received"), ("二、上年结转政府信息公开申请数量", "carried_in"),
    ("（一）予以公开", "result.granted"), ("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "result.partly_granted"),
    ("1．属于国家秘密", "result.denied.state_secret"), ("2．其他法律行政法规禁止公开", "result.denied.prohibited_by_law"),
    ("3．危及“三安全一稳定”", "result.denied.security_stability"), ("4．保护第三方合法权益", "result.denied.third_party_rights"),
    ("5．属于三类内部事务信息", "result.denied.internal_affairs"), ("6．属于四类过程性信息", "result.denied.process_info"),
    ("7．属于行政执法案卷", "result.denied.enforcement_file"), ("8．属于行政查询事项", "result.denied.admin_query"),
    ("1．本机关不掌握相关政府信息", "result.unable.not_held"), ("2．没有现成信息需要另行制作", "result.unable.needs_creation"),
    ("3．补正后申请内容仍不明确", "result.unable.unclear_after_correction"),
    ("1．信访举报投诉类申请", "result.not_processed.petition_complaint"), ("2．重复申请", "result.not_processed.duplicate"),
    ("3．要求提供公开出版物", "result.not_processed.public_publication"),
    ("4．无正当理由大量反复申请", "result.not_processed.excessive_repeated"),
    ("5．要求行政机关确认或重新出具已获取信息", "result.not_processed.confirm_or_reissue"),
    ("1．申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", "result.other.correction_overdue"),
    ("2．申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请", "result.other.fee_overdue"),
    ("3．其他", "result.other.residual"), ("（七）总计", "result.total"), ("四、结转下年度继续办理", "carried_out"),
)  # fmt: skip
ROWS_2019 = (*ROWS_2021[:20], ("（六）其他处理", "result.other.all"), *ROWS_2021[23:])
GROUPS = {
    "result.denied": ("（三）不予公开", 8), "result.unable": ("（四）无法提供", 3),
    "result.not_processed": ("（五）不予处理", 5), "result.other": ("（六）其他处理", 3),
}  # fmt: skip
INNER = ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
HEADS: list[list[Cell]] = [
    [("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", 3, 3), ("申请人情况", 7, 1)],
    [("自然人", 1, 2), ("法人或其他组织", 5, 1), ("总计", 1, 2)],
    [(text, 1, 1) for text in INNER],
]
LEAVES = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
REMEDY_HEADS: list[list[Cell]] = [
    [("行政复议", 5, 1), ("行政诉讼", 10, 1)],
    [*((text, 1, 2) for text in LEAVES), ("未经复议直接起诉", 5, 1), ("复议后起诉", 5, 1)],
    [(text, 1, 1) for text in LEAVES * 2],
]


def applications(rows: Sequence[tuple[str, str]], told: Mapping[str, Sequence[int]]) -> Values:
    """Table 三 with the told cells (from the left, others 0); totals, and what was received, follow from them."""
    values = {stem: [0] * 7 for _, stem in rows}
    for stem, cells in told.items():
        padded = [*cells, *[0] * (6 - len(cells))]
        values[stem] = [*padded, sum(padded)]
    results = [stem for _, stem in rows if stem.startswith("result.") and stem != "result.total"]
    values["result.total"] = [sum(values[stem][at] for stem in results) for at in range(7)]
    values["received"] = [
        values["result.total"][at] + values["carried_out"][at] - values["carried_in"][at] for at in range(7)
    ]
    return values


def wanted(values: Values) -> dict[str, Want]:
    """The cells of table 三 by name."""
    return {f"applications.{stem}.{column}": row[at] for stem, row in values.items() for at, column in enumerate(COLUMNS)}


def wanted_remedies(values: Sequence[Want]) -> dict[str, Want]:
    """The fifteen cells of table 四 by name."""
    blocks = ("review", "litigation.direct", "litigation.after_review")
    names = [f"{block}.{leaf}" for block in blocks for leaf in ("upheld", "corrected", "other", "pending", "total")]
    return dict(zip(names, values, strict=True))


def application_rows(
    rows: Sequence[tuple[str, str]], values: Values, show: Callable[[int], str] = str
) -> list[list[Cell]]:
    """The rows of table 三 with the spans of the official form."""
    out: list[list[Cell]] = []
    held, group = "", ""
    for label, stem in rows:
        lead: list[Cell] = []
        group = ".".join(stem.split(".")[:2])
        if not stem.startswith("result."):
            lead = [(label, 3, 1)]
        else:
            lead = [] if any(row[0][0].startswith("三、") for row in out) else [("三、本年度办理结果", 1, len(rows) - 3)]
            if group in GROUPS and stem != "result.other.all":
                lead += [(GROUPS[group][0], 1, GROUPS[group][1])] if held != group else []
                lead.append((label, 1, 1))
            else:
                lead.append((label, 2, 1))
        held = group
        out.append([*lead, *((show(value), 1, 1) for value in values[stem])])
    return out


def table(rows: Iterable[Sequence[Cell]], show: Callable[[str], str] = lambda text: escape(text) or "&nbsp;") -> str:
    """An HTML table."""
    lines = ("".join(f"<td{_spans(cell)}>{show(cell[0])}</td>" for cell in row) for row in rows)
    return f"<table border=1>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>"


def _spans(cell: Cell) -> str:
    across = f" colspan={cell[1]}" if cell[1] > 1 else ""
    return across + (f" rowspan={cell[2]}" if cell[2] > 1 else "")


def row(*texts: str, wide: int = 1) -> list[Cell]:
    """Cells of one column each, the last `wide` columns."""
    return [*((text, 1, 1) for text in texts[:-1]), (texts[-1], wide, 1)]


def page(body: str, title: str = "信息公开") -> str:
    """A page without any known mark of its article."""
    return (
        f"<html><head><meta charset=utf-8><title>{title}</title></head><body><div>首页 &gt; 政府信息公开 &gt; 年报</div>"
        f"<div class=article>{body}</div></body></html>"
    )


def read(source: str, name: str = "a.html") -> Report:
    """A source as a report."""
    return read_report(read_document(source.encode(), filename=name))


def differences(report: Report, want: Mapping[str, Want], *, texts: bool = False) -> list[tuple[str, Want, object]]:
    """Cells that say something else than they must, and values stated of cells that are not there."""
    figures = {each.indicator: each for each in report.figures if each.indicator.startswith("text.") == texts}
    out: list[tuple[str, Want, object]] = []
    for name, told in want.items():
        figure = figures.get(name)
        said: object = None if figure is None else figure.value if figure.value is not None else str(figure.status)
        right = (figure is None or figure.value is None) if told == "none" else said == told
        out += [] if right else [(name, told, said)]
    return out + [(name, "none", each.value) for name, each in figures.items() if name not in want and each.value is not None]
