"""The body of a report: preamble, sections, tables, image, signature, as blocks and as HTML."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from crawler.replica.world import tables
from crawler.replica.world.agencies import Agency
from crawler.replica.world.data import load
from crawler.replica.world.draws import pick
from crawler.replica.world.grid import table
from crawler.replica.world.prose import Writer, numbered
from crawler.replica.world.report import Report
from crawler.replica.world.style import Style
from crawler.replica.world.tables import Rows


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; `right` for the signature."""

    text: str
    right: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of a section, `rank` from 0."""

    rank: int
    title: str


@dataclass(frozen=True, slots=True)
class Tables:
    """One statistical table, in as many pieces as its editor made of it."""

    pieces: list[Rows]


Block = Text | Heading | Tables
Blocks = list[Block]
Tag = Callable[[Report], str]


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

    def prose(*texts: str) -> Blocks:
        return [Text(text) for text in texts]

    fourth = report.templates["四"] != "table_missing"
    lead = [] if report.style.headings == "plain" else prose(str(writer.facts["applications"]))
    return [
        (writer.heading("s1"), prose(*writer.overview())),
        (writer.heading("s2"), [Tables(tables.proactive(report))]),
        (writer.heading("s3"), [*lead, Tables(tables.applications(report))]),
        (writer.heading("s4"), [Tables(tables.remedies(report))] if fourth else prose(writer.no_remedies_table())),
        (writer.heading("s5"), prose(str(writer.facts["problems"]))),
        (writer.heading("s6"), prose(writer.other())),
    ]


def _body(report: Report, writer: Writer) -> Blocks:
    if report.era in ("t2019", "t2021"):
        sections = _sections(report, writer)
    else:
        form = "legacy" if report.year < 2014 else "t2014" if report.year < 2019 else "narrative_2019"
        sections = [(title, [Text(text) for text in texts]) for title, texts in writer.fixed(form)]
    blocks = [block for rank, (title, parts) in enumerate(sections) for block in (Heading(rank, title), *parts)]
    if report.era == "t2014":
        blocks += [Heading(-1, writer.say("appendix_2014")), Tables(tables.stat_2014(report))]
    return blocks


def signed(report: Report) -> date:
    """The day below the report."""
    return date(report.year + 1, 1, 8) + timedelta(days=report.agency.serial % 18)


def blocks_of(report: Report) -> Blocks:
    """The report from its preamble to its signature, whatever file it is written to."""
    writer, day = Writer(report), signed(report)
    blocks: Blocks = [Text(writer.preamble()), *_body(report, writer)]
    if report.revision:
        blocks.append(Text(f"（本报告于发布后更正，第{report.revision}次修订。）"))
    return [*blocks, Text(report.name, right=True), Text(f"{day.year}年{day.month}月{day.day}日", right=True)]


def _html(block: Block, style: Style) -> str:
    if isinstance(block, Tables):
        return "\n".join(table(rows, style) for rows in block.pieces)
    if isinstance(block, Heading):
        return _heading(numbered(block.rank, block.title) if block.rank >= 0 else block.title, style)
    return f'<p style="text-align:right">{block.text}</p>' if block.right else _paragraph(block.text, style)


def article(report: Report, image: Tag, attachment: Tag) -> str:
    """The report's own HTML, without the portal around it.

    `image` and `attachment` give the tags for a chart and a file, where the style asks for them.
    """
    style = report.style
    parts = [_html(block, style) for block in blocks_of(report)]
    if style.image:
        parts.insert(3, image(report))
    if style.attachment:
        parts.append(attachment(report))
    html = "\n".join(parts)
    if style.layout_table:
        return f'<table width="100%" border="0" cellspacing="0"><tbody><tr><td>\n{html}\n</td></tr></tbody></table>'
    return html


def explanation(report: Report) -> str:
    """The body of an interpretation page: it names the six parts and prints no number."""
    return "\n".join(_paragraph(Writer(report).fill(text), report.style) for text in load("prose")["explanation"])


def explanation_title(seed: int, agency: Agency, year: int) -> str:
    """Its title, which says 解读 or 图解."""
    plain = f"{agency.name(year)}{year}年政府信息公开工作年度报告"
    forms = (f"{plain}解读", f"一图读懂：{plain}", f"【图解】{plain}", f"{plain}图解")
    return pick(forms, seed, "explanation", agency.serial, year)
