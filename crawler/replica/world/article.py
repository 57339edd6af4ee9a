"""The body of a report as HTML: preamble, sections, tables, image, signature."""

from collections.abc import Callable
from datetime import date, timedelta

from crawler.replica.world import tables
from crawler.replica.world.data import load
from crawler.replica.world.draws import pick
from crawler.replica.world.prose import Writer, numbered
from crawler.replica.world.report import Report
from crawler.replica.world.style import Style

Blocks = list[str]


def _paragraph(text: str, style: Style) -> str:
    if style.markup == "word":
        half = len(text) // 2
        spans = "".join(
            f'<span style="font-size:16.0pt;font-family:仿宋_GB2312">{piece}</span>'
            for piece in (text[:half], text[half:])
            if piece
        )
        return f'<p class="MsoNormal" style="text-indent:32.0pt;line-height:28.0pt">{spans}<o:p></o:p></p>'
    return f"<p>　　{text}</p>"


def _heading(text: str, style: Style) -> str:
    forms = {
        "strong": f"<p><strong>{text}</strong></p>",
        "plain": f"<p>{text}</p>",
        "h3": f"<h3>{text}</h3>",
        "indent": f"<p>　　<b>{text}</b></p>",
    }
    return forms[style.headings]


def _sections(report: Report, writer: Writer) -> list[tuple[str, Blocks]]:
    """Title and blocks of the six sections of 2019 and later."""
    style = report.style

    def prose(*texts: str) -> Blocks:
        return [_paragraph(text, style) for text in texts]

    fourth = report.templates["四"] != "table_missing"
    lead = [] if style.headings == "plain" else prose(str(writer.facts["applications"]))
    return [
        (writer.heading("s1"), prose(*writer.overview())),
        (writer.heading("s2"), [tables.proactive(report)]),
        (writer.heading("s3"), [*lead, tables.applications(report)]),
        (writer.heading("s4"), [tables.remedies(report)] if fourth else prose(writer.no_remedies_table())),
        (writer.heading("s5"), prose(str(writer.facts["problems"]))),
        (writer.heading("s6"), prose(writer.other())),
    ]


def _body(report: Report, writer: Writer) -> Blocks:
    style = report.style
    if report.era in ("t2019", "t2021"):
        sections = _sections(report, writer)
    else:
        form = "legacy" if report.year < 2014 else "t2014" if report.year < 2019 else "narrative_2019"
        sections = [(title, [_paragraph(text, style) for text in texts]) for title, texts in writer.fixed(form)]
    blocks = [
        block
        for rank, (title, parts) in enumerate(sections)
        for block in (_heading(numbered(rank, title), style), *parts)
    ]
    if report.era == "t2014":
        blocks += [_heading(writer.say("appendix_2014"), style), tables.stat_2014(report)]
    return blocks


def _signature(report: Report) -> str:
    day = date(report.year + 1, 1, 8) + timedelta(days=report.agency.serial % 18)
    signed = f"{day.year}年{day.month}月{day.day}日"
    return "\n".join(f'<p style="text-align:right">{text}</p>' for text in (report.name, signed))


def article(report: Report, image: Callable[[Report], str], attachment: Callable[[Report], str]) -> str:
    """The report's own HTML, without the portal around it.

    `image` and `attachment` give the tags for a chart and a file, where the style asks for them.
    """
    writer, style = Writer(report), report.style
    blocks = [_paragraph(writer.preamble(), style), *_body(report, writer)]
    if style.image:
        blocks.insert(3, image(report))
    if report.revision:
        blocks.append(_paragraph(f"（本报告于发布后更正，第{report.revision}次修订。）", style))
    blocks.append(_signature(report))
    if style.attachment:
        blocks.append(attachment(report))
    html = "\n".join(blocks)
    if style.layout_table:
        return f'<table width="100%" border="0" cellspacing="0"><tbody><tr><td>\n{html}\n</td></tr></tbody></table>'
    return html


def explanation(report: Report) -> str:
    """The body of an interpretation page: it names the six parts and prints no number."""
    return "\n".join(_paragraph(Writer(report).fill(text), report.style) for text in load("prose")["explanation"])


def explanation_title(report: Report) -> str:
    """Its title, which says 解读 or 图解."""
    plain = f"{report.name}{report.year}年政府信息公开工作年度报告"
    forms = (f"{plain}解读", f"一图读懂：{plain}", f"【图解】{plain}", f"{plain}图解")
    return pick(forms, report.seed, "explanation", report.agency.serial, report.year)
