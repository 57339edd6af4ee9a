"""`python -m tests.reports.accuracy`: the share of right, flagged and wrong cells of the reader, layout by layout."""

import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from functools import partial

from archive.documents.open import read_document
from archive.reports.model import Report
from archive.reports.read import read_report
from archive.words import CheckStatus
from tests.reports import forms, layouts, scattered

SEEDS = range(6)
LAYOUTS = {**layouts.LAYOUTS, **scattered.KEPT, **scattered.BROKEN}
_BLANK = frozenset({"blank", "dash", "none_word"})


def measure(layout: str, *, blanks: bool, seeds: range = SEEDS) -> Counter[str]:
    """Cells by verdict over reports of all forms drawn at random: right, flagged, status, missing, wrong, extra.

    Also counted: `reports`, and under `identity` those whose agency, year, template or checks are not the true ones.
    """
    counts: Counter[str] = Counter()
    for seed in seeds:
        for template in scattered.FORMS.get(layout, forms.ALL):
            truth = forms.draw(seed, template, blanks=blanks)
            source = LAYOUTS[layout](truth, template)
            name = "a.html" if source.startswith("<!") else "a.txt"
            report = read_report(read_document(source.encode(), filename=name))
            counts += verdicts(report, scattered.kept(truth) if layout.endswith("page_lost") else truth)
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


def line(layout: str, seeds: range = SEEDS) -> tuple[str, int, int]:
    """One row of the printed table, how many reports were not named rightly, and how many cells are wrong."""
    cells, unnamed, wrongs = [f"`{layout}`"], 0, 0
    for blanks in (False, True):
        counts = measure(layout, blanks=blanks, seeds=seeds)
        unread = counts["flagged"] + counts["status"] + counts["missing"]
        wrong = counts["wrong"] + counts["extra"]
        whole = counts["right"] + unread + wrong
        cells += [f"{100 * counts['right'] / whole:.1f} %", f"{100 * unread / whole:.1f} %", str(wrong)]
        unnamed, wrongs = unnamed + counts["identity"], wrongs + wrong
    return f"| {' | '.join(cells)} |", unnamed, wrongs


def main() -> None:
    """Prints one line per layout: all cells printed, then two zeros in five left blank.

    Arguments: how many seeds are drawn, and how many processes read (else as many as there are cores). Ends with an
    error where a value is wrong.
    """
    seeds = range(int(sys.argv[1])) if len(sys.argv) > 1 else SEEDS
    workers = int(sys.argv[2]) if len(sys.argv) > 2 else None
    print("| layout | right | flagged | wrong | right, with blanks | flagged | wrong |\n|---|---|---|---|---|---|---|")
    unnamed = wrongs = 0
    with ProcessPoolExecutor(workers) as pool:
        for done, (printed, missed, wrong) in enumerate(pool.map(partial(line, seeds=seeds), LAYOUTS), 1):
            unnamed, wrongs = unnamed + missed, wrongs + wrong
            print(printed, flush=True)
            print(f"{done} of {len(LAYOUTS)} layouts", file=sys.stderr, flush=True)
    print(f"\nreports with another agency, year, form or check than the true ones: {unnamed}; wrong cells: {wrongs}")
    sys.exit(wrongs > 0)


if __name__ == "__main__":
    main()
