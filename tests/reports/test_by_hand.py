"""Pages and texts of all eras as offices print them, each odd in its own way: every cell, and who and when."""

from html import escape

import pytest

from archive.words import CheckStatus, Kind
from tests.reports import by_hand as b
from tests.reports.report_pages import PROSE

P = "proactive."


def test_word_pastes_a_span_for_each_character_and_money_in_yuan() -> None:
    values = b.applications(b.ROWS_2021, {"carried_in": (1,), "result.granted": (12, 1), "result.unable.not_held": (103,), "carried_out": (4,)})
    two = [
        b.row("第二十条第（一）项", wide=4), b.row("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"),
        b.row("规章", "0", "0", "0"), b.row("行政规范性文件", "2", "1", "1 1"),
        b.row("第二十条第（五）项", wide=4), b.row("信息内容", "本年处理决定数量", wide=3), b.row("行政许可", "1,204", wide=3),
        b.row("第二十条第（六）项", wide=4), b.row("信息内容", "本年处理决定数量", wide=3), b.row("行政处罚", "７７", wide=3),
        b.row("行政强制", "—", wide=3), b.row("第二十条第（八）项", wide=4),
        b.row("信息内容", "本年收费金额（单位：元）", wide=3), b.row("行政事业性收费", "12,500", wide=3),
    ]  # fmt: skip
    printed = ["1", "0", "0", "0", "1", *["0"] * 10]
    parts = [
        "台儿庄区住房和城乡建设局2022年政府信息公开工作年度报告", "统计期限自2022年1月1日起至2022年12月31日止。", "一、总体情况", "略。", two,
        "三、收到和处理政府信息公开申请情况", [*b.HEADS, *b.application_rows(b.ROWS_2021, values)],
        "四、政府信息公开行政复议、行政诉讼情况", [*b.REMEDY_HEADS, b.row(*printed)],
    ]  # fmt: skip
    report = b.read(b.page("".join(_soup(part) if isinstance(part, str) else b.table(part, _soup) for part in parts)))
    assert b.differences(report, b.wanted(values) | b.wanted_remedies([*map(int, printed)]) | {
        P + "regulations.issued": 0, P + "regulations.repealed": 0, P + "regulations.in_force": 0,
        P + "normative_documents.issued": 2, P + "normative_documents.repealed": 1,
        P + "normative_documents.in_force": "unreadable", P + "licensing.decisions": 1204, P + "penalties.decisions": 77,
        P + "coercion.decisions": "dash", P + "admin_fees.amount": 1.25,
    }) == []  # fmt: skip
    assert (report.agency, report.year.value, report.template) == ("台儿庄区住房和城乡建设局", 2022, "t2021")


def _soup(text: str) -> str:
    inner = "".join(f"<span lang=EN-US style='font-size:9pt'>{escape(char)}</span>" for char in text or "\u00a0")
    return f"<p class=MsoNormal align=center>{inner}<span><o:p></o:p></span></p>"


