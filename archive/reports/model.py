"""What a report is once read: figures with status, method and place, sections, checks. The shape of `read --json`.

What comes by the hundred in each report is a named tuple, made three times as fast as a frozen dataclass.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

from archive.words import CheckStatus, Kind, Method, Scope, Status

Number = int | float


class Locator(NamedTuple):
    """Where in the payload a figure stands; only what applies is set. Tables, rows, columns and lines count from 1."""

    table: int | None = None
    row: int | None = None
    column: int | None = None
    line: int | None = None
    field: str | None = None
    page: int | None = None
    box: tuple[float, float, float, float] | None = None


class Figure(NamedTuple):
    """One indicator of one report (docs/formats.md#figures). `value` is None unless `status.has_value`.

    `unit` is the indicator's own unit; money printed in another unit is converted and flagged `unit_in_cell`.
    `raw` is the cell's text as printed, "" for a blank, None for a row that is not there.
    `doubtful` is the value kept aside by `unconfirmed`; `inferred` what the identities suggest, beside the read value.
    """

    indicator: str
    value: Number | None
    unit: str
    status: Status
    method: Method
    raw: str | None
    flags: tuple[str, ...] = ()
    locator: Locator = Locator()
    doubtful: Number | None = None
    inferred: Number | None = None


class Check(NamedTuple):
    """One identity applied (docs/formats.md#checks): `left` and `right` are the two sides, blanks counted as 0."""

    id: str
    status: CheckStatus
    left: Number | None = None
    right: Number | None = None
    column: str | None = None
    row: str | None = None


class RawRow(NamedTuple):
    """A printed row with numbers that no figure takes (docs/formats.md#raw-rows).

    `table` is 二, 三, 四, stat_2014, or "" for a table of no form; `cells` the row as printed, `reason` one of `unknown
    row`, `extra cells`, `other table`.
    """

    table: str
    reason: str
    cells: tuple[str, ...]
    locator: Locator = Locator()


@dataclass(frozen=True, slots=True)
class Section:
    """A section by role (s1_overview ... s6_other, else `other`); `stated_none` where it only says 无."""

    key: str
    title: str
    text: str
    stated_none: bool = False


@dataclass(frozen=True, slots=True)
class Year:
    """The reporting year with every candidate seen: source (period, title, portal, text, published) to year."""

    value: int | None
    source: str | None
    candidates: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Context:
    """What the portal says of a document before it is read: stored with the reading, part of its input."""

    portal: str = ""
    url: str = ""
    listed_title: str = ""
    agency: str = ""
    area: str = ""
    year: int | None = None
    filename: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """A document read as what it is. `reason` says in a few words why it has its kind.

    `templates` maps 二, 三, 四 and stat_2014 to a template or table_missing; `template` is that of 二, else of 三, else
    t2014, else none. `content_hash` is NULL where no body text was read. `dates` holds published_shown,
    published_in_url, signed_date, filled_date as ISO text.
    """

    kind: Kind
    reason: str
    title: str
    agency: str | None
    year: Year
    scope: Scope
    template: str
    templates: dict[str, str]
    content_hash: str | None
    content_digest: str | None
    text: str
    sections: tuple[Section, ...] = ()
    figures: tuple[Figure, ...] = ()
    checks: tuple[Check, ...] = ()
    raw_rows: tuple[RawRow, ...] = ()
    dates: dict[str, str] = field(default_factory=dict)
    flags: tuple[str, ...] = ()
