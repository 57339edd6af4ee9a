"""What reports print in tables and no figure takes, as it was kept."""

from archive.store.corpus import Corpus, Row


def raw_rows(corpus: Corpus, report_id: str) -> list[Row]:
    """The rows of a report that are kept as printed (docs/formats.md#raw-rows), in printed order."""
    sql = "SELECT form_table, reason, cells, locator FROM raw_rows WHERE report_id = ? ORDER BY position"
    return corpus.rows(sql, [report_id])
