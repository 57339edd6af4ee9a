"""Which form each table follows, told by its own labels and never by the year (docs/formats.md#fingerprints)."""

from collections import Counter

from archive.reports.dictionary import TABLES
from archive.reports.figures import Reading
from archive.reports.found import Sorted
from archive.reports.places_2014 import STAT_2014
from archive.reports.sheet import NEW_ROWS, OTHER_ALL
from archive.words import Template

_OLD_ROWS = ("proactive.procurement", "proactive.other_external_services")
_DECIDED = ("proactive.licensing", "proactive.penalties", "proactive.coercion")
_BY_COUNT = {1: Template.T2021, 3: Template.T2019}


def proactive_template(found: Sorted) -> str:
    """The template of table 二 by its column heads, else by rows and numbers of values of one form; else nothing."""
    heads = Counter(head.template for head in found.heads if head.template)
    if {head.suffix for head in found.heads if head.template == Template.T2019} == {"decisions"}:
        del heads[Template.T2019]  # its head may be the end of that of the other form
    if heads:
        return max(sorted(heads, reverse=True), key=lambda template: heads[template])
    if any(row.stem in _OLD_ROWS for row in found.proactive):
        return Template.T2019
    counts = {len(row.slots) for row in found.proactive if row.stem in _DECIDED}
    return _BY_COUNT.get(counts.pop(), "") if len(counts) == 1 else ""


def applications_template(found: Sorted, valued: bool) -> str:
    """The template of table 三: three rows under （六） or one. `valued` says that （六） itself has seven cells."""
    stems = {row.stem for row in found.applications}
    if stems.intersection(NEW_ROWS):
        return Template.T2021
    return Template.T2019 if OTHER_ALL in stems and valued else ""


def settle(readings: dict[str, Reading]) -> None:
    """Gives a table without own evidence, and always 四, whose form never changed, the template of its neighbours."""
    known = next((readings[t].template for t in TABLES if t in readings and readings[t].template), Template.T2021)
    for reading in readings.values():
        reading.template = reading.template or known


def all_templates(readings: dict[str, Reading]) -> tuple[dict[str, str], str]:
    """`templates` of the record, and the one `template` of the document."""
    templates = {each: str(Template.TABLE_MISSING) for each in (*TABLES, STAT_2014)}
    templates.update((table, str(reading.template)) for table, reading in readings.items())
    for table in ("二", "三", STAT_2014):
        if templates[table] != Template.TABLE_MISSING:
            return templates, templates[table]
    return templates, str(Template.NONE)
