"""Which year a report is about, by what tells it best, and the dates found around it."""

import re
import unicodedata
from collections import Counter
from datetime import date
from functools import lru_cache
from itertools import chain, pairwise

from archive.documents.model import Document, Paragraph
from archive.reports.model import Context, Year
from archive.reports.names import is_agency
from archive.reports.titles import Title, first_url, head_lines, match_title
from archive.reports.words import arabic, fold

TRUST = ("period", "title", "portal", "listed", "text", "published")
FLAG_CONFLICT = "year_conflict"
FLAG_MIGRATED = "likely_migrated"
FLAG_PUBLISHED_ONLY = "year_from_published"

_Y = r"(?:1(?<!\d1)9\d{2}|2(?<!\d2)[0Oo][\dOo]{2}|二[0〇○零Oo一二三四五六七八九]{3})"
_DASH = r"(?:至|到|--?|—{1,2}|–|~|―)"
_PERIOD = re.compile(
    rf"({_Y})[年./-]?0?(?:1|一|5|五)[月./-]?0?(?:1|一)日?(?:零时|0{{1,2}}(?:时|:00))?(?:开?始|以?来|起)?,?{_DASH}"
    rf"({_Y}|同|当|本)?[年./-]?(?:12|十二)[月./-]?(?:31|三十一|底)(?!\d)"
)
_MONTHS = re.compile(
    rf"统计[^。]{{0,20}}?({_Y})年0?(?:1|一)月(?:份|起)?{_DASH}({_Y}|同|当|本)?年?(?:12|十二)月(?!\d|[一二三])"
)
_UNTIL = re.compile(rf"统计[^。,]{{0,12}}?截[止至][^。]{{0,8}}?({_Y})[年./-]?(?:12|十二)[月./-]?(?:31|三十一|底)(?!\d)")
_NAMED_YEAR = re.compile(
    r"(?<!\d)(19\d{2}|2[0Oo][\dOo]{2})年(?!\d{1,2}月)|(二[0〇○零Oo一二三四五六七八九]{3})年(?!.{1,2}月)"
)
_DATE = re.compile(r"(?<!\d)((?:19|20)\d{2}) ?[-/年.] ?(\d{1,2}) ?[-/月.] ?(\d{1,2})(?!\d)")
_TENS = "[一二三四五六七八九十]"
_CHINESE_DATE = re.compile(rf"(二[0〇○零Oo一二三四五六七八九]{{3}})年({_TENS}{{1,2}})月({_TENS}{{1,3}})日")
_DATE_LINE = re.compile(
    r"^(?:发布(?:时间|日期)?:?|时间:|日期:)?\D{0,3}(?:19|20)\d{2}[-/年.]\d{1,2}[-/月.]\d{1,2}日?"
    r"(?:\d{1,2}:\d{2}(?::\d{2})?)?\D{0,2}$"
)
_FILLED = re.compile(r"填[报表](?:日期|时间):?((?:19|20)\d{2})[-/年.]?(\d{1,2})[-/月.]?(\d{1,2})")
_URL_DAY = re.compile(
    r"/((?:19|20)\d{2})/(\d{1,2})/(\d{1,2})/|/t((?:19|20)\d{2})(\d{2})(\d{2})_|/(20\d{2})-?(\d{2})[-/]?(\d{2})/"
)
_ENDS_IN_DAY = re.compile(r"年.{1,3}月.{1,3}日\)?$")
_DAY_ALONE = re.compile(r"20\d{2}[-./]\d{1,2}[-./]\d{1,2}")
_SIGNED_MAX = 24
_TEXT_MAX = 400_000
_FIRST, _LAST = 2003, 2100


def read_year(title: Title | None, context: Context, text: str, overview: str, dates: dict[str, str]) -> Year:
    """The reporting year with all its candidates (docs/formats.md#year).

    `text` is the folded body, `overview` the folded first section, `dates` what `read_dates` found.
    """
    listed = match_title(context.listed_title) or (title if title and title.source == "filename" else None)
    found = {
        "period": period_year(text),
        "title": title.year if title and title.source in ("title", "body") else None,
        "portal": context.year,
        "listed": listed.year if listed else None,
        "text": _most_named(overview) or _most_named(text),
        "published": _before_publication(dates),
    }
    candidates = {source: year for source, year in found.items() if year is not None and _FIRST <= year <= _LAST}
    source = next((name for name in TRUST if name in candidates), None)
    return Year(candidates[source] if source else None, source, candidates)


