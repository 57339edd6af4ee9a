"""Makes a folded ledger whole: captures get their visits, what lacks its evidence is asked again, every link holds."""

import json
import re
import sqlite3
from collections.abc import Callable, Iterator
from itertools import groupby

from archive.store.ledger import NewTask
from archive.store.rebuild.fold import Fold, into
from archive.store.selection import OF_HOST
from archive.words import Outcome, TaskKind

_SETTLED = ", ".join(f"'{outcome}'" for outcome in Outcome if outcome.settled)


def finish(fold: Fold) -> Iterator[str]:
    """Completes the ledger of `fold`; gives one line for each kind of thing that the WARC files do not tell."""
    db = fold.db
    for step, text in _STEPS:
        if number := step(fold):
            yield text.format(number)
    columns = ", ".join(row[1] for row in db.execute("PRAGMA table_info(captures)") if row[1] != "capture_id")
    db.execute(f"INSERT INTO captures ({columns}) SELECT {columns} FROM temp.found ORDER BY found.rowid")
    db.execute("UPDATE tasks SET visits = (SELECT count(*) FROM visits WHERE visits.task_key = tasks.task_key)")
    # A task says what its last visit said; where an archive that knew of no such visit told of it last, it is due.
    db.execute(
        "UPDATE tasks SET outcome = last.outcome, detail = last.detail, outcome_at = last.ended_at,"
        " looked_crawl = last.crawl_id, due_at = coalesce(due_at, last.ended_at) FROM visits AS last"
        " WHERE last.task_key = tasks.task_key AND last.visit = tasks.visits"
        " AND (tasks.outcome IS NOT last.outcome OR outcome_at IS NOT last.ended_at)"
    )
    # An answer that nobody has read yet is read by the next crawl.
    db.execute(
        f"UPDATE tasks SET due_at = unread.at FROM (SELECT task_key, min(captured_at) AS at FROM captures"
        f" JOIN tasks USING (task_key) WHERE visit > visits GROUP BY task_key) AS unread"
        f" WHERE unread.task_key = tasks.task_key AND due_at IS NULL"
        f" AND kind NOT IN ({OF_HOST}, '{TaskKind.INGEST}')"
    )
    if number := _mend_links(db):
        yield f"{number} rows referred to rows that no WARC file tells of, and were left out or freed of that"


def _tasks_by_context(fold: Fold) -> int:
    """Tasks of captures from before the journal, by what stands beside the captures."""
    made = 0
    for key, text, at in fold.db.execute("SELECT * FROM temp.contexts").fetchall():
        context = json.loads(text)
        known = fold.db.execute("SELECT 1 FROM tasks WHERE task_key = ?", [key]).fetchone()
        if known or "kind" not in context:
            continue
        task, parent = _task(key, context), context.get("parent_key")
        values = {
            "task_key": key, "portal": task.portal, "family": task.family, "rank": task.kind.rank, "kind": task.kind,
            "politeness_group": task.politeness_group, "host": task.host, "url": task.url, "method": task.method,
            "parent_key": parent, "why": task.why, "depth": task.depth, "area": task.area, "agency": task.agency,
            "year": task.year, "listed_title": task.listed_title, "created_at": at, "due_at": at,
        }  # fmt: skip
        fold.db.execute(f"INSERT {into('tasks', values)}", list(values.values()))
        fold.db.execute(
            "INSERT OR IGNORE INTO addresses VALUES (?, ?, ?, ?, ?, ?)",
            [key, task.url, parent or "", task.listed_title or task.agency, at, at],
        )
        _note(fold.db, "tasks", key)
        _note(fold.db, "addresses", key, task.url, parent or "")
        if task.kind == TaskKind.INGEST:
            _handed_in(fold.db, key, context, at)
        made += 1
    return made


def _note(db: sqlite3.Connection, name: str, *key: object) -> None:
    """Notes a row that no piece of the journal has told, so that the next one does."""
    written = json.dumps(key, ensure_ascii=False, separators=(",", ":"))
    db.execute("INSERT INTO journal (name, key) VALUES (?, ?)", [name, written])


