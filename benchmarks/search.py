"""Search against a plain scan: the same reports, how much faster, what the index costs.

`python -m benchmarks.search 20000` for a whole archive; `python -m benchmarks search` is a small one.
"""

import random
import re
import sys
import tempfile
from collections.abc import Iterator, Sequence
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from time import perf_counter

from archive.documents.open import read_document
from archive.reports.model import Context, Report
from archive.reports.read import READER_VERSION, read_report
from archive.search import Filters, matching, read_query, search
from archive.store.bundles import Bundle, BundleFile
from archive.store.corpus import READ, BundleReading, Corpus, Reading, report_id
from archive.store.grams import normal
from archive.store.readers import Reader
from archive.words import Part
from crawler.replica.world import World
from crawler.replica.world.agencies import YEARS
from crawler.replica.world.article import article

SMALL = 1_000
QUERIES = 24
"""Queries of each kind and length."""
LENGTHS = {"2": (2,), "3–4": (3, 4), "5–8": (5, 6, 7, 8)}
WORDS = (
    "公开", "政府", "依申请", "网站", "行政复议", "主动公开", "营商环境", "信息公开目录", "政府信息公开",
    "培训", "队伍建设", "解读", "栏目", "答复", "年度报告", "行政规范性文件", "处理决定数量",
)  # fmt: skip
Texts = dict[str, tuple[str, ...]]


def ratios() -> Iterator[str]:
    """Findings of one run over SMALL reports."""
    yield from measured(SMALL)


def measured(reports: int) -> Iterator[str]:
    """Builds a corpus of so many reports, asks it and scans it."""
    with tempfile.TemporaryDirectory() as folder:
        corpus = Corpus(Path(folder) / "corpus.db")
        texts = build(corpus, reports)
        yield from _cost(corpus, len(texts))
        for band, lengths in LENGTHS.items():
            yield _compared(corpus, texts, band, sorted({*drawn(texts, lengths), *_words(lengths)}))
        yield _sections(corpus)


def build(corpus: Corpus, reports: int, jobs: int = 2) -> Texts:
    """A corpus of generated reports with agencies and versions; report_id to what a scan looks at."""
    texts: Texts = {}
    with get_context("spawn").Pool(jobs) as pool:
        batch: list[BundleReading] = []
        for reading in pool.imap(_read, range(reports), chunksize=50):
            batch.append(reading)
            report = reading.readings[0].report
            assert report is not None
            columns = (report.title, report.agency or "", report.text)
            texts[report_id(reading.bundle.bundle_key, reading.bundle.files[0])] = tuple(map(normal, columns))
            if len(batch) == 64:
                corpus.write(batch)
                batch = []
        corpus.write(batch)
    _assemble(corpus)
    return texts


_world: list[World] = []


