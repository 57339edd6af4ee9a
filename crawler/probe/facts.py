"""Verdicts on the facts of a portal file: single addresses, parameters, forms of addresses (docs/portals.md#facts)."""

import re
from collections.abc import Sequence
from urllib.parse import parse_qsl, urlsplit

from archive.words import Outcome
from crawler.probe.marks import marks_of
from crawler.probe.sight import Seen
from crawler.probe.tasks import FACT, is_address
from crawler.probe.words import CONFIRMED, CONTRADICTED, UNSEEN, Verdict, urls_of, why_not
from spiders.addresses import page_key
from spiders.files import is_file
from spiders.follow import anchors
from spiders.registry import Fact, Portal


def of_fact(portal: Portal, fact: Fact, seen: Sequence[Seen]) -> Verdict:
    """The verdict on one fact."""
    words = (f"{fact.kind}: {fact.expected}" if fact.expected else fact.kind, fact.text, fact.probe)
    says = "; ".join(filter(None, (*words, f"({fact.evidence})")))
    verdict, told, urls = _judged(portal, fact, seen)
    return Verdict(FACT, fact.subject, says, verdict, told, urls)


_Judged = tuple[str, str, tuple[str, ...]]


def _judged(portal: Portal, fact: Fact, seen: Sequence[Seen]) -> _Judged:
    if fact.kind in ("homonym", "note"):
        return UNSEEN, "for a person: a probe asks nothing about it", ()
    if fact.kind == "pattern":
        return _of_pattern(portal, fact, seen)
    if fact.kind == "param":
        return _of_params(portal, fact, seen)
    if fact.kind == "same":
        return _of_same(portal, fact, seen)
    if fact.kind == "series":
        return _of_series(fact, seen)
    return _of_address(fact, seen)


def _of_address(fact: Fact, seen: Sequence[Seen]) -> _Judged:
    """Of an address: what it answered, else what a list calls it."""
    key = page_key("", fact.subject)
    mine = [one for one in seen if page_key("", one.task.url) == key]
    answered = [one for one in mine if one.outcome.answered]
    if not answered:
        links = [(child, one) for one in seen for child in one.children if page_key("", child.url) == key]
        if not links:
            return UNSEEN, why_not(mine), urls_of(mine)
        child, one = links[0]
        told = f"a page links it as {child.listed_title or '(no words)'}"
        return (CONFIRMED if _has(child.listed_title, fact.expected) else UNSEEN), told, one.urls[:1]
    one = next((one for one in answered if one.outcome == Outcome.OK), answered[0])
    if one.outcome in (Outcome.ABSENT, Outcome.GONE):
        return CONTRADICTED, f"{one.outcome}: {one.detail}", one.urls
    if fact.kind == "report" and one.outcome != Outcome.OK:
        return CONTRADICTED, f"{one.outcome}: {one.detail}", one.urls
    if is_file(fact.subject) or _has(one.text, fact.expected):
        return CONFIRMED, f"{one.outcome}: {one.detail}", one.urls
    return CONTRADICTED, f"it answers, and does not show {fact.expected}: {marks_of(one.text).told()}", one.urls


def _of_series(fact: Fact, seen: Sequence[Seen]) -> _Judged:
    """Of a column, or of what the addresses in it begin with: reports below it that name the agency."""
    stem = page_key("", fact.subject)
    below = [(one, child) for one in seen for child in one.reports
             if page_key("", child.url).startswith(stem) or page_key("", one.task.url) == stem]  # fmt: skip
    if not below:
        return UNSEEN, "no report below it was met", ()
    naming = [pair for pair in below if _has(pair[1].listed_title + pair[1].agency, fact.expected)]
    if not naming:
        return UNSEEN, f"{len(below)} reports below it were met, and none is said to be of {fact.expected}", ()
    return CONFIRMED, f"{len(naming)} such reports, as {naming[0][1].listed_title}", naming[0][0].urls[:1]


def _has(text: str, words: str) -> bool:
    return re.sub(r"\s", "", words) in re.sub(r"\s|&nbsp;", "", text)


def _of_pattern(portal: Portal, fact: Fact, seen: Sequence[Seen]) -> _Judged:
    host, form = portal.site(urlsplit(fact.subject).netloc or fact.subject), re.compile(fact.expected)
    met = 0
    for one in seen:
        links = [link.url for link in anchors(one.urls[-1], one.text)] if "<" in one.text else []
        for url in [*one.urls, *(child.url for child in one.children), *links]:
            if portal.site(urlsplit(url).netloc) == host:
                met += 1
                if form.search(url):
                    return CONFIRMED, f"such an address: {url}", one.urls[:1]
    return UNSEEN, f"{met} addresses of the host were met, and none has this form", ()


def _of_params(portal: Portal, fact: Fact, seen: Sequence[Seen]) -> _Judged:
    wanted = parse_qsl(fact.expected, keep_blank_values=True)
    host = portal.site(urlsplit(fact.subject).netloc or fact.subject)
    there = [one for one in seen if one.text and portal.site(one.task.host) == host]
    for one in there:
        if all(value in _values(one.text, name) for name, value in wanted):
            return CONFIRMED, "a page of the host prints them", one.urls[:1]
    mine = [one for one in there if page_key("", one.task.url) == page_key("", fact.subject)]
    for one in mine:
        others = {name: sorted(_values(one.text, name))[:3] for name, _ in wanted}
        if any(others.values()):
            told = ", ".join(f"{name}={'|'.join(values)}" for name, values in others.items() if values)
            return CONTRADICTED, f"the page prints {told}", one.urls[:1]
    return UNSEEN, f"{len(there)} pages of the host were read, and none prints them", ()


def _values(text: str, name: str) -> set[str]:
    """The values that a page gives a parameter, in an address, a script or a form."""
    found = re.findall(rf"""(?i)\b{re.escape(name)}["']?\s*[=:]\s*["']?([^\s"'&;,<>]+)""", text)
    return {value.removesuffix("&amp") for value in found}


def _of_same(portal: Portal, fact: Fact, seen: Sequence[Seen]) -> _Judged:
    one, other = (_shown_at(portal, name, seen) for name in (fact.subject, fact.expected))
    if one is None or other is None:
        return UNSEEN, "not both of them were asked", ()
    alike = one.last and other.last and one.last.payload_sha256 == other.last.payload_sha256
    titles = {marks_of(each.text).title for each in (one, other)}
    if alike or (len(titles) == 1 and "" not in titles) or page_key("", one.urls[-1]) == page_key("", other.urls[-1]):
        return CONFIRMED, f"both show {marks_of(one.text).told() or 'the same bytes'}", (one.urls[-1], other.urls[-1])
    return CONTRADICTED, f"they are titled {' and '.join(sorted(titles))}", (one.urls[-1], other.urls[-1])


def _shown_at(portal: Portal, name: str, seen: Sequence[Seen]) -> Seen | None:
    """The visit of an address, or the home page of a host."""
    url = name if is_address(name) else f"http://{name}/"
    asked = (one for one in seen if one.outcome == Outcome.OK and one.last)
    return next((one for one in asked if _exactly(one.task.url) == _exactly(url)), None)


def _exactly(url: str) -> tuple[str, str]:
    """An address with its host as it is written: a mirror is not its original here."""
    return urlsplit(url).netloc, page_key("", url).partition("/")[2]