def _task(key: str, context: dict[str, object]) -> NewTask:
    year = context.get("year")
    return NewTask(
        key, _text(context, "portal"), _text(context, "family") or "ingest", TaskKind(_text(context, "kind")),
        _text(context, "politeness_group"), _text(context, "task_url") or _text(context, "url"),
        _text(context, "why") or "handed in", int(str(context.get("depth", 0))), _text(context, "area"),
        _text(context, "agency"), int(str(year)) if year else None, _text(context, "listed_title"),
    )  # fmt: skip


def _text(context: dict[str, object], name: str) -> str:
    return str(context.get(name) or "")


def _handed_in(db: sqlite3.Connection, key: str, context: dict[str, object], at: str) -> None:
    """No crawl will close the visit of a file that a person handed in."""
    note = f" ({context['note']})" if context.get("note") else ""
    detail = f"from {context.get('from')}: {context.get('original_name')}{note}"
    db.execute("INSERT INTO visits VALUES (?, 1, NULL, ?, ?, 0, 0, ?)", [key, Outcome.OK, detail, at])
    _note(db, "visits", key, 1)
    db.execute(
        "INSERT OR IGNORE INTO temp.claims SELECT task_key, hop, captured_at, substr(payload_sha256, 1, 8), 1"
        " FROM temp.found WHERE task_key = ? ORDER BY rowid LIMIT 1", [key],
    )  # fmt: skip


def _crawls_by_number(fold: Fold) -> None:
    """The crawl of captures that tell only its number: the last of that number that had begun then."""
    fold.db.execute(
        "UPDATE temp.found SET crawl_id = (SELECT crawls.crawl_id FROM crawls JOIN temp.numbered USING (crawl_id)"
        " WHERE numbered.told = found.crawl_told AND started_at <= captured_at ORDER BY started_at DESC LIMIT 1)"
        " WHERE crawl_told IS NOT NULL"
    )


def _unknown_crawls(fold: Fold) -> int:
    """Crawls of which only captures are left."""
    db = fold.db
    _crawls_by_number(fold)
    untold = db.execute(
        "SELECT crawl_told, agent, min(captured_at), max(captured_at) FROM temp.found"
        " WHERE crawl_told IS NOT NULL AND crawl_id IS NULL GROUP BY 1, 2 ORDER BY 3, 1, 2"
    ).fetchall()
    for told, agent, first, last in untold:
        number = fold.number("crawls", f"{re.sub('[^0-9]', '', first)[2:17]:0>16}")
        db.execute(
            "UPDATE temp.found SET crawl_id = ? WHERE crawl_told = ? AND agent = ? AND crawl_id IS NULL",
            [number, told, agent],
        )
        _stub(db, number, first, last, agent)
    known = {row[0] for row in db.execute("SELECT crawl_id FROM crawls")}
    lost = [(number, token) for token, number in fold.numbers["crawls"].items() if number not in known]
    for number, token in lost:
        first, last, agent = db.execute(
            "SELECT coalesce(min(captured_at), ''), coalesce(max(captured_at), ''), coalesce(max(agent), '')"
            " FROM temp.found WHERE crawl_id = ?", [number],
        ).fetchone()  # fmt: skip
        _stub(db, number, first, last, agent)
        db.execute("UPDATE crawls SET token = ? WHERE crawl_id = ?", [token, number])
    return len(untold) + len(lost)


def _stub(db: sqlite3.Connection, number: int, first: str, last: str, agent: str) -> None:
    _note(db, "crawls", number)
    contact = re.search(r"\+([^\s;)]+)\)", agent)
    made_by = re.match(r"gongkai/(\S+)", agent)
    db.execute(
        "INSERT INTO crawls VALUES (?, ?, ?, ?, ?, '{}', ?, NULL, ?)",
        [number, first, last, contact[1] if contact else "", agent, made_by[1] if made_by else "",
         f"{re.sub('[^0-9]', '', first)[2:17]:0>16}"],
    )  # fmt: skip


def _without_task(fold: Fold) -> int:
    return fold.db.execute("DELETE FROM temp.found WHERE task_key NOT IN (SELECT task_key FROM tasks)").rowcount


def _without_bytes(fold: Fold) -> int:
    return fold.db.execute(
        "DELETE FROM temp.found WHERE payload_sha256 NOT IN (SELECT payload_sha256 FROM payloads)"
    ).rowcount


