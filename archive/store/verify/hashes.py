"""Verifies reports: names, content hashes recomputed from the text, and the full-text index."""

from collections.abc import Callable, Iterator
from pathlib import Path

from archive.errors import GongkaiError
from archive.reports.canonical import content_digest, document_rows, hashed_rows
from archive.reports.read import printed_text
from archive.store.corpus import Corpus, short_hash
from archive.store.fulltext import disagreements
from archive.store.ledger import Ledger
from archive.store.original import original
from archive.store.verify.finding import Checked, Finding, Kind, Remedy
from archive.store.verify.sampling import Sample

_REPORT = """
SELECT report_id, bundle_key, task_key, payload_sha256, content_digest, text, documents.title
FROM reports JOIN documents USING (bundle_key, task_key, payload_sha256) WHERE report_id = ?
"""


class Reports:
    """The reports of a corpus, all of them or a sample, at one state of the file."""

    def __init__(self, archive: Path, corpus: Corpus, ledger: Ledger, checked: Checked, sample: Sample | None) -> None:
        self.archive, self.corpus, self.ledger, self.checked = archive, corpus, ledger, checked
        names = [row[0] for row in corpus.database.connection.execute("SELECT report_id FROM reports ORDER BY 1")]
        self.total, self.chosen = len(names), sample.of(names) if sample else names

    def findings(self, reached: Callable[[int], None]) -> Iterator[Finding]:
        """Of every chosen report, in the order of names; `reached` hears how many are done."""
        for done, name in enumerate(self.chosen):
            reached(done)
            yield from self._report(name)

    def index(self) -> Iterator[Finding]:
        """Whether the full-text index has what the reports have."""
        among = self.chosen if len(self.chosen) < self.total else None
        for told in disagreements(self.corpus.database.connection, among):
            yield self._finding(Kind.INDEX, told)

    def _report(self, name: str) -> Iterator[Finding]:
        row = self.corpus.database.connection.execute(_REPORT, [name]).fetchone()
        self.checked.add("reports")
        if row is None:
            yield self._finding(Kind.CORPUS, f"report {name} has no document")
            return
        if short_hash(row["bundle_key"], row["task_key"], row["payload_sha256"]) != name:
            yield self._finding(Kind.CORPUS, f"report {name} is not named by its bundle, task and payload")
        if row["content_digest"] is None:
            return
        self.checked.add("content_hashes")
        if hashed_rows(row["text"], row["title"], row["content_digest"]) is None and not self._reopened(row):
            yield self._finding(Kind.HASH, f"report {name}: its text does not give its content hash")

    def _reopened(self, row: dict[str, str]) -> bool:
        """Whether the archived bytes give both: the corpus may keep a text in another shape than was hashed."""
        try:
            document = original(self.corpus, self.ledger, self.archive, row["report_id"])
        except GongkaiError:
            return False  # Of bytes that are not as stored there is a finding already.
        given = content_digest(document_rows(document)), printed_text(document)
        return given == (row["content_digest"], row["text"])

    def _finding(self, kind: Kind, what: str) -> Finding:
        return Finding(kind, self.corpus.database.path, "", what, Remedy.DERIVE)