def test_cells_left_over_from_rowspans_signs_notes_and_words_in_cells() -> None:
    values = b.applications(b.ROWS_2019, {"result.granted": (5, 2, 0, 0, 1), "result.partly_granted": (1,), "result.other.all": (2,)})
    heads = [b.HEADS[0], [("", 3, 1), *b.HEADS[1]], [("", 3, 1), ("", 1, 1), *b.HEADS[2], ("", 1, 1)]]
    rows = [[("", 1, 1), *row] if 3 < at < 20 else row for at, row in enumerate(b.application_rows(b.ROWS_2019, values))]
    items = b.row("信息内容", "上一年项目数量", "本年增/减", "处理决定数量")
    two = [
        b.row("第二十条第（一）项", wide=4), b.row("信息内容", "本年新\n制作数量", "本年新\n公开数量", "对外公开\n总数量"),
        b.row("规章", "/", "/", "/"), b.row("规范性文件", "３", "３", "２８（含废止2件）"), b.row("第二十条第（五）项", wide=4), items,
        b.row("行政许可", "13", "＋1", "2,318件"), b.row("其他对外管理服务事项", "—", "—", "—"),
        b.row("第二十条第（六）项", wide=4), items, b.row("行政处罚", "210", "减3", "无"), b.row("行政强制", "11", "持平", "0"),
        b.row("第二十条第（八）项", wide=4), b.row("信息内容", "上一年项目数量", "本年增/减", wide=2), b.row("行政事业性收费", "1", "0", wide=2),
        b.row("第二十条第（九）项", wide=4), b.row("信息内容", "采购项目数量", "采购总金额（万元）", wide=2), b.row("政府集中采购", "6", "123.45", wide=2),
    ]  # fmt: skip
    report = b.read(b.page(
        "<p align=center>莒县自然资源和规划局</p><p align=center>2020年度政府信息公开工作报告</p><p>一、总体情况</p>"
        f"<p>略。</p><p>二、主动公开政府信息情况</p>{b.table(two)}<p>三、收到和处理政府信息公开申请情况</p>{b.table([*heads, *rows])}"
        f"<p>四、政府信息公开行政复议、行政诉讼情况</p>{b.table([*b.REMEDY_HEADS, b.row(*[''] * 15)])}"
    ))  # fmt: skip
    names = [("regulations", ("issued", "published_new", "published_total")), ("normative_documents", ("issued", "published_new", "published_total"))]
    names += [(stem, ("items_prev_year", "items_change", "decisions")) for stem in ("licensing", "other_external_services", "penalties", "coercion")]
    names += [("admin_fees", ("items_prev_year", "items_change")), ("procurement", ("projects", "amount"))]
    said: list[b.Want] = [
        *["dash"] * 3, 3, 3, 28, 13, 1, 2318, *["dash"] * 3, 210, -3, "none_word", 11, "unreadable", 0, 1, 0, 6, 1_234_500,
    ]  # fmt: skip
    want = dict(zip((f"{P}{stem}.{each}" for stem, suffixes in names for each in suffixes), said, strict=True))
    assert b.differences(report, b.wanted(values) | b.wanted_remedies(["blank"] * 15) | want) == []
    assert (report.agency, report.year.value, report.template) == ("莒县自然资源和规划局", 2020, "t2019")


def test_a_township_on_a_page_of_layout_tables_with_one_number_and_hardly_a_word() -> None:
    values = b.applications(b.ROWS_2021, {"result.granted": (2,), "result.denied.internal_affairs": (1,)})
    inner = b.table([*b.HEADS, *b.application_rows(b.ROWS_2021, values, lambda value: str(value or ""))])
    source = (
        "<html><head><title>信息公开</title></head><body><table width=1000><tr><td colspan=2><table><tr><td>网站首页</td>"
        "<td>政民互动</td></tr></table></td></tr><tr><td width=200><table><tr><td>信息公开指南</td></tr><tr><td>信息公开年报</td></tr>"
        "</table></td><td><table><tr><td><table border=1><tr><td>索引号</td><td>11370400/2022-00012</td><td>公开方式</td><td>主动公开"
        "</td></tr><tr><td>发布机构</td><td>滕州市西岗镇人民政府</td><td>发布日期</td><td>2022-01-25</td></tr></table></td></tr><tr>"
        "<td align=center><font size=5>西岗镇2021年政府信息公开工作年度报告</font></td></tr><tr><td><p>一、总体情况</p><p>主动公开政府信息56条。"
        f"</p><p>三、收到和处理政府信息公开申请情况</p><table width=90%><tr><td>{inner}</td></tr></table><p>四、政府信息公开行政复议、行政诉讼"
        "情况</p><p>无。</p></td></tr></table></td></tr><tr><td colspan=2>主办：滕州市人民政府</td></tr></table></body></html>"
    )
    report = b.read(source)
    assert b.differences(report, {name: value or "blank" for name, value in b.wanted(values).items()}) == []
    assert (report.agency, report.year.value, "agency_completed" in report.flags) == ("滕州市西岗镇人民政府", 2021, True)


