"""Report pages written for these tests: the form of 2021 with every number given, a look-alike, an empty shell."""

COLUMNS = 7
_RESULTS = (
    "（一）予以公开", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
    "1.属于国家秘密", "2.其他法律行政法规禁止公开", "3.危及“三安全一稳定”", "4.保护第三方合法权益",
    "5.属于三类内部事务信息", "6.属于四类过程性信息", "7.属于行政执法案卷", "8.属于行政查询事项",
    "1.本机关不掌握相关政府信息", "2.没有现成信息需要另行制作", "3.补正后申请内容仍不明确",
    "1.信访举报投诉类申请", "2.重复申请", "3.要求提供公开出版物", "4.无正当理由大量反复申请",
    "5.要求行政机关确认或重新出具已获取信息",
    "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
    "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请", "3.其他",
)  # fmt: skip
_GROUPS = {2: ("（三）不予公开", 8), 10: ("（四）无法提供", 3), 13: ("（五）不予处理", 5), 18: ("（六）其他处理", 3)}


def _row(*cells: str) -> str:
    return f"<tr>{''.join(cell if cell.startswith('<td') else f'<td>{cell}</td>' for cell in cells)}</tr>"


def _proactive() -> str:
    def band(text: str) -> str:
        return _row(f'<td colspan="4">{text}</td>')

    return "".join([
        band("第二十条第（一）项"), _row("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"),
        _row("规章", "0", "0", "0"), _row("行政规范性文件", "1", "0", "4"),
        band("第二十条第（五）项"), _row("信息内容", '<td colspan="3">本年处理决定数量</td>'),
        _row("行政许可", '<td colspan="3">12</td>'),
        band("第二十条第（六）项"), _row("信息内容", '<td colspan="3">本年处理决定数量</td>'),
        _row("行政处罚", '<td colspan="3">3</td>'), _row("行政强制", '<td colspan="3">0</td>'),
        band("第二十条第（八）项"), _row("信息内容", '<td colspan="3">本年收费金额（单位：万元）</td>'),
        _row("行政事业性收费", '<td colspan="3">0</td>'),
    ])  # fmt: skip


def _applications(granted: int) -> str:
    def values(number: int) -> list[str]:
        return [str(number), "0", "0", "0", "0", "0", str(number)]

    heads = [
        _row('<td colspan="3" rowspan="3">（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）</td>',
             '<td colspan="7">申请人情况</td>'),
        _row('<td rowspan="2">自然人</td>', '<td colspan="5">法人或其他组织</td>', '<td rowspan="2">总计</td>'),
        _row("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"),
        _row('<td colspan="3">一、本年新收政府信息公开申请数量</td>', *values(granted)),
        _row('<td colspan="3">二、上年结转政府信息公开申请数量</td>', *values(0)),
    ]  # fmt: skip
    results = []
    for number, label in enumerate(_RESULTS):
        lead = ['<td rowspan="22">三、本年度办理结果</td>'] if number == 0 else []
        if number in _GROUPS:
            name, span = _GROUPS[number]
            lead.append(f'<td rowspan="{span}">{name}</td>')
        cell = label if number >= 2 else f'<td colspan="2">{label}</td>'
        results.append(_row(*lead, cell, *values(granted if number == 0 else 0)))
    total = _row('<td colspan="2">（七）总计</td>', *values(granted))
    return "".join([*heads, *results, total, _row('<td colspan="3">四、结转下年度继续办理</td>', *values(0))])


def _remedies() -> str:
    heads = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    return "".join([
        _row('<td colspan="5">行政复议</td>', '<td colspan="10">行政诉讼</td>'),
        _row(*(f'<td rowspan="2">{head}</td>' for head in heads), '<td colspan="5">未经复议直接起诉</td>',
             '<td colspan="5">复议后起诉</td>'),
        _row(*heads, *heads), _row(*["0"] * 15),
    ])  # fmt: skip


def report(agency: str, year: int, granted: int = 2, note: str = "") -> bytes:
    """A report of the 2021 form whose only application numbers are `granted`; `note` changes its text."""
    title = f"{agency}{year}年政府信息公开工作年度报告"
    body = f"""<h1>{title}</h1>
    <p>本报告所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。</p>
    <h2>一、总体情况</h2><p>本机关按季度检查栏目，差错当天改正。{note}</p>
    <h2>二、主动公开政府信息情况</h2><table>{_proactive()}</table>
    <h2>三、收到和处理政府信息公开申请情况</h2><table>{_applications(granted)}</table>
    <h2>四、政府信息公开行政复议、行政诉讼情况</h2><table>{_remedies()}</table>
    <h2>五、存在的主要问题及改进情况</h2><p>栏目更新不够及时，下一步每月检查一次。</p>
    <h2>六、其他需要报告的事项</h2><p>无。</p>"""
    return _page(title, body)


def explanation(agency: str, year: int) -> bytes:
    """An interpretation page of a report: a look-alike."""
    title = f"{agency}{year}年政府信息公开工作年度报告解读"
    body = f"<h1>{title}</h1><p>一、编制背景</p><p>现就年报内容进行如下解读。</p><p>二、编制依据</p><p>三、主要内容</p>"
    return _page(title, body)


def notice() -> bytes:
    """A page that is no report at all."""
    return _page("关于调整办公时间的公告", "<h1>关于调整办公时间的公告</h1><p>自下周起上午九时开门，请相互转告。</p>")


def nothing() -> bytes:
    """A page of which nobody can tell what it is."""
    return _page("", "<p>正在整理，请稍候再来。</p>")


def _page(title: str, body: str) -> bytes:
    return f"<html><head><meta charset='utf-8'><title>{title}</title></head><body>{body}</body></html>".encode()
