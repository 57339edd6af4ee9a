"""The night after an upgrade of the reader: what it reads otherwise is told as that, and is no news of the portal."""

import sqlite3
from contextlib import closing

import pytest

from crawler.replica import Replica
from tests.nightly.night import Nights

pytestmark = pytest.mark.slow


def test_what_a_newer_reader_reads_otherwise_is_neither_new_nor_changed(town: tuple[Nights, Replica]) -> None:
    nights, replica = town
    nights.record("--today", "2026-05-20", code=0)
    with closing(sqlite3.connect(nights.stage.archive / "corpus.db")) as corpus:
        corpus.execute("UPDATE bundles SET reader_version = 'older'")
        corpus.execute("UPDATE figures SET value = value + 1 WHERE indicator = 'applications.received.total' AND value")
        corpus.commit()
    # The older reader took one report for another text, and another for none.
    with closing(sqlite3.connect(nights.stage.archive / "ledger.db")) as ledger:
        (other, unseen) = [row[0] for row in ledger.execute("SELECT rowid FROM night_holdings ORDER BY year LIMIT 2")]
        ledger.execute("UPDATE night_holdings SET version_id = 'older' WHERE rowid = ?", [other])
        ledger.execute("DELETE FROM night_holdings WHERE rowid = ?", [unseen])
        ledger.commit()
    held = [one for one in replica.truth() if one["portal"] == "taian" and one["published"] and "www.taian" in str(one["url"])]
    revised = held[-1]
    replica.world.revise(str(revised["area"]), int(str(revised["year"])))
    hole = next(one for one in replica.truth() if one["portal"] == "taian" and one["existed"] and not one["published"]
                and one["holding"] == "none" and "www.taian" in str(one["url"]))  # fmt: skip
    replica.world.publish(str(hole["area"]), int(str(hole["year"])))
    told = nights.record("--today", "2026-12-20", code=0)
    assert [one["year"] for one in told.list("new")] == [hole["year"]]
    assert [one["year"] for one in told.list("changed")] == [revised["year"]]
    assert len(told.list("reread")) == 2 and not told.list("lost")
    assert "everything was read again" in str(told.record["notes"]) and "reader older → " in str(told.record["notes"])
    assert "was read by reader older" in told.stderr
