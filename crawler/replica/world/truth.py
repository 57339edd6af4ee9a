"""The truth file: what a perfect reader and a complete crawl would say of each agency and year."""

from typing import TYPE_CHECKING, Any

from crawler.replica.world.addresses import FORM, PICTURE, REPORT, file_path, item_path, report_item
from crawler.replica.world.agencies import YEARS, Agency
from crawler.replica.world.article import explanation_title
from crawler.replica.world.columns import Column
from crawler.replica.world.editions import is_direct
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


def own_path(agency: Agency, year: int) -> str:
    """Where a report stands, as an article, of an agency that lists its reports on its own page."""
    return beside_path(agency, year).replace("/2/", "/1/", 1)


def _columns(world: "World", agency: Agency, year: int) -> list[Column]:
    """The columns in which this report or what stands for it is listed."""
    listed = world.listed(agency, year) or (world.explained(agency, year) and not world.in_module(agency, year))
    return world.columns.where(agency, year) if listed else []


def places(world: "World", agency: Agency, year: int) -> list[str]:
    """Every address of what is published of this agency on this year, the report module's first."""
    kind = "explanation" if world.explained(agency, year) else "report"
    there = world.published(agency, year) or kind == "explanation"
    found = [report_url(agency, year)] if there and world.in_module(agency, year) else []
    if there and world.on_own_page(agency):
        path = beside_path(agency, year) if kind == "explanation" else own_path(agency, year)
        found.append(agency.host.root + path)
    for column in _columns(world, agency, year):
        if column.single:
            found.append(column.host.root + column.path)
            continue
        items = world.columns.of_year(column, agency, year)
        found += [column.host.root + item_path(world, column, item) for item in items if item.kind == kind]
    return list(dict.fromkeys(found))


def primary_url(world: "World", agency: Agency, year: int) -> str:
    """The first of the places; of a missing year the address at which the report module says so, if it is asked."""
    found = places(world, agency, year)
    return found[0] if found else report_url(agency, year) if agency.area else ""


def _files(world: "World", report: Report) -> list[Record]:
    """The files that hang on the report, once per place where they lie."""
    agency, year = report.agency, report.year
    whole, found = report.form.startswith("html"), []
    wanted = [(REPORT, report.media, "report")] if report.media else []
    if whole and report.style.image:
        wanted.append((PICTURE, "png", "image"))
    if whole and report.style.attachment:
        wanted.append((FORM, report.style.attachment, "form"))
    item = report_item(world, agency, year)
    columns = (*([None] if world.by_itself(agency, year) else []), *_columns(world, agency, year))
    for which, extension, what in wanted:
        for column in columns:
            url = (column.host if column else agency.host).root + file_path(world, column, item, which, extension)
            found.append({"url": url, "media": extension, "what": what})
    return list({entry["url"]: entry for entry in found}.values())


def _lookalikes(world: "World", agency: Agency, year: int) -> list[Record]:
    """The items of this agency and year in its columns that are no report."""
    return [
        {"kind": item.kind, "title": item.title, "url": column.host.root + item_path(world, column, item)}
        for column in world.columns.where(agency, year)
        for item in world.columns.of_year(column, agency, year)
        if item.kind != "report"
    ]


def _differs(report: Report) -> Record | None:
    if report.file_differs is None:
        return None
    name, number = report.file_differs
    return {"indicator": name, "page": report.printed.values[name], "file": number}


def _published(world: "World", report: Report) -> Record:
    agency, year = report.agency, report.year
    beside = world.by_itself(agency, year) and world.explained_beside(agency, year)
    whole = report.form.startswith("html")
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
        "explanations": [agency.host.root + beside_path(agency, year)] if beside else [],
        "image": report.style.image and whole,
        "attachment": report.style.attachment if whole else "",
        "form": report.form,
        "direct": is_direct(world.seed, agency, year),
        "attachment_differs": _differs(report),
        "files": _files(world, report),
    }


def _hole(world: "World", agency: Agency, year: int) -> Record:
    if world.explained(agency, year):
        shown = {
            "title": explanation_title(world.seed, agency, year),
            "published_shown": world.report(agency, year).published_shown,
        }
        return {"kind": "explanation", "holding": "interpretation_only", "source": "absent", **shown}
    return {"kind": None, "holding": "none", "source": "absent", "title": None, "published_shown": None}


def record(world: "World", agency: Agency, year: int) -> Record:
    """Everything true of this agency and year; `source` as the portal's answers show it, without faults."""
    published = world.published(agency, year)
    head = {
        "portal": agency.host.portal,
        "host": agency.host.host,
        "family": "hanweb-xxgk" if world.in_module(agency, year) else agency.host.family,
        "area": agency.area,
        "agency": agency.name(year),
        "agency_now": agency.name(YEARS[-1]),
        "year": year,
        "serial": agency.serial,
        "url": primary_url(world, agency, year),
        "places": places(world, agency, year),
        "lookalikes": _lookalikes(world, agency, year),
        "existed": year >= agency.since,
        "published": published,
    }
    return head | (_published(world, world.report(agency, year)) if published else _hole(world, agency, year))
