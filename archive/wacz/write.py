"""Writes a WACZ: records in the order of their files, then the index, the list of pages and the package's own words."""

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from archive.clock import SystemClock
from archive.errors import UsageError
from archive.store.captures import payload
from archive.store.corpus import Corpus, Row
from archive.store.exchanges import Exchanges
from archive.store.ledger import Ledger
from archive.store.standing import Standing, standing
from archive.wacz.package import Package, new_package
from archive.wacz.records import Record, info, stands_for, taken, whole
from archive.wacz.selection import Selection, exchanges, has_address, pages

ROTATE_AT = 1 << 30


@dataclass(slots=True)
class Exported:
    """What went into a WACZ; reports `without_address` came by post and cannot be replayed."""

    reports: int = 0
    records: int = 0
    bytes: int = 0
    without_address: int = 0


def export(archive: Path, target: Path, chosen: Selection) -> Exported:
    """Writes the reports of a selection with every exchange that brought them and the files beside them.

    The same archive and selection give the same bytes; no more than one record is in memory. Raises UsageError where
    nothing is selected, something is unknown, or `target` exists; DamagedError, DiskFullError.
    """
    ledger = Ledger(archive / "ledger.db", SystemClock(), read_only=True)
    corpus = Corpus(archive / "corpus.db", read_only=True)
    with (
        closing(ledger.database), closing(corpus), corpus.database.explaining(), corpus.database.snapshot(),
        closing(Exchanges()) as sorting,
    ):  # fmt: skip
        stands = standing(archive)
        chosen_all = pages(corpus, stands, chosen)
        shown = [row for row in chosen_all if has_address(row["url"])]
        if not shown:
            raise UsageError("nothing is selected; see `gongkai coverage` for what is held, or widen the selection")
        told = _Export(archive, corpus, ledger, stands, sorting).write(target, shown)
        told.without_address = len(chosen_all) - len(shown)
        return told


@dataclass(slots=True)
class _Export:
    archive: Path
    corpus: Corpus
    ledger: Ledger
    stands: Standing
    sorting: Exchanges

    def write(self, target: Path, shown: list[Row]) -> Exported:
        """The whole file; gives the counts."""
        bundles = sorted({str(row["bundle_key"]) for row in shown})
        self.sorting.want(exchanges(self.corpus, self.ledger, self.stands, bundles))
        latest = max(str(row["captured_at"]) for row in shown)
        with new_package(target) as package:
            told = Exported(len(shown), self._records(package, latest))
            with package.member("indexes/index.cdx") as index:
                for line in self.sorting.lines():
                    index.write(f"{line}\n".encode())
            self._pages(package, shown)
            package.finish(_words(shown, latest))
        told.bytes = target.stat().st_size
        return told

    def _records(self, package: Package, latest: str) -> int:
        """Copies the records into WARC files of a handy size; gives their number."""
        records, count, number = self._wanted(), 0, 0
        record = next(records, None)
        while record:
            name = f"data-{number:05}.warc.gz"
            with package.member(f"archive/{name}") as warc:
                warc.write(info(_date(latest), name, f"software: gongkai/{version('gongkai')}\r\nformat: WARC/1.1\r\n"))
                while record and warc.length < ROTATE_AT:
                    warc.write(record.request)
                    if line := record.line(name, warc.write(record.raw)):
                        self.sorting.add_line(line)
                    record, count = next(records, None), count + 1
            number += 1
        return count

    def _wanted(self) -> Iterator[Record]:
        for name, records in self.sorting.wanted():
            path = self.archive / "warc" / name
            with path.open("rb") as file:
                for one in records:
                    record = taken(path, file, one.warc_offset)
                    yield self._replayable(record, one.payload) if one.payload else record

    def _replayable(self, revisit: Record, digest: str) -> Record:
        """A revisit as it is, or as a whole answer where no tool could make one of it and the first capture."""
        name, offset = self.ledger.place_of(digest) or ("", 0)
        path = self.archive / "warc" / name
        with path.open("rb") as file:
            first = taken(path, file, offset)
        return revisit if stands_for(revisit, first) else whole(revisit, payload(self.ledger, path.parent, digest))

    def _pages(self, package: Package, shown: list[Row]) -> None:
        with package.member("pages/pages.jsonl") as listed:
            listed.write(b'{"format": "json-pages-1.0", "id": "pages", "title": "All Pages"}\n')
            for row in shown:
                page = {"id": row["report_id"], "url": row["url"], "title": row["title"]}
                page["ts"] = _date(str(row["captured_at"]))
                listed.write(f"{json.dumps(page, ensure_ascii=False)}\n".encode())


def _words(shown: list[Row], latest: str) -> dict[str, object]:
    """What datapackage.json says of the whole; its dates are those of the latest capture, not of the writing."""
    return {
        "title": "政府信息公开工作年度报告", "description": f"{len(shown)} reports", "created": _date(latest),
        "software": f"gongkai {version('gongkai')}", "mainPageUrl": shown[0]["url"],
        "mainPageDate": _date(str(shown[0]["captured_at"])),
    }  # fmt: skip


def _date(captured_at: str) -> str:
    """A stamp of the house as a WARC-Date to the second."""
    return f"{captured_at[:19]}Z"
