"""The record of a probe: what was asked, what came, what it says of the registry. The same live and from a bundle."""

from dataclasses import asdict
from pathlib import Path

from archive.store.ledger import Ledger
from archive.words import Outcome
from crawler.probe.marks import families, workings
from crawler.probe.sight import Seen, examine, robots
from crawler.probe.subject import Subject
from crawler.probe.verdicts import Found, found, toml_of, verdicts
from spiders.registry import bare_host

SCHEMA = 1
Record = dict[str, object]


def record_of(archive: Path, ledger: Ledger, subject: Subject) -> Record:
    """Everything that verdicts.json says (docs/probe.md#verdictsjson), by the registry and the adapters of now."""
    seen, portal = examine(archive, ledger, subject), subject.portal
    hosts = list(dict.fromkeys(portal.site(one.task.host) for one in seen))
    began, requests = ledger.database.query(
        "SELECT min(captured_at), count(*) FROM captures"
    ).fetchone()
    agent = ledger.database.query("SELECT max(version) FROM crawls").fetchone()[0]
    told = verdicts(portal, seen) if subject.known else []
    return {
        "schema": SCHEMA, "gongkai": agent, "began": began, "answers": requests,
        "subject": {
            "name": subject.name, "portal": portal.id if subject.known else None, "place": portal.name,
            "url": subject.url,
        },
        "robots": [{"url": url, "outcome": outcome, "detail": detail} for url, outcome, detail in robots(ledger)],
        "asked": [_asked(one) for one in seen],
        "families": [{"host": host, **asdict(one)} for host in hosts for one in families(seen, portal, host)],
        "found": [_found(one, subject) for one in found(portal, seen)],
        "verdicts": [asdict(one) for one in told],
        "workings": [asdict(workings(one.urls[-1], one.text)) for one in seen if _is_riddle(one, subject)],
        "not_looked_at": [host for host in subject.hosts if host not in hosts] if not subject.url else [],
    }  # fmt: skip


def _asked(one: Seen) -> Record:
    return {
        "url": one.task.url, "kind": str(one.task.kind), "why": one.task.why, "title": one.task.listed_title,
        "family": one.task.family, "outcome": str(one.outcome), "detail": one.detail,
        "answers": [{key: value for key, value in asdict(shown).items() if key != "text"} for shown in one.answers],
        "reports": len(one.reports), "agencies": one.agencies, "leads_to": len(one.children),
    }  # fmt: skip


def _found(one: Found, subject: Subject) -> Record:
    return asdict(one) | {"known": _is_known(subject, one), "toml": toml_of(one)}


def _is_known(subject: Subject, one: Found) -> bool:
    """Whether an entry of the registry has the address already."""
    return any(bare_host(entry.url.partition("://")[2]) == bare_host(one.url.partition("://")[2])
               for entry in subject.portal.entries if entry.url)  # fmt: skip


def _is_riddle(one: Seen, subject: Subject) -> bool:
    """Whether a person has to look how a page is filled: it is a shell, or nothing is known of its host."""
    if not (one.task.kind.is_list and "<" in one.text):
        return False
    shown = workings(one.urls[-1], one.text)
    riddle = one.outcome == Outcome.SHELL or not subject.known or not one.children
    return riddle and bool(shown.scripts or shown.forms or shown.endpoints)


def tally(record: Record) -> dict[str, int]:
    """Verdict to how many there are."""
    told = record["verdicts"]
    words = [one["verdict"] for one in told] if isinstance(told, list) else []
    return {word: words.count(word) for word in ("confirmed", "contradicted", "unseen")}
