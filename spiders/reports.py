"""Reads the answer to a report's task: an article, a file, or what came in its place."""

import re
from urllib.parse import urlsplit

from archive.documents.model import Document, Table
from archive.errors import BadInputError
from archive.reports.model import Context
from archive.reports.read import read_report
from archive.words import Kind, Outcome
from spiders.addresses import query
from spiders.answers import soft_404
from spiders.articles import PROSE, article, prose_length
from spiders.files import file_tasks, is_file
from spiders.items import looks_like_report, year_of
from spiders.page import Page, Parsed

_HOME = re.compile(r"/?|/(index|default|main)\.\w{3,5}", re.IGNORECASE)
_DOTS = re.compile(r"[.…]+$")


def parse_report(page: Page, family: str) -> Parsed:
    """What an answer means where a report was asked for; the files and pictures that belong to it."""
    if words := soft_404(page):
        return Parsed(Outcome.ABSENT, f"the page says: {words}")
    if page.media not in ("html", "text", "markdown", "empty", "binary"):
        return Parsed(Outcome.OK, f"a {page.media} in place of a page")
    try:
        document = page.document
    except BadInputError as error:
        file = page.body or is_file(page.task.url)
        return Parsed(Outcome.TYPE_MISMATCH if file else Outcome.ABSENT, str(error))
    if _is_home(page):
        return Parsed(Outcome.ABSENT, "the home page in place of a report")
    files = file_tasks(family, page, document)
    there, evidence = article(document, files)
    if there:
        return Parsed(Outcome.OK, evidence, files)
    if is_file(page.task.url) or is_file(page.url):
        return Parsed(Outcome.TYPE_MISMATCH, f"a web page in place of the file: {evidence}")
    if _is_listed(page, document):
        return Parsed(Outcome.NOT_A_REPORT, f"an article on something else: {evidence}")
    return Parsed(Outcome.ABSENT, f"an empty shell: {evidence}")


def _is_home(page: Page) -> bool:
    return bool(_HOME.fullmatch(urlsplit(page.url).path)) and not query(page.url)


def _is_listed(page: Page, document: Document) -> bool:
    """Whether the page is the article that a list named, on whatever subject: its own title is the listed one."""
    listed = _DOTS.sub("", re.sub(r"\s", "", page.task.listed_title))
    own = (document.title, document.meta.get("articletitle", ""))
    named = bool(listed) and any(re.sub(r"\s", "", title).startswith(listed) for title in own)
    return named and bool(document.blocks)


def report_shown(page: Page) -> str:
    """The title of the report, or of the explanation in its place, that a column page itself is; empty for all else."""
    if page.media != "html":
        return ""
    document = page.document
    if not (prose_length(document) >= PROSE or any(isinstance(b, Table) for b in document.blocks)):
        return ""
    report = read_report(document, Context(portal=page.portal.id, url=page.url, listed_title=""))
    title = report.title or ""
    explained = report.kind == Kind.EXPLANATION and looks_like_report(title) and year_of(title)
    return title if explained or report.kind == Kind.ANNUAL_REPORT else ""


def says_much(page: Page) -> bool:
    """Whether a page is one text and no list: enough sentences, or no page at all."""
    return page.media != "html" or prose_length(page.document) >= PROSE
