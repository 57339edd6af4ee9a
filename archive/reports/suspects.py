"""The one printed cell that would explain every failed check of a report: a finding, never a change of its value."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice

from archive.reports.cells import plain
from archive.reports.checks import SOFT, apply_checks, holds_cell
from archive.reports.model import Check, Figure, Number
from archive.words import CheckStatus, Method


@dataclass(frozen=True, slots=True)
class Suspect:
    """A cell with the value it prints, the value with which all checks would hold, and the checks that fail now."""

    indicator: str
    value: Number
    expected: Number
    identities: tuple[str, ...]


def suspect(figures: Sequence[Figure], templates: Mapping[str, str]) -> Suspect | None:
    """The cell, if exactly one cell and one value for it explain all failures (docs/formats.md#suspects)."""
    failed = _failed(figures, templates)
    if not failed:
        return None
    found = list(islice(_explanations(figures, templates, failed), 2))
    return found[0] if len(found) == 1 else None


def _explanations(
    figures: Sequence[Figure], templates: Mapping[str, str], failed: Sequence[Check]
) -> Iterator[Suspect]:
    told = tuple(f"{check.id} {check.column or check.row or ''}".strip() for check in failed)
    gap = abs(Decimal(str(failed[0].left)) - Decimal(str(failed[0].right)))
    for at, figure in enumerate(figures):
        held = all(holds_cell(each, figure.indicator) for each in failed)
        if figure.value is None or figure.method == Method.TEXT or not held:
            continue
        for change in (gap, -gap):
            expected = plain(Decimal(str(figure.value)) + change)
            tried = [*figures[:at], figure._replace(value=expected), *figures[at + 1 :]]
            if expected >= 0 and not _failed(tried, templates):
                yield Suspect(figure.indicator, figure.value, expected, told)


def _failed(figures: Iterable[Figure], templates: Mapping[str, str]) -> list[Check]:
    return [
        check for check in apply_checks(figures, templates)
        if check.status == CheckStatus.FAIL and check.id not in SOFT
    ]  # fmt: skip