def test_a_table_over_three_pages_and_remedies_in_three_rows() -> None:
    values = b.applications(b.ROWS_2021, {"carried_in": (0, 3), "result.granted": (44, 6, 0, 0, 2, 1), "result.partly_granted": (7,), "carried_out": (6, 1)})
    rows, said = b.application_rows(b.ROWS_2021, values), [3, 1, 0, 2, 6, 1, 0, 0, 1, 2, 2, 0, 1, 0, 3]
    labels = ("行政复议", "未经复议直接起诉", "复议后起诉")
    four = [b.row(label, *map(str, said[5 * at : 5 * at + 5])) for at, label in enumerate(labels)]
    body = (
        "<h1>岚山区人民政府2023年政府信息公开工作年度报告</h1><p>一、总体情况</p><p>略。</p><p>三、收到和处理政府信息公开申请情况</p>"
        f"{b.table([*b.HEADS, *rows[:9]])}<p>—3—</p><p>（续表）</p>{b.table([*b.HEADS, *rows[9:17]])}<p>—4—</p>{b.table(rows[17:])}"
        "<p>四、政府信息公开行政复议、行政诉讼情况</p>"
    )
    report = b.read(b.page(body + b.table([b.row("类别", *b.LEAVES), *four])))
    assert b.differences(report, b.wanted(values) | b.wanted_remedies(said)) == []
    places = {figure.indicator: figure.locator.row for figure in report.figures}
    assert [places[f"{name}.total"] for name in ("review", "litigation.direct", "litigation.after_review")] == [2, 3, 4]
    for order in ((0, 2, 1), (1, 0, 2), (2, 0, 1)):
        turned = b.read(b.page(body + b.table([b.row("类别", *b.LEAVES), *(four[at] for at in order)])))
        assert b.differences(turned, b.wanted(values) | b.wanted_remedies(["none"] * 15)) == []


def test_a_column_of_remarks_takes_nothing_and_rows_of_no_form_are_kept_raw() -> None:
    values = b.applications(b.ROWS_2021, {"result.granted": (4,), "result.unable.not_held": (2, 1)})
    rows = [[*row, ("含上级交办" if at == 2 else "", 1, 1)] for at, row in enumerate(b.application_rows(b.ROWS_2021, values))]
    rows.insert(15, b.row("4．其他无法提供", *["9"] * 7, ""))
    heads = [[*b.HEADS[0], ("备注", 1, 3)], *b.HEADS[1:]]
    report = b.read(b.page(
        f"<h1>冠县水利局2022年政府信息公开工作年度报告</h1><p>一、总体情况</p><p>略。</p><p>三、收到和处理政府信息公开申请情况</p>{b.table([*heads, *rows])}"
    ))  # fmt: skip
    assert b.differences(report, b.wanted(values)) == []
    (raw,) = report.raw_rows
    assert (raw.table, raw.reason, raw.cells[:2], raw.locator.row) == ("三", "unknown row", ("4．其他无法提供", "9"), 19)


def test_all_in_one_table_with_units_in_cells() -> None:
    values = b.applications(b.ROWS_2019, {"carried_in": (2,), "result.granted": (9, 3, 0, 0, 0, 1), "result.other.all": (1,), "carried_out": (0, 1)})
    said = [2, 0, 0, 1, 3, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1]
    rows = [
        b.row("三、收到和处理政府信息公开申请情况", wide=10), *b.HEADS, *b.application_rows(b.ROWS_2019, values, lambda value: f"{value}件"),
        b.row("四、政府信息公开行政复议、行政诉讼情况", wide=15), *b.REMEDY_HEADS, b.row(*(f"{value} 件" for value in said)),
    ]  # fmt: skip
    report = b.read(b.page(f"<h1>临清市教育和体育局2019年政府信息公开工作年度报告</h1><p>一、总体情况</p><p>略。</p>{b.table(rows)}"))
    assert b.differences(report, b.wanted(values) | b.wanted_remedies(said)) == []


def test_applicants_down_and_rows_across_is_no_form_and_states_nothing() -> None:
    values = b.applications(b.ROWS_2021, {"result.granted": (9, 3), "result.unable.not_held": (4,)})
    rows = [b.row("申请人情况", *(label for label, _ in b.ROWS_2021))]
    rows += [b.row(name, *(str(values[stem][at]) for _, stem in b.ROWS_2021)) for at, name in enumerate(("自然人", *b.INNER, "总计"))]
    sections = "".join(f"<p>{title}</p><p>{PROSE}</p>" for title in ("一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况"))
    report = b.read(b.page(f"<h1>临清市统计局2021年政府信息公开工作年度报告</h1>{sections}{b.table(rows)}"))
    assert report.kind == Kind.ANNUAL_REPORT
    assert b.differences(report, dict.fromkeys(b.wanted(values), "none")) == []


