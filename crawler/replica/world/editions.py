"""Which reports exist: one answer per agency and year, from a threshold that makes the asked number of reports."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

from crawler.replica.world.agencies import FIRST_YEAR, LAST_YEAR, YEARS, Agency
from crawler.replica.world.draws import chance, dice, pick, share

# An explanation answered where a report should be: the share of the holes that are filled so.
EXPLANATION_INSTEAD = 0.06
EXPLANATION_BESIDE = 0.05
SEEN = {("gxq.rizhao.gov.cn", 2024)}
"""Reports that every world has: crawlers know their address from the start."""


def year_weight(year: int) -> float:
    """How much likelier a late year is to be there than an early one."""
    return 0.25 + 0.75 * (year - FIRST_YEAR) / (LAST_YEAR - FIRST_YEAR)


def probability(year: int, level: float) -> float:
    return min(0.98, level * year_weight(year))


def find_level(agencies: Iterable[Agency], reports: int) -> float:
    """The level at which the expected number of reports is `reports` (or all that can be, if fewer)."""
    starts = Counter(agency.since for agency in agencies)
    existing = {year: sum(number for since, number in starts.items() if since <= year) for year in YEARS}
    low, high = 0.0, 4.0
    for _ in range(40):
        middle = (low + high) / 2
        if sum(existing[year] * probability(year, middle) for year in YEARS) < reports:
            low = middle
        else:
            high = middle
    return high


def is_published(seed: int, agency: Agency, year: int, level: float) -> bool:
    """Whether this report is on the portal from the start."""
    if year not in YEARS or year < agency.since:
        return False
    if (agency.host.host, year) in SEEN:
        return True
    return chance(probability(year, level), seed, "published", agency.serial, year)


def is_explanation(seed: int, agency: Agency, year: int) -> bool:
    """Whether the portal answers an unpublished year with an explanation of the report."""
    return agency.since <= year >= 2016 and chance(EXPLANATION_INSTEAD, seed, "instead", agency.serial, year)


def has_explanation_beside(seed: int, agency: Agency, year: int) -> bool:
    return year >= 2016 and chance(EXPLANATION_BESIDE, seed, "beside", agency.serial, year)


def form_of(seed: int, agency: Agency, year: int) -> str:
    """In what files a report is published: html, pdf, docx, or a page and the same again as a file."""
    if year < 2014:
        return "html"
    names = ("html", "pdf", "docx", "html+pdf", "html+docx")
    weights = (88, 4, 3, 3, 2) if agency.host.family == "hanweb-xxgk" else (58, 12, 10, 12, 8)
    return dice(seed, "form", agency.serial, year).choices(names, weights)[0]


def is_direct(seed: int, agency: Agency, year: int) -> bool:
    """Whether a report in a file has no page at all: the list leads to the file itself."""
    listed = agency.host.family != "hanweb-xxgk" and agency.host.lists.get("direct", True)
    return listed and form_of(seed, agency, year) == "pdf" and chance(0.35, seed, "direct", agency.serial, year)


def file_differs(seed: int, agency: Agency, year: int) -> bool:
    """Whether the file says something else than the page it hangs on."""
    return "+" in form_of(seed, agency, year) and chance(0.15, seed, "differs", agency.serial, year)


def _day(seed: int, agency: Agency, year: int) -> date:
    if year <= 2016 and chance(0.35, seed, "moved", agency.host.host, agency.serial):
        return pick((date(2019, 4, 30), date(2020, 7, 2), date(2020, 12, 27), date(2022, 4, 22)), agency.host.host)
    return date(year + 1, 1, 4) + timedelta(days=int(share(seed, "day", agency.serial, year) * 75))


def published_day(seed: int, agency: Agency, year: int) -> date:
    """The day in a list and in an address: the platform of 青岛 gave everything old the day of its migration."""
    if agency.host.portal == "qingdao" and year <= 2018:
        return date(2020, 10, 19)
    return _day(seed, agency, year)


def shown_date(seed: int, agency: Agency, year: int) -> str:
    """The date on the page: January to March after the year, or the day the portal moved its old reports."""
    day = published_day(seed, agency, year)
    if agency.host.skin == "div":
        return day.isoformat()
    draw = dice(seed, "clock", agency.serial, year)
    return f"{day.isoformat()} {draw.randint(8, 17):02}:{draw.randint(0, 59):02}:{draw.randint(0, 59):02}"
