"""The sheet as a CSV file: what to look up and where, a column to fill in, and nothing of what was read."""

import csv
import io
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from archive.audit.cells import Drawn
from archive.errors import BadInputError, GongkaiError
from archive.release.labels import labelled
from archive.release.output import csv_line

COLUMNS = ("number", "entered", "agency", "year", "asked", "unit", "url", "cell", "sheet")
"""`asked` is the cell in Chinese: row and column, or for sentences the indicator. `sheet` is the stamp."""
NOTHING = "空"
UNCLEAR = "?"
_NOTHING = re.compile(r"空白?|blank|无|没有|[-—–―−/\\]{1,3}", re.IGNORECASE)
_NUMBER = re.compile(r"([-+]?(?:\d+(?:\.\d+)?|\d{1,3}(?:[, ]\d{3})+(?:\.\d+)?)) ?([^\d., ]{0,3})")
_MONEY = {"元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(10**8)}


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of a filled sheet: `entered` is None where nothing is printed; `told` says whether it was told at all."""

    cell: str
    stamp: str
    entered: Decimal | None
    told: bool
    unclear: bool

    @property
    def report_id(self) -> str:
        return self.cell.partition("/")[0]

    @property
    def indicator(self) -> str:
        return self.cell.partition("/")[2]


def asked(cell: Drawn) -> str:
    """What the person looks for, in the words of the form."""
    return labelled()[cell.indicator].zh


def write_sheet(path: Path, cells: Sequence[Drawn], stamp: str) -> None:
    """The sheet, with a byte order mark for spreadsheet programs."""
    rows = [
        [number, None, cell.agency, cell.year, asked(cell), cell.unit, cell.url, cell.cell, stamp]
        for number, cell in enumerate(cells, 1)
    ]
    try:
        path.write_text("".join(map(csv_line, [COLUMNS, *rows])), "utf-8-sig", newline="")
    except OSError as error:
        raise GongkaiError(f"{path}: {error.strerror}; name a file that can be written") from error


def read_sheet(path: Path) -> list[Entry]:
    """The rows of a sheet, filled in or not. Raises BadInputError for what is none, or an entry that cannot be read."""
    rows = list(csv.DictReader(io.StringIO(_text(path), newline="")))
    if not rows or not {"entered", "cell", "unit", "sheet"} <= rows[0].keys():
        raise BadInputError(f"{path}: no sheet of `gongkai audit --sample`; its columns are {', '.join(COLUMNS)}")
    return [_entry(path, number, row) for number, row in enumerate(rows, 2)]


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise BadInputError(f"{path}: {error.strerror}; name the sheet that was filled in") from error
    # Spreadsheet programs on Chinese systems save what they open as UTF-8 in GB18030.
    for codec in () if b"\0" in data else ("utf-8-sig", "gb18030"):
        try:
            return data.decode(codec)
        except UnicodeDecodeError:
            continue
    raise BadInputError(f"{path}: no text; save the sheet as CSV")


def _entry(path: Path, line: int, row: dict[str, str]) -> Entry:
    text = " ".join(unicodedata.normalize("NFKC", row["entered"] or "").split())
    found = _NUMBER.fullmatch(text)
    wrong = found is not None and row["unit"] in _MONEY and bool(found[2]) and found[2] not in _MONEY
    if wrong or (text and text != UNCLEAR and not found and not _NOTHING.fullmatch(text)):
        raise BadInputError(
            f"{path}: row {line} holds {text[:40]}; enter a number as printed, {NOTHING} where nothing is printed, "
            f"{UNCLEAR} where it cannot be told"
        )
    entered = _amount(found[1], found[2], row["unit"]) if found else None
    return Entry(row["cell"] or "", row["sheet"] or "", entered, bool(text), text == UNCLEAR)


def _amount(digits: str, printed: str, unit: str) -> Decimal:
    amount = Decimal(digits.replace(",", "").replace(" ", ""))
    return amount * _MONEY[printed] / _MONEY[unit] if printed and unit in _MONEY else amount