TEXT_LAYER = """— 1 —
桓台县应急管理局2023年政府信息
公开工作年度报告

    统计期限自 2023 年 1 月 1 日起至 2023 年 12 月 31 日止。
    一、总体情况
    2023年，我局共收到政府信息公开申请 4 件，均按时答复。
    三、收到和处理政府信息公开申请情况
                                  申请人情况
（本列数据的勾稽关系为：第一项加
第二项之和，等于第三项加第四项之      法人或其他组织
和）
                          自然人 商业 科研 社会公 法律服 其他 总计
                                 企业 机构 益组织 务机构
一、本年新收政府信息公开申请数量 {received}
二、上年结转政府信息公开申请数量 {carried_in}
     （一）予以公开 {result.granted}
     （二）部分公开（区分处理的，只计这
                {result.partly_granted}
     一情形，不计其他情形）
        1.属于国家秘密 {result.denied.state_secret}
        2.其他法律行政法规禁止公开 {result.denied.prohibited_by_law}
     （三） 3.危及“三安全一稳定” {result.denied.security_stability}
     不予 4.保护第三方合法权益 {result.denied.third_party_rights}
     公开 5.属于三类内部事务信息 {result.denied.internal_affairs}
        6.属于四类过程性信息 {result.denied.process_info}
 三、本  7.属于行政执法案卷 {result.denied.enforcement_file}
 年度办 8.属于行政查询事项 {result.denied.admin_query}
 理结果 （四） 1.本机关不掌握相关政府信息 {result.unable.not_held}
     无法 2.没有现成信息需要另行制作 {result.unable.needs_creation}
     提供 3.补正后申请内容仍不明确 {result.unable.unclear_after_correction}
— 2 —
        1.信访举报投诉类申请 {result.not_processed.petition_complaint}
     （五） 2.重复申请 {result.not_processed.duplicate}
     不予 3.要求提供公开出版物 {result.not_processed.public_publication}
     处理 4.无正当理由大量反复申请 {result.not_processed.excessive_repeated}
        5.要求行政机关确认或重新出具已获取信息 {result.not_processed.confirm_or_reissue}
     （六）其他处理 {result.other.all}
     （七）总计 {result.total}
四、结转下年度继续办理 {carried_out}
    四、政府信息公开行政复议、行政诉讼情况
        行政复议                     行政诉讼
                        未经复议直接起诉      复议后起诉
结果 结果 其他 尚未 总计 结果 结果 其他 尚未 总计 结果 结果 其他 尚未 总计
维持 纠正 结果 审结      维持 纠正 结果 审结      维持 纠正 结果 审结
 0 0 0 0 0 1 0 0 0 1 0 0 0 0 0
    五、存在的主要问题及改进情况
    略。
"""


def test_a_text_layer_with_labels_of_several_rows_and_heads_in_pieces() -> None:
    values = b.applications(b.ROWS_2019, {"result.granted": (2,), "result.unable.not_held": (1,), "result.not_processed.duplicate": (0, 1)})
    text = TEXT_LAYER
    for stem, cells in values.items():
        text = text.replace(f"{{{stem}}}", " ".join(map(str, cells)))
    report = b.read(text, "a.txt")
    want = b.wanted(values) | b.wanted_remedies([0] * 5 + [1, 0, 0, 0, 1] + [0] * 5)
    assert b.differences(report, want) == []
    assert (report.agency, report.year.value, report.template) == ("桓台县应急管理局", 2023, "t2019")


STATISTICS: tuple[tuple[str, str, b.Want, str], ...] = (
    ("（一）主动公开政府信息数（条）（不同渠道和方式公开相同信息计1条）", "12,345", 12345, P + "items_disclosed.total"),
    ("其中：主动公开规范性文件数（条）", "17", 17, P + "items_disclosed.normative_documents"),
    ("1.政府公报公开政府信息数（条）", "—", "dash", P + "channel.gazette"),
    ("2.政府网站公开政府信息数（条）", "1 2,345", "unreadable", P + "channel.website"),
    ("3.政务微博公开政府信息数（条）", "/", "dash", P + "channel.weibo"),
    ("4.政务微信公开政府信息数（条）", "2 104", 2104, P + "channel.wechat"),
    ("5.其他方式公开政府信息数（条）", "", "blank", P + "channel.other"),
    ("（一）收到申请数（件）", "8", 8, "applications.received.total"),
    ("1.当面申请数（件）", "3", 3, "applications.received_channel.in_person"),
    ("2.传真申请数（件）", "无", "none_word", "applications.received_channel.fax"),
    ("3.网络申请数（件）", "5", 5, "applications.received_channel.online"),
    ("（二）申请办结数（件）", "8", 8, "applications.completed.total"),
    ("（三）申请答复数（件）", "8", 8, "applications.reply.total"),
    ("七、依申请公开信息收取的费用（万元）", "0.05", 0.05, "fees.application_charges"),
)
SECTIONS_2014 = "".join(f"<p>{title}</p><p>略。</p>" for title in ("一、概述", "二、主动公开情况", "三、依申请公开情况"))


