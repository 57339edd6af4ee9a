"""When an agency officially existed, as far as founding and dissolution of its kind or place are known as data."""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from archive.assemble.agencies import Agency, uscc_of, without_city
from archive.assemble.changes import Change, changes
from archive.assemble.coverage import Cell
from archive.reports import names
from archive.words import Holding, Source

_BRANCH = re.compile(r"^(.+局)[\u4e00-\u9fff]{2,4}分局$")

_CODES_OF_THE_REFORM = 2018
"""From this year on the credit codes of new bodies have MB behind the division; others are those of older bodies."""


@dataclass(frozen=True, slots=True)
class Life:
    """From when to when at most an agency existed; None where nothing limits it; the changes that say so."""

    since: date | None = None
    until: date | None = None
    founded: tuple[Change, ...] = ()
    ended: tuple[Change, ...] = ()

    @property
    def evidence(self) -> str:
        """The changes that limit it."""
        return "; ".join(change.told() for change in (*self.founded, *self.ended))


def life(agency: Agency, held: Collection[int] = ()) -> Life:
    """The span of all its names together; no year for which it has reports is outside (docs/store.md#lives)."""
    lives = [_of_name(name) for name in sorted(agency.names)]
    years = {*held, *(year for reported in agency.reported.values() for year in reported)}
    since = min((one.since for one in lives if one.since), default=None)
    until = max((one.until for one in lives if one.until), default=None)
    if since and (any(one.since is None for one in lives) or min(years, default=since.year) < since.year):
        since = None
    if since and since.year >= _CODES_OF_THE_REFORM and _is_older(agency):
        since = None
    if until and (any(one.until is None for one in lives) or max(years, default=until.year) > until.year):
        until = None
    founded = [change for one in lives for change in one.founded] if since else []
    ended = [change for one in lives for change in one.ended] if until else []
    return Life(since, until, tuple(dict.fromkeys(founded)), tuple(dict.fromkeys(ended)))


def _is_older(agency: Agency) -> bool:
    """Whether its credit code is that of a body from before the reform, whatever it is called since."""
    code = uscc_of(agency.area)
    return code is not None and not code[8:].startswith("MB")


def did_not_exist(span: Life, year: int) -> str:
    """Why an agency cannot have a report about a year: it was founded later or dissolved before; "" where it can.

    Only whole years outside its life count.
    """
    if span.since and year < span.since.year:
        return f"founded after {year}: {span.founded[0].told()}"
    if span.until and year > span.until.year:
        return f"dissolved before {year}: {span.ended[0].told()}"
    return ""


def outlived(cell: Cell, reason: str) -> Cell:
    """A cell where nothing was found and nothing can be found: `reason` says why its agency did not exist, else is "".

    What is held, what a source shows, and a question that is still open stay as they are.
    """
    nothing = cell.source == Source.ABSENT or (cell.source == Source.NOT_TRIED and cell.question is None)
    if not reason or cell.holding != Holding.NONE or not nothing:
        return cell
    return replace(cell, source=str(Source.AGENCY_DID_NOT_EXIST), reason=reason)


@lru_cache(maxsize=1 << 16)
def _of_name(name: str) -> Life:
    """The span of one name: the later of what founded its place and kind, the earlier of what ended them."""
    full = without_city(name.removeprefix("国家税务总局"))
    kind = names.core(full).removeprefix("人民政府")
    branch = _BRANCH.match(kind)
    kinds = {kind, branch[1]} if branch else {kind}
    founded, ended = list[Change](), list[Change]()
    for change in changes():
        of_kind = change.what == "kind"
        if (change.after in kinds) if of_kind else _in_place(change.after, name, full):
            founded.append(change)
        if change.before and ((change.before in kinds) if of_kind else _in_place(change.before, name, full)):
            ended.append(change)
    starts = [_start(founded, what) for what in ("place", "kind")]
    ends = [_end(ended, what) for what in ("place", "kind")]
    since = max((each for each in starts if each), default=None)
    until = min((each for each in ends if each), default=None)
    return Life(
        since, until, tuple(change for change in founded if since and change.founds),
        tuple(change for change in ended if until and change.ends),
    )  # fmt: skip


def _in_place(place: str, *spellings: str) -> bool:
    return any(name.startswith(place) for name in spellings)


def _start(founded: list[Change], what: str) -> date | None:
    """The first day on which any such body can have been founded; None where some were there before."""
    mine = [change for change in founded if change.what == what]
    new = bool(mine) and all(change.founds for change in mine)
    return min(change.earliest for change in mine) if new else None


def _end(ended: list[Change], what: str) -> date | None:
    """The last day on which any such body can have been dissolved."""
    return max((change.latest for change in ended if change.what == what and change.ends), default=None)
