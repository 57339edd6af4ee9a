"""Which time a number in a sentence is about: the report's year, another, or all years (docs/formats.md#prose)."""

import re
from enum import StrEnum

from archive.reports.words import arabic

_MARK = re.compile(
    r"(?P<until>截[至止]到?[^,。;]{0,16}?(?:年底|年末|月底|日|目前|今|止)|至今|(?:月|日|施行|实施|公布|开通|建立)以来)"
    r"|(?P<sum>累计|历年)"
    r"|(?P<earlier>(?:上年同期|去年同期|上一年|上年|去年|往年|前年)度?(?!度?(?:未办)?(?:结转|遗留|转入)))"
    r"|(?P<year>(?:(?<!\d)(?:19|20)\d{2}|二[0〇○零Oo一二三四五六七八九]{3})年)"
    r"|(?P<now>今年|本年|当年|全年|年内|一年来)"
)
_TITLE = re.compile(r"《[^》]{0,60}》")
_CLOSE = 2


class Span(StrEnum):
    """What time a number is about; UNSURE where 累计 stands behind a year and may mean either."""

    YEAR = "year"
    EARLIER = "earlier"
    CUMULATIVE = "cumulative"
    UNSURE = "unsure"


def span_of(before: str, year: int | None) -> Span:
    """The span of a number by the folded text before it: the last word for a time decides.

    `year` is the report's; without it every named year is taken for it. 全年累计 is the year's own sum.
    """
    text = _TITLE.sub("", before)
    span, named, end = Span.YEAR, False, 0
    for mark in _MARK.finditer(text):
        kind = mark.lastgroup
        if kind == "sum":
            span = Span.CUMULATIVE if not named else span if mark.start() - end <= _CLOSE else Span.UNSURE
        elif kind == "until":
            span = Span.CUMULATIVE
        elif kind == "earlier":
            span = Span.EARLIER
        else:
            own = kind == "now" or year is None or int(arabic(mark.group()[:4])) == year
            span = Span.YEAR if own else Span.EARLIER
        named, end = kind in ("now", "year") and span == Span.YEAR, mark.end()
    return span