def _read(number: int) -> BundleReading:
    """Report `number` of a world large enough, read as a page."""
    if not _world:
        _world.append(World(seed=5, agencies=1200, reports=12_000))
    agency, year = _world[0].agencies[number // len(YEARS)], YEARS[number % len(YEARS)]
    source = _world[0].report(agency, year)
    html = f"<html><head><title>{source.title}</title></head><body>{article(source, _no_tag, _no_tag)}</body></html>"
    context = Context("jining", f"http://bench.gov.cn/{number}", source.title, agency.name(year), agency.area, year)
    report: Report = read_report(read_document(html.encode()), context)
    key = f"bench:{number}"
    file = BundleFile(key, "main", 1, context.url, "text/html", f"{number:064}", "2026-01-01T00:00:00+00:00", "", 0)
    return BundleReading(Bundle(key, context, (file,), 0), (Reading(READ, report=report),), Reader(READER_VERSION))


def _no_tag(_: object) -> str:
    return ""


def _assemble(corpus: Corpus) -> None:
    """Agencies, series and versions as the portal has them, without a ledger."""
    with corpus.database.transaction() as db:
        db.execute("""INSERT INTO agencies (agency_id, natural_key, name, portal, area, body_type)
            SELECT DISTINCT 'a' || area, area, agency, portal, area, 'department' FROM bundles
            WHERE true ON CONFLICT DO NOTHING""")
        db.execute("INSERT INTO series SELECT 'a' || area, year, 1 FROM bundles WHERE true ON CONFLICT DO NOTHING")
        db.execute("""INSERT INTO versions SELECT report_id, 'a' || area, bundles.year, content_hash, content_digest,
            report_id, 1, '' FROM reports JOIN bundles USING (bundle_key) WHERE true ON CONFLICT DO NOTHING""")
        db.execute("""INSERT INTO places SELECT version_id, report_id, url, portal FROM versions JOIN reports
            USING (report_id) JOIN bundles USING (bundle_key)""")


def _cost(corpus: Corpus, reports: int) -> Iterator[str]:
    db = corpus.database.connection
    (text,) = db.execute("SELECT sum(length(CAST(text AS BLOB))) FROM reports").fetchone()
    (index,) = db.execute("SELECT sum(length(block)) FROM reports_fts_data").fetchone()
    began = perf_counter()
    with corpus.database.transaction():
        corpus.fulltext.rebuild()
    took = perf_counter() - began
    yield f"{reports} reports, {text / 1e6:.0f} MB of text, index {index / text:.2f} times the text"
    yield f"indexing alone {reports / took:.0f} reports/s"


_DRAWN = (
    ("", 2), ("(?<=[,。、;:])[一-鿿]", 2), ("[0-9]+[一-鿿]", 2), ("[一-鿿](?=[0-9])", 2), ("", 1), ("[,。、()《》]", 2),
)  # fmt: skip
"""Where a query begins, and in which column: anywhere, at a phrase, at digits, before digits, in a name, at a mark."""


def drawn(texts: Texts, lengths: Sequence[int]) -> Iterator[str]:
    """Substrings of reports drawn at random."""
    draw = random.Random(f"search{lengths}")
    whole = [texts[name] for name in draw.sample(sorted(texts), min(400, len(texts)))]
    for pattern, column in _DRAWN:
        found = 0
        while found < QUERIES:
            text, length = draw.choice(whole)[column], draw.choice(lengths)
            starts = [m.start() for m in re.finditer(pattern, text)] if pattern else range(len(text))
            if starts and (query := text[(at := draw.choice(starts)) : at + length]) and query == query.strip():
                found += 1
                yield query


def _words(lengths: Sequence[int]) -> Iterator[str]:
    yield from (word for word in WORDS if len(word) in lengths)


def _compared(corpus: Corpus, texts: Texts, band: str, queries: Sequence[str]) -> str:
    """Recall and precision over all queries, and medians of both ways."""
    expected = held = both = 0
    ours, scans, rare, frequent = list[float](), list[float](), list[float](), list[float]()
    for query in queries:
        terms = read_query(f'"{query}"' if '"' not in query else query)
        began = perf_counter()
        scanned = {name for name, columns in texts.items() if any(query in column for column in columns)}
        scans.append(perf_counter() - began)
        found = set(matching(corpus, terms, Filters(kinds=())))
        expected, held, both = expected + len(scanned), held + len(found), both + len(scanned & found)
        took = median(_seconds(corpus, terms) for _ in range(3))
        ours.append(took)
        share = len(scanned) / len(texts)
        (frequent if share > 0.5 else rare if share < 0.01 else []).append(took)
    return (
        f"{band} characters: {len(queries)} queries, recall {both / expected:.4f}, precision {both / held:.4f}; median"
        f" {_ms(ours)} (rare {_ms(rare)}, in most reports {_ms(frequent)}, slowest {max(ours) * 1000:.0f} ms);"
        f" scan of normal forms in memory {_ms(scans)}"
    )


def _seconds(corpus: Corpus, terms: tuple[str, ...], filters: Filters = Filters()) -> float:  # noqa: B008 (frozen)
    began = perf_counter()
    search(corpus, terms, filters, 20)
    return perf_counter() - began


def _sections(corpus: Corpus) -> str:
    kept = Filters(parts=(Part.PROBLEMS,))
    pairs = [(_seconds(corpus, (word,), kept), _seconds(corpus, (word,))) for word in WORDS]
    return f"kept to one section: median {_ms([a for a, _ in pairs])}, without {_ms([b for _, b in pairs])}"


def _ms(times: Sequence[float]) -> str:
    return f"{median(times) * 1000:.1f} ms" if times else "-"


if __name__ == "__main__":
    for line in measured(int(sys.argv[1]) if sys.argv[1:] else SMALL):
        print(line, flush=True)
