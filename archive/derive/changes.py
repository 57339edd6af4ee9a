"""What a re-reading changed, case by case, and why: old corpus against new (docs/store.md#reading-again)."""

import csv
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import closing, nullcontext
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import IO

from archive.errors import GongkaiError, UsageError
from archive.store.corpus import Corpus, Row
from archive.store.readers import reader_of

NO_CAUSE = "no cause known"
"""Same reader, same libraries, same input, and another reading: a limit of time or memory that was met or not."""
_COLUMNS = {
    "kind": "kind", "year": "year", "agency": "agency", "title": "title", "scope": "scope", "form": "templates",
    "text": "content_digest",
}  # fmt: skip
"""What may have changed in a report, and the column that tells."""


@dataclass(frozen=True, slots=True)
class Change:
    """One case. `what` is document, kind, year, agency, title, scope, form, text, figure or check.

    `before` and `after` are its values: of a document its status, of a figure its value, empty where it has none, and
    its status stands beside, as that of a check. What only one of the two corpora has is empty in the other.
    """

    what: str
    report_id: str
    bundle_key: str
    url: str
    agency: str
    year: int | None
    indicator: str
    before: object
    after: object
    status_before: str
    status_after: str
    why: str

    @property
    def kind(self) -> str:
        """The case as it is counted."""
        if self.what in ("figure", "check"):
            same = " (with other values)" if self.status_before == self.status_after else ""
            return f"{self.status_before or 'none'} → {self.status_after or 'none'}{same}"
        return f"{self.before or 'none'} → {self.after or 'none'}" if self.what in ("document", "kind", "year") else ""


@dataclass(slots=True)
class Tally:
    """Changes counted: by what changed, from what to what, and why. `compared` says whether there was an old corpus."""

    compared: bool = False
    cases: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    why: Counter[str] = field(default_factory=Counter)
    reports: set[str] = field(default_factory=set)

    def add(self, change: Change) -> None:
        self.cases[change.what][change.kind] += 1
        self.why[change.why] += 1
        self.reports.add(change.report_id or change.bundle_key)

    def record(self) -> dict[str, object]:
        """The counts, for programs."""
        counts = {what: sum(kinds.values()) for what, kinds in sorted(self.cases.items())}
        return {"compared": self.compared, **counts, "reports": len(self.reports), "why": dict(self.why.most_common())}

    def lines(self) -> Iterator[str]:
        """The counts, for people."""
        if not self.compared:
            yield "there was no corpus to compare with"
        elif not self.reports:
            yield "nothing changed against the corpus before"
        else:
            yield f"changed against the corpus before, in {len(self.reports)} reports:"
            for what, kinds in sorted(self.cases.items()):
                told = ", ".join(f"{kind} {number}" for kind, number in kinds.most_common(5) if kind)
                rest = ", …" if len(kinds) > 5 else ""
                yield f"  {what:9} {sum(kinds.values())}{': ' if told else ''}{told}{rest}"
            yield from (f"  because   {why}: {number}" for why, number in self.why.most_common())


def tallied(old: Path | None, new: Path, file: Path | None, note: Callable[[str], None]) -> Tally:
    """Counts what changed and writes every case to `file`: CSV where its name ends so, else JSON lines.

    Raises UsageError where the file cannot be written.
    """
    tally = Tally(compared=old is not None)
    with _opened(file) as out:
        write = _writer(file, out)
        try:
            for change in changes(old, new) if old else ():
                write(change)
                tally.add(change)
        except GongkaiError as error:
            note(f"{error}; what changed cannot be told whole")
    return tally


def _opened(file: Path | None) -> "IO[str] | nullcontext[None]":
    if file is None:
        return nullcontext()
    try:
        return file.open("w", encoding="utf-8", newline="")
    except OSError as error:
        raise UsageError(f"{file}: cannot be written ({error.strerror}); choose another --changes") from None


def _writer(file: Path | None, out: IO[str] | None) -> Callable[[Change], object]:
    if file is None or out is None:
        return lambda _: None
    if file.suffix.lower() != ".csv":
        return lambda change: out.write(json.dumps(asdict(change), ensure_ascii=False) + "\n")
    table = csv.DictWriter(out, [one.name for one in fields(Change)])
    table.writeheader()
    return lambda change: table.writerow(asdict(change))


def changes(old: Path, new: Path) -> Iterator[Change]:
    """Every case, documents first, in a steady order. Raises DamagedError where the old corpus cannot be read."""
    with closing(Corpus(new, read_only=True)) as corpus, corpus.database.explaining():
        corpus.database.attach(old, "old")
        why = _Why(corpus)
        yield from _documents(corpus, why)
        yield from _reports(corpus, why)
        for part in _PARTS:
            yield from _parts(corpus, why, part)


class _Why:
    """The reasons for which a bundle may be read differently."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self.told: dict[tuple[object, ...], str] = {}

    def __call__(self, bundle_key: str) -> str:
        rows = self.corpus.rows(_BUNDLES, [bundle_key])
        if len(rows) < 2:
            return "context"
        before, after = (reader_of(row) for row in rows)
        known = None not in (rows[0]["source_digest"], rows[1]["source_digest"])
        context = known and rows[0]["source_digest"] != rows[1]["source_digest"]
        told = ["context"] if context else []
        return ", ".join([*told, *filter(None, [before.to(after)])]) or NO_CAUSE


_BUNDLES = """
SELECT 0 AS turn, bundles.reader_version, libraries, source_digest
FROM old.bundles LEFT JOIN old.readers USING (reader_id) WHERE bundle_key = ?1
UNION ALL SELECT 1, bundles.reader_version, libraries, source_digest
FROM main.bundles LEFT JOIN main.readers USING (reader_id) WHERE bundle_key = ?1 ORDER BY turn
"""
_DOCUMENTS = """
SELECT coalesce(report.report_id, '') AS report_id, bundle_key, new.url, old.status AS before, new.status AS after,
    report.agency, report.year