def _visits_without_captures(fold: Fold) -> int:
    """Visits that brought something which is lost: they go, and the task is due at once."""
    db = fold.db
    db.execute(
        "UPDATE temp.found SET visit = (SELECT visit FROM temp.claims WHERE claims.task_key = found.task_key"
        " AND claims.hop = found.hop AND claims.captured_at = found.captured_at"
        " AND begins = substr(payload_sha256, 1, 8))"
    )
    db.execute("CREATE INDEX temp.found_by_visit ON found (task_key, visit)")
    # Two archives may have the same bytes from the same instant: one of them is that visit's.
    db.execute(
        "UPDATE temp.found SET visit = NULL WHERE visit IS NOT NULL AND EXISTS (SELECT 1 FROM temp.found AS first"
        " WHERE first.task_key = found.task_key AND first.visit = found.visit AND first.hop = found.hop"
        " AND first.rowid < found.rowid)"
    )
    lost = db.execute(
        f"SELECT task_key, visit FROM visits WHERE outcome IN ({_SETTLED}) AND NOT EXISTS (SELECT 1 FROM temp.found"
        " WHERE found.task_key = visits.task_key AND found.visit = visits.visit) ORDER BY 1, 2 DESC"
    ).fetchall()
    for key, visit in lost:
        ended = db.execute("SELECT ended_at FROM visits WHERE task_key = ? AND visit = ?", [key, visit]).fetchone()[0]
        db.execute("DELETE FROM visits WHERE task_key = ? AND visit = ?", [key, visit])
        for table in ("visits", "temp.found"):
            # Two steps, so that no number is taken twice on the way.
            db.execute(f"UPDATE {table} SET visit = -visit WHERE task_key = ? AND visit > ?", [key, visit])
            db.execute(f"UPDATE {table} SET visit = -visit - 1 WHERE task_key = ? AND visit < 0", [key])
        db.execute(
            "UPDATE tasks SET due_at = min(coalesce(due_at, ?), ?), outcome = NULL, detail = NULL, outcome_at = NULL,"
            " looked_crawl = NULL, failures = 0 WHERE task_key = ?", [ended, ended, key],
        )  # fmt: skip
    return len(lost)


def _unread(fold: Fold) -> int:
    """Answers that no visit tells of are those of the next visit, or of the ones after it."""
    db = fold.db
    waiting = db.execute(
        "SELECT rowid, task_key, hop, visit_told FROM temp.found WHERE visit IS NULL ORDER BY task_key, rowid"
    ).fetchall()
    count = 0
    for key, rows in groupby(waiting, key=lambda row: row["task_key"]):
        visit = db.execute("SELECT coalesce(max(visit), 0) FROM visits WHERE task_key = ?", [key]).fetchone()[0]
        hops: set[int] = set()
        told = None
        for row in rows:
            if row["visit_told"] != told or row["hop"] in hops:
                visit, hops, told, count = visit + 1, set(), row["visit_told"], count + 1
            hops.add(row["hop"])
            db.execute("UPDATE temp.found SET visit = ? WHERE rowid = ?", [visit, row["rowid"]])
    return count


_STEPS: tuple[tuple[Callable[[Fold], int], str], ...] = (
    (_tasks_by_context, "{} tasks are told by captures alone, of before the journal: the next crawl reads them again"),
    (_unknown_crawls, "{} crawls are told only by their captures: when they began and ended is taken from these"),
    (_without_task, "{} captures belong to tasks that no WARC file tells of, and are left out"),
    (_without_bytes, "{} captures rest on bytes that are lost, and are left out"),
    (_visits_without_captures, "{} visits rest on bytes that are lost: the next crawl asks again"),
    (_unread, "{} visits were not finished: the next crawl reads what they brought"),
)


def _mend_links(db: sqlite3.Connection) -> int:
    """Frees rows of links that lead nowhere, or leaves them out; gives how many."""
    mended = 0
    while broken := db.execute("PRAGMA foreign_key_check").fetchall():
        for table, rowid, _, link in broken:
            column = next(row[3] for row in db.execute(f"PRAGMA foreign_key_list({table})") if row[0] == link)
            needed = next(row[3] for row in db.execute(f"PRAGMA table_info({table})") if row[1] == column)
            change = f"DELETE FROM {table}" if needed else f"UPDATE {table} SET {column} = NULL"
            mended += db.execute(f"{change} WHERE rowid = ?", [rowid]).rowcount
    return mended
