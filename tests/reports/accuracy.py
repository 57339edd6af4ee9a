"""`python -m tests.reports.accuracy`: the share of right, flagged and wrong cells of the reader, layout by layout."""

from collections import Counter

from archive.documents.open import read_document
from archive.reports.model import Report
from archive.reports.read import read_report
from archive.words import CheckStatus
from tests.reports import forms, layouts

SEEDS = range(6)
_BLANK = frozenset({"blank", "dash", "none_word"})


def measure(layout: str, *, blanks: bool, seeds: range = SEEDS) -> Counter[str]:
    """Cells by verdict over reports of both forms drawn at random: right, flagged, status, missing, wrong, extra.

    Also counted: `reports`, and under `identity` those whose agency, year, template or checks are not the true ones.
    """
    counts: Counter[str] = Counter()
    for seed in seeds:
        for template in forms.ALL:
            truth = forms.draw(seed, template, blanks=blanks)
            source = layouts.LAYOUTS[layout](truth, template)
            name = "a.html" if source.startswith("<!") else "a.txt"
            report = read_report(read_document(source.encode(), filename=name))
            counts += verdicts(report, truth)
            counts["reports"] += 1
            counts["identity"] += not _known(report, template)
    return counts


def verdicts(report: Report, truth: forms.Truth) -> Counter[str]:
    """Each cell of one report against the truth."""
    figures = {figure.indicator: figure for figure in report.figures if not figure.indicator.startswith("text.")}
    counts = Counter({"extra": sum(1 for name, f in figures.items() if name not in truth and f.value is not None)})
    for name, value in truth.items():
        figure = figures.get(name)
        if figure is None:
            counts["missing"] += 1
        elif figure.value is not None:
            counts["right" if figure.value == value else "wrong"] += 1
        elif value is not None:
            counts["flagged"] += 1
        else:
            counts["right" if figure.status in _BLANK else "status"] += 1
    return counts


def _known(report: Report, template: str) -> bool:
    failing = any(check.status == CheckStatus.FAIL for check in report.checks)
    told = (report.agency, report.year.value, report.template)
    return told == (layouts.AGENCY, layouts.YEARS[template], template) and not failing


def line(layout: str) -> tuple[str, int]:
    """One row of the printed table, and how many reports were not named rightly."""
    cells, unnamed = [layout], 0
    for blanks in (False, True):
        counts = measure(layout, blanks=blanks)
        unread = counts["flagged"] + counts["status"] + counts["missing"]
        wrong = counts["wrong"] + counts["extra"]
        whole = counts["right"] + unread + wrong
        cells += [f"{100 * counts['right'] / whole:.1f} %", f"{100 * unread / whole:.1f} %", str(wrong)]
        unnamed += counts["identity"]
    return f"| {' | '.join(cells)} |", unnamed


def main() -> None:
    """Prints one line per layout: all cells printed, then two zeros in five left blank."""
    print("| layout | right | flagged | wrong | right, with blanks | flagged | wrong |\n|---|---|---|---|---|---|---|")
    unnamed = 0
    for layout in layouts.LAYOUTS:
        printed, missed = line(layout)
        unnamed += missed
        print(printed, flush=True)
    print(f"\nreports with another agency, year, form or check than the true ones: {unnamed}")


if __name__ == "__main__":
    main()