FROM main.documents AS new LEFT JOIN old.documents AS old USING (bundle_key, task_key, payload_sha256)
LEFT JOIN main.reports AS report USING (bundle_key, task_key, payload_sha256)
WHERE old.status IS NOT new.status
UNION ALL
SELECT coalesce(report.report_id, ''), old.bundle_key, old.url, old.status, NULL, report.agency, report.year
FROM old.documents AS old LEFT JOIN old.reports AS report USING (bundle_key, task_key, payload_sha256)
WHERE NOT EXISTS (SELECT 1 FROM main.documents AS new WHERE new.bundle_key = old.bundle_key
    AND new.task_key = old.task_key AND new.payload_sha256 = old.payload_sha256)
ORDER BY 2, 3, 1
"""


def _documents(corpus: Corpus, why: _Why) -> Iterator[Change]:
    for row in corpus.rows(_DOCUMENTS):
        yield _change("document", row, why, row["before"], row["after"])


_REPORTS = f"""
SELECT report_id, new.bundle_key, documents.url, new.agency, new.year,
    {", ".join(f"old.{name} AS {name}_before, new.{name} AS {name}_after" for name in _COLUMNS.values())}
FROM main.reports AS new JOIN old.reports AS old USING (report_id)
JOIN main.documents AS documents ON documents.bundle_key = new.bundle_key
    AND documents.task_key = new.task_key AND documents.payload_sha256 = new.payload_sha256
WHERE {{which}} ORDER BY report_id
"""
_DIFFER = " OR ".join(f"old.{name} IS NOT new.{name}" for name in _COLUMNS.values())


def _reports(corpus: Corpus, why: _Why) -> Iterator[Change]:
    for row in corpus.rows(_REPORTS.format(which=_DIFFER)):
        for what, column in _COLUMNS.items():
            before, after = row[f"{column}_before"], row[f"{column}_after"]
            if before != after:
                yield _change(what, row, why, before, after)


@dataclass(frozen=True, slots=True)
class _Part:
    """A table of what belongs to a report: the columns that name a row, and those that are told and compared."""

    what: str
    table: str
    names: tuple[str, ...]
    value: str
    compared: tuple[str, ...]


_PARTS = (
    _Part("figure", "figures", ("indicator",), "value", ("value", "status", "unit")),
    _Part("check", "checks", ("identity", "column_key", "row_key"), "NULL", ("status", "left_side", "right_side")),
)
_DIFFERENT = """
WITH differ AS (
    SELECT report_id FROM main.{table} AS new LEFT JOIN old.{table} AS old USING (report_id, position) WHERE {differ}
    UNION
    SELECT report_id FROM old.{table} AS old LEFT JOIN main.{table} AS new USING (report_id, position)
    WHERE new.report_id IS NULL
)
"""


def _parts(corpus: Corpus, why: _Why, part: _Part) -> Iterator[Change]:
    differ = " OR ".join(f"old.{name} IS NOT new.{name}" for name in (*part.names, *part.compared))
    sql = _DIFFERENT.format(table=part.table, differ=differ)
    for row in corpus.rows(sql + _REPORTS.format(which="report_id IN (SELECT report_id FROM differ)")):
        before, after = (_by_name(corpus, schema, part, str(row["report_id"])) for schema in ("old", "main"))
        for key in [*before, *(key for key in after if key not in before)]:
            one, other = before.get(key, _NONE), after.get(key, _NONE)
            if one != other:
                yield _change(part.what, row, why, one[0], other[0], key[0], str(one[1]), str(other[1]))


_NONE = (None, "")


def _by_name(corpus: Corpus, schema: str, part: _Part, report_id: str) -> dict[tuple[str, int], tuple[object, ...]]:
    """(name, how many of it came before) to value, status and what else is compared, in order."""
    names = " || ' ' || ".join(f"coalesce({name}, '')" for name in part.names)
    sql = f"SELECT {names}, {part.value}, status, {', '.join(part.compared)} FROM {schema}.{part.table}"
    seen, found = Counter[str](), dict[tuple[str, int], tuple[object, ...]]()
    for name, *told in corpus.database.query(f"{sql} WHERE report_id = ? ORDER BY position", [report_id]):
        found[name.strip(), seen[name]] = tuple(told)
        seen[name] += 1
    return found


def _change(
    what: str, row: Row, why: _Why, before: object, after: object, indicator: str = "", *statuses: str
) -> Change:
    status_before, status_after = statuses or ("", "")
    year = row["year"]
    return Change(
        what, str(row["report_id"]), str(row["bundle_key"]), str(row["url"]), str(row["agency"] or ""),
        year if isinstance(year, int) else None, indicator, before, after, status_before, status_after,
        why(str(row["bundle_key"])),
    )  # fmt: skip
