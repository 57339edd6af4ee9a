"""What the records beside a capture must say: where a revisit leads, and what a piece of the journal looks like."""

from datetime import datetime

from warcio.recordloader import ArcWarcRecord

from archive.store.ledger import Ledger
from archive.store.warc import NOT_MODIFIED

_FIRST = "SELECT 1 FROM captures WHERE payload_sha256 = ? AND url = ? AND substr(captured_at, 1, 23) = ? LIMIT 1"


class Revisits:
    """Looks up where revisit records lead; most of a payload's lead to the same place."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._known: dict[tuple[str, str, str], bool] = {}

    def problem(self, record: ArcWarcRecord, payload_sha256: str) -> str:
        """What is wrong with where a record leads; empty if a capture of the same payload is there."""
        url = str(record.rec_headers.get_header("WARC-Refers-To-Target-URI"))
        at = str(record.rec_headers.get_header("WARC-Refers-To-Date"))[:23]
        asked = (payload_sha256, url, at)
        if asked not in self._known:
            self._known[asked] = self._ledger.database.connection.execute(_FIRST, asked).fetchone() is not None
        if not self._known[asked]:
            return f"a revisit of {url} at {at}, where the ledger has no capture of this payload"
        profile = record.rec_headers.get_header("WARC-Profile")
        unmodified = record.http_headers is not None and record.http_headers.get_statuscode() == "304"
        return "a revisit as after 304, with another status" if profile == NOT_MODIFIED and not unmodified else ""


def journal_problem(piece: dict[str, object]) -> str:
    """What is wrong with a piece of the journal; empty where it can be read back (docs/store.md#journal)."""
    at, rows, names = piece.get("at"), piece.get("rows"), piece.get("names")
    if not isinstance(at, str) or not isinstance(rows, list) or not isinstance(names, dict):
        return "a piece of the journal without time, rows or names"
    try:
        datetime.fromisoformat(at)
        widths = [{len(group["columns"])} | set(map(len, group["values"])) for group in rows if group["values"]]
    except (ValueError, KeyError, TypeError) as error:
        return f"a piece of the journal that cannot be read ({error})"
    return "" if all(len(width) == 1 for width in widths) else "a piece of the journal with rows of another width"
