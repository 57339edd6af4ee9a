"""Labelled fields of a page: the index block of disclosure pages and the line of date and source under a title."""

import re

from archive.documents.model import Block, Paragraph, Table
from archive.documents.pagewords import PAGE_WORDS
from archive.documents.tree import squeeze

_LINE_MAX, _MOST_ROWS = 200, 24
_NAME_MAX = 20
_INDEX_NUMBER = re.compile(r"^[\w-]{0,24}(?:/[\w-]{1,12})?/(?:19|20)\d{2}-\d{1,9}$", re.ASCII)
_DATE = re.compile(r"^(19|20)\d{2}[-/年.]\d{1,2}[-/月.]\d{1,2}日?$")
_TRIM = " \u3000\xa0|｜[]【】()（）:：;；"


def line_fields(text: str) -> dict[str, str]:
    """Label to value for a line such as 发布日期：2021-01-20 来源：办公室; empty where the line is no such line."""
    if len(text) > _LINE_MAX or not (":" in text or "：" in text):
        return {}
    marks = list(PAGE_WORDS.field_pattern.finditer(text))
    if not marks or text[: marks[0].start()].strip(_TRIM):
        return {}
    found: dict[str, str] = {}
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        end = following.start() if following else len(text)
        found.setdefault(PAGE_WORDS.fields[squeeze(mark.group(1))], text[mark.end() : end].strip(_TRIM))
    return found


def table_fields(table: Table) -> dict[str, str]:
    """Label to value for an index block laid out as a table; empty for any other table."""
    found: dict[str, str] = {}
    labels = 0
    if len(table.rows) > _MOST_ROWS:
        return found
    for row in table.texts:
        cells = [text.strip() for text in row]
        for position, text in enumerate(cells):
            if text.isdecimal():
                continue
            label = PAGE_WORDS.fields.get(squeeze(text).strip(":：[]【】"))
            if label:
                labels += 1
                found.setdefault(label, cells[position + 1] if position + 1 < len(cells) else "")
            elif inline := line_fields(text):
                labels += len(inline)
                found = {**inline, **found}
    return found if (labels >= 2 and "索引号" in found) or labels >= 3 else {}


def page_fields(blocks: list[Block]) -> tuple[dict[str, str], list[Block]]:
    """The fields of all blocks, the first value of each label kept, and the blocks that hold none."""
    found: dict[str, str] = {}
    rest: list[Block] = []
    pending: str | None = None
    for position, block in enumerate(blocks):
        here = table_fields(block) if isinstance(block, Table) else line_fields(block.text)
        if isinstance(block, Paragraph):
            here = here or _bare_lines(blocks, position)
            if pending and not here and len(block.text) <= 60:
                found[pending], pending = block.text, None
                continue
        if not here:
            rest.append(block)
            pending = None
            continue
        for label, value in here.items():
            if value or label not in found:
                found[label] = found.get(label) or value
        pending = next((label for label, value in here.items() if not value and len(here) == 1), None)
    return {label: value for label, value in found.items() if value}, rest


def _bare_lines(blocks: list[Block], position: int) -> dict[str, str]:
    """Three bare lines, or parts of one line: index number, agency, date, in either order of the last two."""
    block = blocks[position]
    number, *parts = block.text[:_LINE_MAX].split() if isinstance(block, Paragraph) else [""]
    if not _INDEX_NUMBER.match(number) or len(parts) > 2:
        return {}
    after = [each.text for each in blocks[position + 1 : position + 3] if isinstance(each, Paragraph)]
    found = {"索引号": number}
    for text in map(squeeze, parts or after):
        if _DATE.match(text):
            found["发布日期"] = text
        elif len(text) <= _NAME_MAX:
            found["发布机构"] = text
    return found
