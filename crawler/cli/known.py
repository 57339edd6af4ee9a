"""What else is known of a report, as lines for a person: its agency, the years beside it, the suspect cell."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archive.store.corpus import Corpus

Row = dict[str, object]


def in_full(corpus: "Corpus", name: str) -> str:
    """NAME/YEAR as AGENCY_ID/YEAR, where one agency bears the name. UsageError where several do; else as it is."""
    from archive.errors import UsageError
    from archive.store.who import find_agencies

    who, slash, year = name.rpartition("/")
    if not slash or not year.isdecimal():
        return name
    found = find_agencies(corpus, who)
    if len(found) > 1:
        raise UsageError(f"{name}: several agencies bear this name, {', '.join(found)}; write AGENCY_ID/YEAR")
    return f"{found[0]}/{year}" if found else name


def without_report(corpus: "Corpus", name: str) -> tuple[list[Row], list[str]]:
    """What is known by a name that is no report's, as rows and as lines: an agency, or why a year of it is not held."""
    from archive.store.views import coverage
    from archive.store.who import agency, find_agencies

    who, _, year = name.rpartition("/")
    if who and year.isdecimal():
        rows = [row for row in coverage(corpus, [], [int(year)], who) if row["agency_id"] == who]
        return rows, [_why_not(row) for row in rows]
    found = [one for key in find_agencies(corpus, name) if (one := agency(corpus, key))]
    return found, [line for one in found for line in (_agency(one), *agency_lines([one]))]


def _why_not(row: Row) -> str:
    looked = f", last answered {str(row['looked_at'])[:10]}" if row["looked_at"] else ""
    reason = f" ({row['reason']})" if row["reason"] else ""
    return f"{row['agency']} {row['year']}: held {row['holding']}, source {row['source']}{reason}{looked}"


def _agency(one: Row) -> str:
    told = (one["agency_id"], one["name"], one["uscc"] or one["area"], one["level"], one["body_type"])
    years = f"reports of {one['first_year']}–{one['last_year']}" if one["first_year"] else "no report is held"
    return "  ".join([*(str(each) for each in told if each), years])


def agency_lines(agencies: Sequence[Row]) -> Iterator[str]:
    """Other names with their years, when it can have existed, what it continues and what continues it."""
    for one in agencies:
        names = [name for name in _rows(one["names"]) if name["name"] != one["name"]]
        yield from (f"  also named {name['name']}{_years(name)}" for name in names)
        days = [f"{word} {one[key]}" for word, key in (("from", "exists_from"), ("until", "exists_until")) if one[key]]
        if days:
            yield f"  existed at most {' and '.join(days)}: {one['existence_evidence']}"
        for link in _rows(one["before"]):
            yield f"  continues {link['before_name']} ({_link(link)}): {link['before_id']}"
        for link in _rows(one["after"]):
            yield f"  is continued by {link['name']} ({_link(link)}): {link['agency_id']}"


def _years(name: Row) -> str:
    first, last = name["first_year"], name["last_year"]
    if first is None:
        return f" in a directory, last on {str(name['seen_at'])[:10]}" if name["seen_at"] else " in a directory"
    return f" {first}" if first == last else f" {first}–{last}"


def _link(link: Row) -> str:
    days = link["earliest"] if link["earliest"] == link["latest"] else f"{link['earliest']} to {link['latest']}"
    return f"{link['how']}, {days}; {link['evidence']}"


def suspect_lines(record: Row) -> Iterator[str]:
    """The one cell that explains every failed check."""
    found = record["suspect"]
    if isinstance(found, dict):
        failed = ", ".join(map(str, found["identities"]))
        yield (
            f"one cell explains all of it: {found['indicator']} prints {_number(found['value'])};"
            f" {_number(found['expected'])} would satisfy {failed}"
        )
        yield f"  gongkai show {record['report_id']}/{found['indicator']}"


def year_lines(record: Row) -> Iterator[str]:
    """How many identities with the years beside it hold, and each that does not."""
    checks = _rows(record["year_checks"])
    for year in sorted({int(str(check["year"])) for check in checks}):
        mine = [check for check in checks if check["year"] == year]
        failed = [check for check in mine if check["status"] == "fail"]
        yield f"{year - 1} to {year}: {len(mine)} identities, {len(failed)} fail"
        for check in failed:
            where = check["column_key"] or check["row_key"]
            yield (
                f"  {check['identity']} {where} fails: {_number(check['left_side'])} in {year} against"
                f" {_number(check['right_side'])}  gongkai diff {check['report_before']} {check['report_id']}"
            )


def _number(value: object) -> str:
    return f"{value:.15g}" if isinstance(value, int | float) else str(value)


def _rows(value: object) -> list[Row]:
    return value if isinstance(value, list) else []
