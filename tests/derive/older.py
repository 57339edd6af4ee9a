"""A reader of before, for tests of reading again: it takes one report for news and misreads some figures of the others."""

from dataclasses import replace

from archive.derive.reading import Job, read_job
from archive.reports.model import Figure, Report
from archive.store.corpus import Reading
from archive.store.readers import Reader
from archive.words import Kind, Status

OLDER = Reader("older", (("lxml", "0.1"),))
MISTAKEN = 2021
"""The year whose reports it takes for news."""


def read_job_as_before(job: Job) -> Reading:
    """What that reader made of a payload."""
    reading = read_job(job)
    return replace(reading, report=_mistaken(reading.report)) if reading.report else reading


def _mistaken(report: Report) -> Report:
    if report.kind != Kind.ANNUAL_REPORT:
        return report
    if report.year.value == MISTAKEN:
        return replace(report, kind=Kind.NEWS, figures=(), checks=())
    return replace(report, figures=tuple(map(_misread, report.figures)))


def _misread(figure: Figure) -> Figure:
    if figure.indicator == "applications.received.total":
        return figure._replace(value=999)
    if figure.indicator == "applications.received.natural_person":
        return figure._replace(value=None, status=Status.UNREADABLE)
    return figure
