"""Rows of panel.csv and panel_status.csv: one for each agency and year that is held, one column for each indicator."""

import json
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache

from archive.release.labels import Labelled, labelled
from archive.reports.checks import SOFT
from archive.reports.names import city_of
from archive.store.corpus import Row
from archive.store.held import Held
from archive.words import CheckStatus, Scope, Status, Template

KEYS = ("agency_id", "year", "report_id")
IDENTITY = (
    "agency_id", "name", "uscc", "division_code", "city", "level", "body_type", "year", "scope", "template",
    "report_id", "source_url", "published", "published_in_url", "signed_date", "captured_at", "sha256", "content_hash",
    "text_file", "versions", "read_state", "checks_passed", "checks_failed", "checks_not_assessable",
    "template_break_2019", "template_break_2021", "likely_migrated", "scope_uncertain", "renditions_differ",
    "figures_reviewed", "flags",
)  # fmt: skip
"""Columns of panel.csv before the indicators."""

NOT_IN_TEMPLATE = "not_in_template"
_ERAS = {Template.T2014: 0, Template.T2019: 1, Template.T2021: 2}


class Eras:
    """Tells for each row of the panel, which come by agency and year, whether the form changed since the one before."""

    def __init__(self) -> None:
        self._agency, self._last = "", -1

    def breaks(self, held: Held) -> tuple[int | None, int | None]:
        """(2019, 2021): 1 where this row and the agency's last one lie on different sides of that change of forms.

        None where the form of this row is not known: a narrative of the years that have forms.
        """
        agency, year, template = (held.row[name] for name in ("agency_id", "year", "template"))
        if agency != self._agency:
            self._agency, self._last = str(agency), -1
        era = _ERAS.get(Template(str(template)), 0 if int(str(year)) < 2019 else -1)
        if era < 0:
            return None, None
        before, self._last = self._last if self._last >= 0 else era, era
        return int((era >= 1) != (before >= 1)), int((era >= 2) != (before >= 2))


def identity(held: Held, text_file: str | None, breaks: tuple[int | None, int | None]) -> Row:
    """The columns of IDENTITY, by name."""
    row, flags, dates = held.row, held.flags, held.dates
    checks = Counter(str(check["status"]) for check in held.checks if check["identity"] not in SOFT)
    return row | {
        "city": city_of(str(row["division_code"] or ""), str(row["name"])), "published": dates.get("published_shown"),
        "published_in_url": dates.get("published_in_url"), "signed_date": dates.get("signed_date"),
        "text_file": text_file, "flags": json.dumps(flags, ensure_ascii=False),
        "checks_passed": checks[CheckStatus.PASS] + checks[CheckStatus.PASS_WITH_BLANKS],
        "checks_failed": checks[CheckStatus.FAIL], "checks_not_assessable": checks[CheckStatus.NOT_ASSESSABLE],
        "template_break_2019": breaks[0], "template_break_2021": breaks[1],
        "likely_migrated": int("likely_migrated" in flags), "scope_uncertain": int(row["scope"] == Scope.UNKNOWN),
        "renditions_differ": held.renditions_differ, "figures_reviewed": len(held.reviewed),
    }  # fmt: skip


def panel_row(held: Held, told: Row) -> list[object]:
    """A row of panel.csv: identity, then the value of each indicator; nothing where there is none."""
    values = {
        figure["indicator"]: figure["value"] for figure in held.figures if Status(str(figure["status"])).has_value
    }
    return [*(told[name] for name in IDENTITY), *(values.get(name) for name in labelled())]


def status_row(held: Held) -> list[object]:
    """A row of panel_status.csv: for each indicator the status of its cell, or why there is no cell."""
    statuses = _absences(tuple(held.templates.items())) | {f["indicator"]: f["status"] for f in held.figures}
    return [*(held.row[name] for name in KEYS), *(statuses[name] for name in labelled())]


def reviewed_row(held: Held) -> list[object]:
    """A row of panel_reviewed.csv: for each indicator the value that a person entered; nothing where none did."""
    values = {indicator: entry.value for indicator, entry in held.reviewed.items()}
    return [*(held.row[name] for name in KEYS), *(values.get(name) for name in labelled())]


@lru_cache(maxsize=64)
def _absences(templates: tuple[tuple[str, str], ...]) -> dict[object, object]:
    """For each indicator why a report with these forms has no such cell, if it has none."""
    return {name: _absent(each, dict(templates)) for name, each in labelled().items()}


def _absent(indicator: Labelled, templates: Mapping[str, str]) -> str | None:
    """Why a report has no such cell: `not_in_template`, `table_missing`, or None for what no sentence states and for a
    table that is there and was not read."""
    if not indicator.forms:
        return None
    forms = [(templates.get(table, Template.TABLE_MISSING), own) for table, own in indicator.places]
    if any(form in own for form, own in forms):
        return None
    followed = set(templates.values()) - {Template.TABLE_MISSING}
    of_its_form = not followed or any(followed & own for _, own in forms)
    return str(Template.TABLE_MISSING) if of_its_form else NOT_IN_TEMPLATE
