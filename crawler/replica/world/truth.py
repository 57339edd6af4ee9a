"""The truth file: what a perfect reader and a complete crawl would say of each agency and year."""

from typing import TYPE_CHECKING, Any

from crawler.replica.world.agencies import Agency
from crawler.replica.world.article import explanation_title
from crawler.replica.world.report import Report

if TYPE_CHECKING:
    from crawler.replica.world.world import World

Record = dict[str, Any]


def report_url(agency: Agency, year: int) -> str:
    """The canonical address of a report."""
    return f"{agency.host.root}/module/xxgk/xxgkAnnualReport.jsp?area={agency.area}&fbtime={year}"


def beside_path(agency: Agency, year: int) -> str:
    """Where the explanation beside a report stands, as an article."""
    number = agency.serial * 100 + year - 2000
    return f"/art/{year + 1}/2/{1 + agency.serial % 27}/art_{agency.host.columns['agency']}_{number}.html"


def _published(world: "World", report: Report) -> Record:
    agency, year = report.agency, report.year
    beside = [agency.host.root + beside_path(agency, year)] if world.explained_beside(agency, year) else []
    return {
        "kind": "annual_report",
        "holding": "held",
        "source": "present",
        "era": report.era,
        "scope": "consolidated" if agency.kind == "government" else "own",
        "title": report.title,
        "published_shown": report.published_shown,
        "template": report.template,
        "templates": report.templates,
        "figures": report.printed.values,
        "statuses": report.printed.statuses,
        "failing_checks": report.failing,
        "text_figures": report.text_figures,
        "explanations": beside,
        "image": report.style.image,
        "attachment": report.style.attachment,
    }


def _hole(world: "World", agency: Agency, year: int) -> Record:
    if world.explained(agency, year):
        report = world.report(agency, year)
        shown = {"title": explanation_title(report), "published_shown": report.published_shown}
        return {"kind": "explanation", "holding": "interpretation_only", "source": "absent", **shown}
    return {"kind": None, "holding": "none", "source": "absent", "title": None, "published_shown": None}


def record(world: "World", agency: Agency, year: int) -> Record:
    """Everything true of this agency and year; `source` as the portal's answers show it, without faults."""
    published = world.published(agency, year)
    head = {
        "portal": agency.host.portal,
        "host": agency.host.host,
        "area": agency.area,
        "agency": agency.name(year),
        "year": year,
        "url": report_url(agency, year),
        "existed": year >= agency.since,
        "published": published,
    }
    return head | (_published(world, world.report(agency, year)) if published else _hole(world, agency, year))
