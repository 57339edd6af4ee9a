"""Writes docs/codebook.md: `python -m archive.release.codebook_page > docs/codebook.md`."""

from collections.abc import Iterator

from archive.release.codebook import STATUSES, variables
from archive.release.tables import columns

_LIKE_PANEL = ("panel_status.csv", "panel_reviewed.csv")


def page() -> Iterator[str]:
    """The lines of docs/codebook.md."""
    yield "# Codebook\n"
    yield "Generated from `archive/release/`; do not edit. A release holds the same as codebook.csv, for programs."
    yield "docs/release.md says how the files hang together.\n"
    for file in columns():
        if file not in _LIKE_PANEL:
            yield from _section(file)
    yield "## panel_status.csv\n"
    yield f"agency_id, year, report_id and the indicators of panel.csv under the same names. {STATUSES}\n"
    yield "## panel_reviewed.csv\n"
    yield "The same columns, for agency-years in which a person entered a value: that value. Empty: nobody entered one."


def _section(file: str) -> Iterator[str]:
    mine = [each for each in variables() if each.file == file]
    yield f"## {file}\n"
    yield "| variable | type | label | 标签 | note |\n|---|---|---|---|---|"
    for each in mine:
        if not each.indicator:
            yield f"| {each.variable} | {each.type} | {each.label_en} | {each.label_zh} | {each.note} |"
    if any(each.indicator for each in mine):
        yield "\nIndicators:\n\n| variable | indicator | forms | unit | type | label | 标签 | note |"
        yield "|---|---|---|---|---|---|---|---|"
    for each in mine:
        if each.indicator:
            yield (
                f"| {each.variable} | {each.indicator} | {each.templates} | {each.unit} | {each.type} |"
                f" {each.label_en} | {each.label_zh} | {each.note} |"
            )
    yield ""


if __name__ == "__main__":
    print("\n".join(page()))
