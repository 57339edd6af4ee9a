"""What an archive lacks, in a few lines: reports without an answer, apart from hosts of which no agency is known."""

from collections import defaultdict
from collections.abc import Iterator
from urllib.parse import urlsplit

from archive.store.corpus import Corpus, Row
from archive.store.views import coverage
from archive.words import Source
from spiders.registry import bare_host

_OPEN = (Source.BLOCKED, Source.NEEDS_PROBE, Source.NOT_TRIED)
_SHOWN = 3
"""Agencies that are named; the others are counted."""


def holes(corpus: Corpus) -> Iterator[str]:
    """Agency and year without an answer, by agency and reason, one agency for each reason first; then the hosts."""
    rows = coverage(corpus, (), (), "")
    lacking: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        if str(row["source"]).partition(":")[0] in _OPEN:
            lacking[str(row["agency"]), str(row["source"])].append(row)
    cells, agencies = sum(map(len, lacking.values())), len({agency for agency, _ in lacking})
    if cells:
        yield f"{cells} of {len(rows)} expected reports have no answer, those of {agencies} agencies:"
    else:
        yield "none: each of the expected reports has an answer"
    firsts = {source: agency for agency, source in sorted(lacking, reverse=True)}
    shown = [(agency, source) for source, agency in sorted(firsts.items())][:_SHOWN]
    for agency, source in shown:
        years = [int(str(row["year"])) for row in lacking[agency, source]]
        yield f"  {agency} {min(years)}–{max(years)}: {source}"
    if more := agencies - len({agency for agency, _ in shown}):
        yield f"  and {more} agencies more"
    yield from _hosts(corpus)


def _hosts(corpus: Corpus) -> Iterator[str]:
    """Hosts that were walked and show no agency: nothing is expected of them yet."""
    walked, telling = (_named(corpus, table) for table in ("lists", "answers"))
    if silent := walked - telling:
        count = f"{len(silent)} of {len(walked)} hosts"
        yield f"{count} show no agency, so nothing is expected of them yet, as {min(silent)}"


def _named(corpus: Corpus, table: str) -> set[str]:
    return {bare_host(urlsplit(str(row["url"])).netloc) for row in corpus.rows(f"SELECT DISTINCT url FROM {table}")}
