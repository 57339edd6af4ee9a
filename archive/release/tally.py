"""What a release counts of itself while it is written, and its README.md."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from string import Template

from archive.release.audited import Audited
from archive.release.selection import Selection
from archive.reports.checks import SOFT
from archive.store.corpus import Corpus, Row
from archive.store.held import Held
from archive.words import Holding, Status

_DATA = Path(__file__).parent / "data"


@dataclass(slots=True)
class Tally:
    """Counts over everything that went into the files."""

    reports: int = 0
    texts: int = 0
    reviewed: int = 0
    withheld: int = 0
    agencies: set[str] = field(default_factory=set)
    years: Counter[int] = field(default_factory=Counter)
    forms: Counter[str] = field(default_factory=Counter)
    read_states: Counter[str] = field(default_factory=Counter)
    statuses: Counter[str] = field(default_factory=Counter)
    checks: Counter[str] = field(default_factory=Counter)
    holding: Counter[str] = field(default_factory=Counter)
    source: Counter[str] = field(default_factory=Counter)

    def add(self, held: Held) -> None:
        """Counts a row of the panel."""
        self.reports += 1
        self.reviewed += len(held.reviewed)
        self.agencies.add(str(held.row["agency_id"]))
        self.years[int(str(held.row["year"]))] += 1
        self.forms[str(held.row["template"])] += 1
        self.read_states[str(held.row["read_state"])] += 1
        self.statuses.update(str(figure["status"]) for figure in held.figures)
        self.checks.update(str(check["status"]) for check in held.checks if check["identity"] not in SOFT)

    def add_coverage(self, holding: str, source: str) -> None:
        """Counts a row of coverage.csv."""
        self.holding[holding] += 1
        if holding == Holding.NONE:
            self.source[source] += 1

    @property
    def values(self) -> int:
        """Figures that have a value."""
        return sum(number for status, number in self.statuses.items() if Status(status).has_value)

    def record(self) -> Row:
        """The counts as `gongkai release --json` prints them."""
        return {
            "reports": self.reports, "agencies": len(self.agencies), "texts": self.texts,
            "figures": self.statuses.total(), "values": self.values, "checks_failed": self.checks["fail"],
            "reviewed": self.reviewed, "withheld": self.withheld,
            "expected": self.holding.total(), "not_held": self.holding[str(Holding.NONE)],
        }  # fmt: skip


def readme(
    corpus: Corpus, tally: Tally, selection: Selection, version: str, as_of: date | None, audit: Audited
) -> str:
    """README.md of a release. Names the latest capture, and nothing of when or where the release was made."""
    (state,) = corpus.rows("SELECT max(captured_at) AS latest FROM documents")
    years = f"{min(tally.years)}–{max(tally.years)}" if tally.years else "none"
    return Template((_DATA / "README.md").read_text("utf-8")).substitute(
        state=state["latest"] or "empty", version=version, readers=_readers(corpus),
        selection=_selected(selection), as_of=_as_of(as_of), reports=tally.reports, agencies=len(tally.agencies),
        years=years, texts=tally.texts, reviewed=tally.reviewed, withheld=tally.withheld,
        figures=tally.statuses.total(), values=tally.values, expected=tally.holding.total(),
        holding=_table("holding", tally.holding), source=_table("source", tally.source),
        read_state=_table("read_state", tally.read_states), forms=_listed(tally.forms),
        statuses=_listed(tally.statuses), checks=_listed(tally.checks),
        audit=_audited(audit),
        recipe=(_DATA / "recipe.txt").read_text("utf-8").rstrip(),
    )  # fmt: skip


def _audited(audit: Audited) -> str:
    stated = audit.stated
    if stated is None:
        return "Nobody has audited this state. 尚未人工核验。"
    low, high = (f"{100 * float(str(stated[name])):.2f} %" for name in ("low", "high"))
    checked, errors = stated["checked"], stated["errors"]
    return (
        f"A person read {checked} cells with a value again, blind, in the originals; {errors} of them were wrong"
        f" (95 % interval {low} to {high}). 人工盲核 {checked} 个有值单元格，{errors} 个有误。"
    )


def _as_of(day: date | None) -> str:
    told = f"As of the end of {day} (Asia/Shanghai): what the archive knew then, as today's reader reads it."
    return f"\n{told} 档案截至该日的状态。" if day else ""


def _readers(corpus: Corpus) -> str:
    """Every reader at work in the corpus, with its libraries where they are noted."""
    told = []
    for reader in corpus.read_by():
        libraries = ", ".join(" ".join(one) for one in reader.libraries or ())
        told.append(f"{reader.version} (`{reader.reader_id}`: {libraries})" if libraries else reader.version)
    return "; ".join(sorted(told))


def _selected(selection: Selection) -> str:
    portals = f" Portals: {', '.join(selection.portals)}." if selection.portals else ""
    years = f" Years: {', '.join(map(str, selection.years))}." if selection.years else ""
    return portals + years


def _table(name: str, counts: Counter[str]) -> str:
    lines = [f"| {word} | {number} |" for word, number in sorted(counts.items())]
    return "\n".join([f"| {name} | agency-years |", "|---|---|", *lines])


def _listed(counts: Counter[str]) -> str:
    return ", ".join(f"{word} {number}" for word, number in sorted(counts.items())) or "none"
