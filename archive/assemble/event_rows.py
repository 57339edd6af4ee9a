"""Events as rows: the readings they rest on out of the corpus, and whose report each of them is about."""

import re
from collections.abc import Callable, Iterable, Mapping

from archive.assemble.events import Cell, Happening, Shown, happenings
from archive.assemble.series import Series
from archive.assemble.whose import Whose
from archive.store.corpus import Corpus, Row, short_hash
from archive.store.looks import Question
from archive.store.warc import sha256
from archive.words import Kind

_SHOWN = """
SELECT bundle_key, documents.task_key AS task_key, documents.payload_sha256 AS payload, report_id, kind, content_digest,
    bundles.reader_version AS reader
FROM documents JOIN bundles USING (bundle_key) LEFT JOIN reports USING (bundle_key, task_key, payload_sha256)
ORDER BY bundle_key DESC
"""
_TEXT = "SELECT text FROM reports WHERE report_id = ?"
_FIGURES = "SELECT indicator, value, status FROM figures WHERE report_id = ? ORDER BY position"


def event_rows(
    corpus: Corpus, whose: Whose, texts: Series, foreign: Mapping[str, str], tasks: Iterable[Question]
) -> list[Row]:
    """The rows of the table events, in the order of time (docs/store.md#events).

    `foreign` are reports of another agency than the one they are shown under; `tasks` all that fetch documents.
    """
    cells = {one.report_id: cell for cell, versions in texts.versions.items() for v in versions for one in v.readings}
    cores = _cores(corpus, texts)
    shown: dict[tuple[str, str], Shown] = {}
    bundle_of: dict[str, str] = {}
    for row in corpus.database.query(_SHOWN):
        # A file beside several pages goes by the first of them: the rows come in the order that leaves it last.
        kind = Kind.OTHER_AGENCY if row["report_id"] in foreign else row["kind"] and Kind(row["kind"])
        shown[row["task_key"], row["payload"]] = Shown(
            row["payload"], row["report_id"], kind, row["content_digest"], cells.get(row["report_id"]), row["reader"],
            cores.get(row["report_id"], ""),
        )
        bundle_of[row["task_key"]] = row["bundle_key"]
    asked = list(tasks)
    found = happenings(asked, shown, lambda one, other: differing(corpus, one, other))
    cell_of = _cells(whose, texts, {task.task_key: task for task in asked}, bundle_of)
    return [_row(one, *(one.cell or cell_of(one.task_key))) for one in found]


def _cores(corpus: Corpus, texts: Series) -> dict[str, str]:
    """Report to the digest of its text without its lines about attachments, where its series has several texts."""
    series = ([one for version in versions for one in version.readings] for versions in texts.versions.values())
    several = [readings for readings in series if len({one.content for one in readings}) > 1]
    found = {}
    for one in (reading for readings in several for reading in readings):
        row = corpus.database.query(_TEXT, [one.report_id]).fetchone()
        lines = [re.sub(r"\s", "", line) for line in row["text"].splitlines()] if row and row["text"] else []
        if core := "\n".join(line for line in lines if line and not line.startswith("附件")):
            found[one.report_id] = sha256(core.encode())
    return found


def differing(corpus: Corpus, one: str, other: str) -> list[str]:
    """The indicators in which two reports have another value or status, by name."""
    mine, theirs = _figures(corpus, one), _figures(corpus, other)
    return sorted(name for name in mine.keys() | theirs.keys() if mine.get(name) != theirs.get(name))


def _figures(corpus: Corpus, report_id: str) -> dict[str, list[tuple[object, object]]]:
    """Indicator to each (value, status): a sentence may state one twice."""
    found: dict[str, list[tuple[object, object]]] = {}
    for name, value, status in corpus.database.query(_FIGURES, [report_id]):
        found.setdefault(name, []).append((value, status))
    return found


def _cells(
    whose: Whose, texts: Series, asked: Mapping[str, Question], bundle_of: Mapping[str, str]
) -> Callable[[str], tuple[str | None, int | None]]:
    """What agency and year a task is about where its documents do not say it: those of its bundle's only report."""
    brought: dict[str, set[Cell]] = {}
    for cell, versions in texts.versions.items():
        for one in (reading for version in versions for reading in version.readings):
            brought.setdefault(one.bundle_key, set()).add(cell)

    def cell_of(task_key: str) -> tuple[str | None, int | None]:
        bundle = bundle_of.get(task_key, task_key)
        if len(cells := brought.get(bundle, set())) == 1:
            return next(iter(cells))
        question = asked.get(bundle)
        agency = whose.of_question(question) if question else None
        return (agency.agency_id if agency else None), (whose.year_of(question) if question else None)

    return cell_of


def _row(one: Happening, agency_id: str | None, year: int | None) -> Row:
    before, after = one.before, one.after
    return {
        "event_id": short_hash(one.task_key, str(one.visit), one.event, one.other_task_key or ""),
        "seen_at": one.at, "event": str(one.event),
        "agency_id": agency_id, "year": year, "task_key": one.task_key, "visit": one.visit, "url": one.url,
        "payload_before": before.payload if before else None, "payload_after": after.payload if after else None,
        "report_before": before.report_id if before else None, "report_after": after.report_id if after else None,
        "other_task_key": one.other_task_key, "other_url": one.other_url, "detail": one.detail,
    }  # fmt: skip
