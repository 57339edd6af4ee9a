"""Whole reports as Word files, one renderer per manner in which offices write them; and as HTML for Word to convert."""

from collections.abc import Callable

from tests.documents import word
from tests.reports import forms, layouts
from tests.reports.layouts import AGENCY, PERIOD, PROSE, YEARS, Grid, Truth

Word = Callable[[Truth, str], bytes]
CHAPTERS = word.levels(("chineseCountingThousand", "%1、"), ("chineseCountingThousand", "（%2）"), ("decimal", "%3."))


def _report(truth: Truth, template: str, tables: Callable[[Grid], str], heading: Callable[[str], str]) -> list[str]:
    body = [word.paragraph(layouts.title(template)), word.paragraph(PERIOD.format(year=YEARS[template]))]
    for title, grid in layouts.parts(truth, template):
        body += [heading(title), word.paragraph(PROSE) if grid is None else tables(grid), word.paragraph()]
    return body


def official(truth: Truth, template: str) -> bytes:
    return word.word(_report(truth, template, word.table, word.paragraph))


def split_labels(truth: Truth, template: str) -> bytes:
    """Labels over two paragraphs or with a break, each in runs of two characters."""

    def show(text: str) -> str:
        if len(text) < 5:
            return word.paragraph(text)
        pieces = [text[at : at + 2] for at in range(0, len(text), 2)]
        runs = [word.run(piece) for piece in pieces]
        half = len(runs) // 2
        if len(text) % 2:
            return word.paragraph(inner="".join([*runs[:half], "<w:r><w:br/></w:r>", *runs[half:]]))
        return word.paragraph(inner="".join(runs[:half])) + word.paragraph(inner="".join(runs[half:]))

    return word.word(_report(truth, template, lambda grid: word.table(grid, show), word.paragraph))


def automatic(truth: Truth, template: str) -> bytes:
    """Headings numbered by Word: no run holds 一、."""
    body = _report(truth, template, word.table, lambda title: word.numbered(title.partition("、")[2], 1))
    return word.word(body, numbering=CHAPTERS)


def automatic_rows(truth: Truth, template: str) -> bytes:
    """Labels of table 三 numbered by Word too: （一）, 1."""
    marks = "一二三四五六七八九"

    def show(text: str) -> str:
        if len(text) > 3 and text[0] == "（" and text[1] in marks and text[2] == "）":
            return word.numbered(text[3:], 2, 0)
        return word.paragraph(text)

    lists = word.numbering_part(
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%1）"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
    )
    return word.word(_report(truth, template, lambda grid: word.table(grid, show), word.paragraph), numbering=lists)


def one_table(truth: Truth, template: str) -> bytes:
    """All tables in one, headings as rows of a single cell."""
    grid = [row for title, part in layouts.parts(truth, template) if part for row in [[layouts.Cell(title, 15)], *part]]
    body = [word.paragraph(layouts.title(template)), word.paragraph(PERIOD.format(year=YEARS[template])), word.table(grid)]
    return word.word(body)


def nested(truth: Truth, template: str) -> bytes:
    """Each table in a cell of a table that frames it."""
    return word.word(
        _report(truth, template, lambda grid: f"<w:tbl><w:tr>{word.cell(word.table(grid) + word.paragraph())}</w:tr></w:tbl>", word.paragraph)
    )


def changed(truth: Truth, template: str) -> bytes:
    """Values corrected under tracked changes: the old one deleted, the new one inserted."""

    def show(text: str) -> str:
        if not text.isdecimal():
            return word.paragraph(text)
        old = f'<w:del w:id="1"><w:r><w:delText>{int(text) + 5}</w:delText></w:r></w:del>'
        return word.paragraph(inner=f'{old}<w:ins w:id="2">{word.run(text)}</w:ins>')

    return word.word(_report(truth, template, lambda grid: word.table(grid, show), word.paragraph))


def boxed(truth: Truth, template: str) -> bytes:
    """Each table in a text box, kept twice: for programs of today and for older ones."""

    def box(grid: Grid) -> str:
        content = f"<w:txbxContent>{word.table(grid)}{word.paragraph()}</w:txbxContent>"
        choice = f'<mc:Choice Requires="wps"><w:drawing><wp:anchor><wps:txbx>{content}</wps:txbx></wp:anchor></w:drawing></mc:Choice>'
        fallback = f"<mc:Fallback><w:pict><v:textbox>{content}</v:textbox></w:pict></mc:Fallback>"
        return word.paragraph(inner=f"<w:r><mc:AlternateContent>{choice}{fallback}</mc:AlternateContent></w:r>")

    return word.word(_report(truth, template, box, word.paragraph))


def strict(truth: Truth, template: str) -> bytes:
    return word.word(_report(truth, template, word.table, word.paragraph), strict=True)


OWN: dict[str, Word] = {
    "docx": official, "docx_split_labels": split_labels, "docx_automatic": automatic, "docx_automatic_rows": automatic_rows,
    "docx_one_table": one_table, "docx_nested": nested, "docx_changed": changed, "docx_boxed": boxed, "docx_strict": strict,
}  # fmt: skip
CONVERTED = ("html", "html_word", "html_paragraphs", "html_one_table", "html_bands_apart", "html_th", "html_nested")
"""Layouts of pages that LibreOffice turns into Word files."""


def plain_page(truth: Truth, template: str, layout: str) -> str:
    """The article of a page alone, as a person would paste it into Word."""
    made = layouts.HTML[layout](truth, template)
    article = made.partition("<div class='con'>")[2].partition("</div><div class='side'>")[0]
    return f"<!DOCTYPE html><html><head><meta charset='utf-8'></head><body>{article}</body></html>"


__all__ = ["AGENCY", "CONVERTED", "OWN", "forms", "plain_page"]