def test_the_table_of_2014_with_units_in_labels_and_remarks_behind() -> None:
    rows = [b.row("统 计 指 标", "数 量", "备 注"), *(b.row(label, cell, "含镇街3条" * (cell == "12,345")) for label, cell, _, _ in STATISTICS)]
    report = b.read(b.page(
        f"<p>阳谷县卫生和计划生育局2016年政府信息公开年度报告</p>{SECTIONS_2014}<p>政府信息公开情况统计表</p>{b.table(rows)}<p>填报人：赵某　填报日期：2017年3月10日</p>"
    ))  # fmt: skip
    assert b.differences(report, {name: want for _, _, want, name in STATISTICS}) == []
    assert (report.agency, report.year.value, report.template) == ("阳谷县卫生和计划生育局", 2016, "t2014")


@pytest.mark.parametrize("mark", ["：", ": "])
def test_the_table_of_2014_as_lines_with_colons(mark: str) -> None:
    lines = "".join(f"{label.replace('（条）', '').replace('（件）', '')}{mark}{cell} {'件' if '件' in label else '条'}\n" for label, cell, _, _ in STATISTICS)
    report = b.read(f"寿光市林业局2015年政府信息公开工作年度报告\n一、概述\n略。\n二、主动公开情况\n略。\n三、依申请公开情况\n略。\n附表：政府信息公开情况统计表\n{lines}", "a.txt")
    want = {name: "none" if name.endswith("channel.website") else want for _, _, want, name in STATISTICS}
    wrong = [each for each in b.differences(report, want) if not isinstance(each[2], str)]
    assert wrong == []
    values = {figure.indicator: figure.value for figure in report.figures}
    assert (values["applications.received.total"], values[P + "items_disclosed.total"]) == (8, 12345)


def test_a_number_run_into_its_label_is_not_a_label_with_a_blank_cell() -> None:
    rows = [b.row("统计指标", "统计数"), *(b.row(f"{label}{cell}" if cell == "8" else label, "" if cell == "8" else cell) for label, cell, _, _ in STATISTICS)]
    report = b.read(b.page(f"<p>阳谷县林业局2016年政府信息公开年度报告</p>{SECTIONS_2014}{b.table(rows)}"))
    said = {figure.indicator: str(figure.status) for figure in report.figures}
    assert said["applications.received.total"] not in ("blank", "reported")


def test_two_years_side_by_side_leave_the_other_year_raw() -> None:
    heads = b.row("统计指标", "单位", "2016年", "2017年", "同比增长")
    rows = [b.row(label, "件", str(at), cell, "37.3%") for at, (label, cell, _, _) in enumerate(STATISTICS) if cell.isdigit()]
    report = b.read(b.page(f"<h1>五莲县国土资源局2017年政府信息公开工作年度报告</h1>{SECTIONS_2014}{b.table([heads, *rows])}"))
    values = {figure.indicator: figure.value for figure in report.figures if figure.value is not None}
    assert values["applications.received.total"] == 8
    assert {(each.table, each.reason) for each in report.raw_rows} == {("stat_2014", "extra cells")}


