"""Hosts that refused at the end of what is known of them: a new crawl begins where the last one left them."""

from datetime import datetime

from archive.store.ledger import Ledger
from archive.store.selection import ASKED
from archive.words import Outcome

REFUSALS = frozenset({
    Outcome.CHALLENGE_RUISHU, Outcome.CHALLENGE_JSL, Outcome.CHALLENGE_WAF, Outcome.WAF_REFUSED, Outcome.TOKEN_REQUIRED,
})  # fmt: skip
"""Ways to refuse: each counts towards the rest of its host."""
IN_A_ROW = 3
"""Refusals in a row that close a host for a day."""
_NAMED = ", ".join(f"'{outcome}'" for outcome in sorted(REFUSALS))


def refusing_hosts(ledger: Ledger) -> dict[str, datetime]:
    """Hosts whose last visits, as many as close a host, all ended in a refusal, and when the last of them did."""
    db, found = ledger.database.connection, dict[str, datetime]()
    for (host,) in db.execute(f"SELECT DISTINCT host FROM tasks WHERE outcome IN ({_NAMED})").fetchall():
        last = db.execute(
            f"SELECT visits.outcome, ended_at FROM visits JOIN tasks USING (task_key) WHERE host = ? AND {ASKED}"
            " ORDER BY ended_at DESC LIMIT ?", [host, IN_A_ROW],
        ).fetchall()  # fmt: skip
        if len(last) == IN_A_ROW and all(row[0] in REFUSALS for row in last):
            found[host] = datetime.fromisoformat(last[0][1])
    return found