def year_flags(year: Year, dates: dict[str, str]) -> tuple[str, ...]:
    """What a user of the year should know: disagreement, a date of migration, a year guessed from publication."""
    told = {value for source, value in year.candidates.items() if source != "published"}
    flags = [FLAG_CONFLICT] if len(told) > 1 else []
    if year.source == "published":
        flags.append(FLAG_PUBLISHED_ONLY)
    shown = [date.fromisoformat(dates[key]) for key in ("published_shown", "published_in_url") if key in dates]
    if year.value is not None and any(day > date(year.value + 1, 12, 31) for day in shown):
        flags.append(FLAG_MIGRATED)
    return tuple(flags)


@lru_cache(maxsize=1)
def period_year(text: str) -> int | None:
    """The year of the statistics period, where a sentence names it; survives lost 年, 月 and 日."""
    years = Counter[int]()
    for match in chain(_PERIOD.finditer(text[:_TEXT_MAX]), _MONTHS.finditer(text[:_TEXT_MAX])):
        first, last = match.group(1), match.group(2)
        years[int(arabic(last if last and len(last) == 4 else first))] += 1
    if not years:
        years.update(int(arabic(match[1])) for match in _UNTIL.finditer(text[:_TEXT_MAX]))
    return max(years, key=lambda year: (years[year], year)) if years else None


def read_dates(document: Document, context: Context, text: str) -> dict[str, str]:
    """published_shown, published_in_url, signed_date and filled_date as ISO text, those that are there."""
    shown = _first_date(document.meta.get("发布日期", "")) or _date_line(head_lines(document)[:6])
    found = {
        "published_shown": shown or _first_date(document.meta.get("pubdate", "")),
        "published_in_url": _url_date(context.url or first_url(document)),
        "signed_date": _signed(document) or _first_date(document.meta.get("成文日期", "")),
        "filled_date": _iso(filled.groups()) if (filled := _FILLED.search(text[-4000:])) else None,
    }
    return {name: day for name, day in found.items() if day}


def _most_named(text: str) -> int | None:
    named = Counter(int(arabic(one or two)) for one, two in _NAMED_YEAR.findall(text[:_TEXT_MAX]))
    return max(named, key=lambda year: (named[year], year)) if named else None


def _before_publication(dates: dict[str, str]) -> int | None:
    """The year before publication, told only by the first half of a year."""
    shown = dates.get("published_shown") or dates.get("published_in_url") or dates.get("signed_date")
    if not shown:
        return None
    day = date.fromisoformat(shown)
    return day.year - 1 if day.month <= 6 else None


def _first_date(text: str) -> str | None:
    match = _DATE.search(unicodedata.normalize("NFKC", " ".join(text[:300].split())))
    if match:
        return _iso(match.groups())
    chinese = _CHINESE_DATE.search(fold(text[:300]))
    return _iso((arabic(chinese[1]), _day(chinese[2]), _day(chinese[3]))) if chinese else None


def _date_line(lines: list[str]) -> str | None:
    return next((_first_date(line) for line in lines if len(line) < 60 and _DATE_LINE.match(fold(line))), None)


def _signed(document: Document) -> str | None:
    """The date at the end of the body, alone on its line or right behind the last sentence; 2022.1.20 below a body."""
    lines = [block.text for block in document.blocks[-7:] if isinstance(block, Paragraph)]
    tail = [
        line[-_SIGNED_MAX:] for above, line in pairwise(["", *lines])
        if _ENDS_IN_DAY.search(fold(line[-_SIGNED_MAX:])) or (_DAY_ALONE.fullmatch(fold(line)) and is_agency(above))
    ]  # fmt: skip
    signed = (_first_date(line) for line in reversed(tail))
    return next((day for day in signed if day), None)


def _url_date(url: str) -> str | None:
    match = _URL_DAY.search(url)
    return _iso([part for part in match.groups() if part]) if match else None


def _iso(parts: "tuple[str, ...] | list[str] | tuple[str | None, ...]") -> str | None:
    try:
        return date(*(int(part or 0) for part in parts)).isoformat()
    except ValueError:
        return None


def _day(numerals: str) -> str:
    """Chinese month and day numbers up to 31: 十二, 三十一."""
    if "十" not in numerals:
        return arabic(numerals)
    tens, _, ones = numerals.partition("十")
    return str(10 * int(arabic(tens) or 1) + int(arabic(ones) or 0))