PROSE_2009 = """<h1>庆云县民政局政府信息公开工作年度报告</h1><div>发布日期：2010-03-12 来源：县民政局</div>
<p>一、政府信息公开的组织领导情况</p><p>配备兼职人员二名，全年召开会议三次。</p><p>二、主动公开政府信息情况</p>
<p>全年共主动公开政府信息一百二十六条，其中机构职能类十二条。自条例施行以来，累计公开政府信息三百零五条。</p>
<p>三、政府信息公开申请的办理情况</p><p>全年共受理政府信息公开申请十七件，其中当面申请九件。已答复十七件，其中同意公开答复十四件，部分公开答复一件，不予公开两件。</p>
<p>四、政府信息公开收费及减免情况</p><p>我局对申请人一律免费提供信息，未收取任何费用。</p>
<p>五、因政府信息公开申请行政复议、提起行政诉讼情况</p><p>全年未发生因政府信息公开申请行政复议、提起行政诉讼的情况。</p>
<p>六、政府信息公开工作存在的主要问题及改进情况</p><p>略。</p>"""
PROSE_2012 = """乐陵市花园镇人民政府
二○一二年政府信息公开工作年度报告
  （2013年3月20日）
  一、概述
    2012年，我镇按照上级部署，扎实推进。2011年我镇受理申请5件，2012年有较大增长。
  二、主动公开政府信息情况
    截至2012年12月31日，累计主动公开政府信息1，208条。2012年新增主动公开政府信息
342条，全文电子化率达98%。
  三、依申请公开政府信息情况
    2012年，我镇共收到依申请公开政府信息申请 11 件，比上年增加6件。其中，网上申请7件，
占63.6%。11件申请均已按期答复：“同意公开”9件，“信息不存在”1件，“非本机关掌握”1件。
  四、咨询和投诉情况
    接受咨询226人次，投诉0件。
  五、行政复议和行政诉讼情况
    因政府信息公开申请行政复议1件，维持1件；提起行政诉讼的0件。
  六、工作人员和费用支出情况
    专职1人，兼职3人；共收取检索费、复制费12.5元。
  七、工作存在的主要问题及改进情况
    个别站所认识不到位。
"""
A = "text.applications."
FREE_TEXTS: tuple[tuple[str, str, str, int, dict[str, b.Want]], ...] = (
    (b.page(PROSE_2009), "a.html", "庆云县民政局", 2009, {
        "text.proactive.items_disclosed.total": 126, "text.proactive.items_disclosed.cumulative": 305,
        A + "received.total": 17, A + "reply.total": 17, A + "result.granted.total": 14, A + "result.partly_granted.total": 1,
        A + "result.denied.all": 2, "text.fees.application_charges_yuan": "none_word", "text.review.total": "none_word",
        "text.litigation.all.total": "none_word",
    }),
    (PROSE_2012, "a.txt", "乐陵市花园镇人民政府", 2012, {
        "text.proactive.items_disclosed.total": 342, "text.proactive.items_disclosed.cumulative": 1208,
        A + "received.total": 11, A + "result.granted.total": 9, A + "not_existing": 1,
        A + "result.unable.not_held.total": 1, "text.review.total": 1, "text.litigation.all.total": 0,
        "text.fees.application_charges_yuan": 12.5,
    }),
)  # fmt: skip


@pytest.mark.parametrize(("source", "name", "agency", "year", "want"), FREE_TEXTS, ids=("2009", "2012"))
def test_free_texts_with_numerals_in_words_broken_lines_and_quotes(
    source: str, name: str, agency: str, year: int, want: dict[str, b.Want]
) -> None:
    report = b.read(source, name)
    assert b.differences(report, want, texts=True) == []
    assert (report.agency, report.year.value, report.template) == (agency, year, "none")


APPENDIX = """平度市水利局2011年政府信息公开工作年度报告
一、概述
2011年，市水利局加强政府信息公开。
二、主动公开政府信息情况
2011年主动公开政府信息232条。
三、依申请公开政府信息情况
2011年收到政府信息公开申请2件，已全部答复。
四、行政复议和行政诉讼情况
2011年，未发生行政复议和行政诉讼。
附表：
主动公开信息\t机构信息\t公文法规\t规划计划\t其他
数量（条）\t12\t40\t8\t172
备注\t历年累计主动公开信息1032条，本年度主动公开信息232条，全文电子化率100%
依申请公开信息\t当面申请\t网站提交\t电子邮件
数量\t1\t1\t0
"""


def test_an_appendix_of_another_form_is_kept_row_by_row_and_gives_no_figure() -> None:
    report = b.read(APPENDIX, "a.txt")
    assert [each for each in report.figures if not each.indicator.startswith("text.")] == []
    assert {(each.table, each.reason) for each in report.raw_rows} == {("", "other table")}
    assert [each.cells[0] for each in report.raw_rows] == ["主动公开信息", "数量（条）", "备注", "依申请公开信息", "数量"]
    assert [each.locator.line for each in report.raw_rows] == [11, 12, 13, 14, 15]


def test_the_departments_of_a_county_in_one_table_are_nobodys_figures() -> None:
    rows = [b.row("序号", "单位", "主动公开政府信息数", "收到申请数", "申请办结数")]
    rows += [b.row(str(at), f"县{name}局", str(70 * at), str(at), str(at)) for at, name in enumerate(("发改", "财政", "民政", "住建"), 1)]
    report = b.read(b.page(f"<h1>成武县2013年政府信息公开工作年度报告</h1>{SECTIONS_2014}<p>附：各部门统计表</p>{b.table(rows)}"))
    assert [each for each in report.figures if each.value is not None] == []
    assert len(report.raw_rows) == len(rows)
    assert not [check for check in report.checks if check.status == CheckStatus.FAIL]
