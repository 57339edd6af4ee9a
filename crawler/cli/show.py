"""gongkai show: one report with its places, checks and figures, each figure with where it is printed."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from archive.words import Event
from crawler.cli.happened import told as happened
from crawler.cli.known import agency_lines, in_full, suspect_lines, without_report, year_lines
from crawler.cli.options import DEFAULT_ARCHIVE, Archive, AsJson, AsOf, day_of
from crawler.cli.read import counted

if TYPE_CHECKING:
    from datetime import date

    from archive.store.corpus import Corpus
    from archive.store.reviews import Review

Row = dict[str, object]


def register(app: typer.Typer) -> None:
    """Adds the command to the command line."""
    app.command("show")(show)


def show(
    name: Annotated[
        str, typer.Argument(help="Content hash, AGENCY/YEAR, AGENCY, report, cell or task key.", metavar="ID")
    ],
    indicator: Annotated[str, typer.Option(help="Only this figure, and where it stands in the archived bytes.")] = "",
    as_of: AsOf = "",
    archive: Archive = DEFAULT_ARCHIVE,
    as_json: AsJson = False,
) -> None:
    """Show a report: whose it is, where it was seen, which figures and checks it has.

    gongkai show a1b2c3d4e5f6/2023 --indicator applications.received.total

    AGENCY is an agency_id as `gongkai coverage` prints it, or a full name; alone it shows the agency, its names and
    which others it continues, and with a year that is not held, why not. A cell is REPORT/INDICATOR, as in long.csv.
    For one figure the place in the WARC files is told, and the rows around its cell. Works while a crawl runs.
    """
    import json
    from dataclasses import asdict

    from archive.asof import open_corpus, until
    from archive.errors import UsageError
    from archive.store.standing import standing, withheld
    from archive.store.views import documents, find_reports, report

    day = day_of(as_of)
    corpus = open_corpus(archive, day)
    name = in_full(corpus, name)
    found = find_reports(corpus, name)
    if not found and not indicator and "/" in name:
        report_id, _, of_cell = name.partition("/")
        if found := find_reports(corpus, report_id):
            indicator = of_cell
    if not found:
        known, shown = _unread(documents(corpus, name)) or without_report(corpus, name)
        if not known:
            raise UsageError(f"{name}: nothing by this name; `gongkai coverage` lists agencies, --json their reports")
        typer.echo(json.dumps(known, ensure_ascii=False, indent=1) if as_json else "\n".join(shown))
        return
    record, stands = report(corpus, found[0]), standing(archive, until(day))
    hidden = withheld(corpus, stands)
    if mark := hidden.get(found[0]):
        told = {name: record[name] for name in ("report_id", "agency", "year")} | {"withheld": asdict(mark)}
        typer.echo(json.dumps(told, ensure_ascii=False, indent=1) if as_json else _withheld(told, mark))
        return
    years = _rows(record["year_checks"])
    record["year_checks"] = [each for each in years if not hidden.keys() & {each["report_id"], each["report_before"]}]
    for figure in _rows(record["figures"]):
        if entry := stands.values.get(found[0], {}).get(str(figure["indicator"])):
            figure["reviewed"] = {name: getattr(entry, name) for name in ("value", "by", "at", "reason")}
    if indicator:
        record["figures"] = [f for f in _rows(record["figures"]) if f["indicator"] == indicator]
        if not record["figures"]:
            raise UsageError(f"{name}: no figure {indicator} in this report; leave --indicator out to see all")
        _place(record, corpus, archive, day)
    record["other_reports"] = found[1:]
    typer.echo(json.dumps(record, ensure_ascii=False, indent=1) if as_json else "\n".join(lines(record, indicator)))


def _unread(found: list[Row]) -> tuple[list[Row], list[str]] | None:
    return (found, list(map(_document, found))) if found else None


def _withheld(told: Row, mark: "Review") -> str:
    whose = f"report {told['report_id']}, {told['agency'] or '?'}, {told['year'] or '?'}"
    return f"withheld: {mark.reason}, {mark.at[:10]} by {mark.by}\n{whose}; its bytes are kept"


def _place(record: Row, corpus: "Corpus", archive: Path, day: "date | None") -> None:
    """Adds where the bytes are in the archive, and to each figure what stands around it there."""
    from contextlib import closing

    from archive.asof import open_ledger
    from archive.release.surroundings import surroundings
    from archive.store.original import original, warc_place

    ledger = open_ledger(archive, day)
    with closing(ledger.database):
        record |= warc_place(ledger, str(record["payload_sha256"]))
        document = original(corpus, ledger, archive, str(record["report_id"]))
    for figure in _rows(record["figures"]):
        locator, raw = figure["locator"], figure["raw"]
        told = surroundings(document, locator if isinstance(locator, dict) else {}, str(raw) if raw else None)
        figure["surroundings"] = told


def lines(record: Row, indicator: str) -> list[str]:
    """A report for a person; with `indicator` the cell instead of the overview."""
    told = [
        f"{record['title']}",
        f"{record['kind']} ({record['reason']}), {record['agency'] or '?'}, {record['year'] or '?'}, {record['scope']}",
        f"content hash {record['content_hash']}, report {record['report_id']}, bundle {record['bundle_key']}",
        f"payload {record['payload_sha256']}, captured {record['captured_at']} from {record['url']}",
        f"template {record['template']}: {_pairs(record['templates'])}",
    ]
    if "warc_file" in record:
        told.insert(4, f"kept in {record['warc_file']} at byte {record['warc_offset']}")
    for version in _rows(record["versions"]):
        current = "current" if version["is_current"] else "not current"
        told.append(f"{version['agency_id']}/{version['year']} {version['agency_name']}: {current} version, seen at")
        told += [f"  {place['url']}" for place in _rows(version["places"])]
    told += agency_lines(_rows(record["agencies"])) if not indicator else ()
    told += _renditions(record)
    told += [happened(event) for event in _rows(record["events"]) if not indicator and _speaks(event, record)]
    if not indicator:
        told += [_document(document) for document in _rows(record["documents"]) if document["status"] != "read"]
        told.append(f"checks: {counted(str(check['status']) for check in _rows(record['checks'])) or 'none'}")
        told += [_check(check) for check in _rows(record["checks"]) if check["status"] == "fail"]
        told += [*suspect_lines(record), *year_lines(record)]
    told += [_figure(figure, bool(indicator)) for figure in _rows(record["figures"])]
    suspect = record["suspect"]
    if indicator and isinstance(suspect, dict) and suspect["indicator"] == indicator:
        told += list(suspect_lines(record))[:1]
    others = record["other_reports"]
    if isinstance(others, list) and others:
        told.append(f"also by this name: {', '.join(map(str, others))}")
    return told


def _speaks(event: Row, record: Row) -> bool:
    """Whether an event is told in the overview: not that each of the files beside a report was seen."""
    return event["event"] != Event.FIRST_SEEN or event["task_key"] == record["task_key"]


def _renditions(record: Row) -> list[str]:
    """The documents that are this report, where there are several, and each cell in which they differ."""
    several = _rows(record["renditions"])
    told = [f"rendition {one['report_id']} ({one['media']}): {one['url']}" for one in several if len(several) > 1]
    differing = _rows(record["disagreements"])
    told += [f"renditions differ in {len(differing)} cells"] if differing else []
    for one in differing:
        own, other = (_printed(one[f"{side}value"], one[f"{side}status"]) for side in ("", "other_"))
        told.append(f"  {one['indicator']}: {own} in {one['report_id']}, {other} in {one['other_report_id']}")
    return told


def _printed(value: object, status: object) -> str:
    return str(status) if value is None else str(value)


def _figure(figure: Row, in_full: bool) -> str:
    value = "" if figure["value"] is None else f" {figure['value']} {figure['unit']}"
    line = f"{figure['indicator']}:{value} [{figure['status']}]{_reviewed(figure)}"
    if not in_full:
        return line
    flags = figure["flags"]
    noted = f", flags {', '.join(flags)}" if isinstance(flags, list) and flags else ""
    printed = "nothing (the row is not there)" if figure["raw"] is None else f"「{figure['raw']}」"
    around = figure.get("surroundings")
    shown = [f"  {each}" for each in around] if isinstance(around, list) else []
    place = f"  printed {printed}, read from {figure['method']}, at {_pairs(figure['locator'])}{noted}"
    return "\n".join([line, place, *shown])


def _reviewed(figure: Row) -> str:
    entry = figure.get("reviewed")
    if not isinstance(entry, dict):
        return ""
    return f"; {entry['by']} on {entry['at'][:10]} enters {entry['value']:.15g} {figure['unit']}: {entry['reason']}"


def _check(check: Row) -> str:
    from archive.reports.checks import SOFT

    place = " ".join(str(check[name]) for name in ("id", "column", "row") if check.get(name))
    soft = " (soft: it need not hold)" if check["id"] in SOFT else ""
    return f"  {place} fails: {check['left']} against {check['right']}{soft}"


def _document(document: Row) -> str:
    reason = f" ({document['reason']})" if document["reason"] else ""
    return f"{document['role']} {document['url']}: {document['media'] or '?'}, {document['status']}{reason}"


def _pairs(value: object) -> str:
    return ", ".join(f"{name} {text}" for name, text in value.items()) if isinstance(value, dict) else str(value)


def _rows(value: object) -> list[Row]:
    return value if isinstance(value, list) else []
