"""Reports of another agency that a portal shows under this one's code: the directory itself names whose they are."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from archive.assemble.candidates import Candidate
from archive.reports.words import fold


def strangers(found: Iterable[Candidate], named: Mapping[tuple[str, str, str], str]) -> dict[str, str]:
    """report_id to the agency in its title, where the portal's directory lists that agency under another code only.

    A directory may give short names (审计局 for 东平县审计局), so a title matches the name it ends with. An agency's
    earlier name is no stranger: no other code bears it.
    """
    listed: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for portal, area, name in named:
        if area and name:
            listed[portal][fold(name)].add(area)
    return {
        one.report_id: one.agency
        for one in found
        if one.area and one.agency and one.listed_agency and _of_another(one, fold(one.agency), listed[one.portal])
    }


def _of_another(one: Candidate, title: str, names: Mapping[str, set[str]]) -> bool:
    own = fold(one.listed_agency)
    if title.endswith(own) or own.endswith(title):
        return False
    areas = [areas for name, areas in names.items() if title.endswith(name)]
    return bool(areas) and not any(one.area in some for some in areas)
