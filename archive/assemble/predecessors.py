"""Which agency continues which, where a place or a kind of body was renamed, merged, united or parted."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from archive.assemble.agencies import Agency, without_city
from archive.assemble.changes import Change, changes
from archive.assemble.seats import seat_of
from archive.reports import names
from archive.store.corpus import Row

_BRANCH = re.compile(r"^.{2,3}?市(.+局)([\u4e00-\u9fff]{2,4})分局$")
_LEVEL = re.compile(r"[市县区]$")
_BRANCHING = "环境保护局"
"""The only kind of a county whose body became a branch of the city's."""


def predecessors(agencies: Iterable[Agency]) -> Iterator[Row]:
    """Rows of the table: pairs of agencies that bear one name before and after a change (docs/store.md#predecessors).

    A name that several agencies bear tells none of them; a short name counts within its division.
    """
    bearers: dict[str, set[str]] = defaultdict(set)
    for agency in agencies:
        for key in _keys(agency):
            bearers[key].add(agency.agency_id)
    found: dict[tuple[str, str], Change] = {}
    for name in sorted(bearers):
        for later, change in _later(name, bearers):
            old, new = bearers[name], bearers[later]
            if len(old) == len(new) == 1 and old != new:
                found.setdefault((min(new), min(old)), change)
    for (agency_id, before_id), change in sorted(found.items(), key=lambda item: item[0]):
        yield {
            "agency_id": agency_id, "before_id": before_id, "year": change.latest.year, "how": change.how,
            "earliest": str(change.earliest), "latest": str(change.latest), "evidence": change.evidence,
        }  # fmt: skip


def _keys(agency: Agency) -> Iterator[str]:
    """What an agency is compared by: its full names, its short ones with the division, a branch by its county."""
    division, _ = seat_of(agency)
    for name in agency.names:
        full = without_city(name.removeprefix("国家税务总局"))
        full = full if names.full_government(full).endswith("人民政府") else full.replace("人民政府", "", 1)
        if not names.is_short(full):
            yield full
            yield name
        elif division:
            yield f"{division} {names.core(full)}"
        if branch := _BRANCH.match(name):
            yield f"{branch[2]} {branch[1]}"
        elif full.endswith(_BRANCHING):
            yield f"{_LEVEL.sub('', full.removesuffix(_BRANCHING))} {_BRANCHING}"


def _later(name: str, bearers: Mapping[str, set[str]]) -> Iterator[tuple[str, Change]]:
    """Names that a name became and that somebody bears; where place and kind changed, after both."""
    once = [(change.rewritten(name), change) for change in changes()]
    direct = [(later, change) for later, change in once if later in bearers]
    yield from direct
    if direct:
        return
    for between, change in once:
        for other in changes() if between else ():
            later = other.rewritten(between) if other.what != change.what else ""
            if later in bearers:
                yield later, max(change, other, key=lambda one: one.latest)
