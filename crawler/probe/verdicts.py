"""Verdicts: what a probe showed of everything that the registry says of a portal. Pure."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from archive.words import Outcome, TaskKind
from crawler.probe.facts import of_fact
from crawler.probe.marks import families, marks_of
from crawler.probe.sight import Seen
from crawler.probe.words import CONFIRMED, CONTRADICTED, UNSEEN, Verdict, urls_of, why_not
from spiders.addresses import page_key
from spiders.columns import ABOUT
from spiders.keys import report_key
from spiders.registry import LEGACY, Area, Entry, Host, Portal

DIRECTORY = 3
"""Agencies that a page names at least to be called a directory of agencies."""
_HANWEB = frozenset({"hanweb-jcms", "hanweb-xxgk", "hanweb-jpaas"})


def verdicts(portal: Portal, seen: Sequence[Seen]) -> list[Verdict]:
    """One verdict for each host, family of a host, entry, known area and fact of a portal, in the order of its file."""
    told = list[Verdict]()
    for host in portal.hosts:
        told.append(_of_host(portal, host, seen))
        told += _of_families(portal, host, seen)
    for entry in portal.entries:
        told.append(_of_entry(portal, entry, seen))
        told += [_of_area(portal, entry, area, seen) for area in entry.areas]
    return told + [of_fact(portal, fact, seen) for fact in portal.facts]


def _of_host(portal: Portal, host: Host, seen: Sequence[Seen]) -> Verdict:
    mine = [one for one in seen if portal.site(one.task.host) == portal.site(host.name)]
    says = f"serves {host.place}, division {host.division} ({host.evidence})"
    pages = [one for one in mine if one.outcome.answered and one.last and one.last.status == 200]
    if not pages:
        return Verdict("host", host.name, says, UNSEEN, why_not(mine), urls_of(mine))
    marks = [marks_of(one.text) for one in pages]
    best = next((mark for mark in marks if mark.division), marks[0])
    if best.division and not _fits(best.division, host.division):
        seen_there = f"its pages carry the site code of division {best.division} ({best.told()})"
        return Verdict("host", host.name, says, CONTRADICTED, seen_there, urls_of(pages[:1]))
    return Verdict("host", host.name, says, CONFIRMED, best.told() or "it answers", urls_of(pages[:1]))


def _fits(found: str, known: str) -> bool:
    """Whether a site code may be that of a division: a department's host carries that of its city."""
    return found == known or (known.endswith("00") and found.startswith(known.rstrip("0")))


def _of_families(portal: Portal, host: Host, seen: Sequence[Seen]) -> Iterator[Verdict]:
    site = portal.site(host.name)
    known = [host.family, *(path.family for path in host.paths)]
    known += [entry.family for entry in portal.entries if portal.site(urlsplit(entry.url).netloc) == site]
    found = families(seen, portal, site)
    # One host may speak several: what is not seen beside another of its own is not contradicted.
    others_known = {LEGACY.get(family, family) for family in known} & {one.family for one in found}
    for family in dict.fromkeys(filter(None, known)):
        alike = _HANWEB if family in _HANWEB - {"hanweb-jpaas"} else {family, LEGACY.get(family, family)}
        fitting = next((one for one in found if one.family == family), None)
        fitting = fitting or next((one for one in found if one.family in alike), None)
        says = f"speaks {family}"
        if fitting:
            yield Verdict("family", host.name, says, CONFIRMED, f"{fitting.family}, by {fitting.by}", (fitting.url,))
        elif found and family != "generic" and not others_known:
            others = "; ".join(f"{one.family} by {one.by}" for one in found)
            toml = f'[[host]]\nname = "{host.name}"\nfamily = "{found[0].family}"'
            yield Verdict("family", host.name, says, CONTRADICTED, others, tuple(one.url for one in found), toml)
        else:
            yield Verdict("family", host.name, says, UNSEEN, "no page of this host gives a family away")


def _of_entry(portal: Portal, entry: Entry, seen: Sequence[Seen]) -> Verdict:
    says = " ".join(filter(None, (entry.kind, entry.family, entry.status, f"({entry.evidence})", entry.note)))
    if entry.status == "needs_probe" and not entry.url:
        return _of_open_entry(portal, entry, says, seen)
    name = entry.url
    key = page_key("", entry.url.partition("?")[0] if entry.kind == "endpoint" else entry.url)
    mine = [one for one in seen if _asked_at(one, key, entry)]
    answered = [one for one in mine if one.outcome.answered]
    if not answered:
        return Verdict("entry", name, says, UNSEEN, why_not(mine), urls_of(mine))
    best = max(answered, key=lambda one: (one.outcome == Outcome.OK, len(one.reports), one.agencies))
    verdict, words = _judged(entry, best, not any(one.last and one.last.status == 200 for one in answered))
    return Verdict("entry", name, says, verdict, words, best.urls)


def _asked_at(one: Seen, key: str, entry: Entry) -> bool:
    url = one.task.url.partition("?")[0] if entry.kind == "endpoint" else one.task.url
    return page_key("", url) == key and one.task.kind != TaskKind.ATTACHMENT


def _judged(entry: Entry, one: Seen, missing: bool) -> tuple[str, str]:
    """(verdict, words) of an entry whose best answer is this."""
    if missing or one.outcome == Outcome.GONE:
        return CONTRADICTED, f"{one.outcome}: {one.detail}"
    if entry.kind == "endpoint":
        return CONFIRMED, f"asked about {one.task.year}: {one.outcome}, {one.detail}"
    if one.outcome == Outcome.ABSENT:
        return CONTRADICTED, f"{one.outcome}: {one.detail}"
    parts = [child for child in one.children if child.kind.is_list and ABOUT.search(child.listed_title)]
    words = f"{len(one.reports)} reports, {one.agencies} agencies, {len(parts)} lists of reports; {one.detail}"
    if entry.kind == "home":
        return (CONFIRMED, words) if one.children else (UNSEEN, f"it answers, and nothing on it leads on: {words}")
    fine = {
        "directory": one.agencies >= DIRECTORY or bool(parts), "column": bool(one.reports or parts),
        "api": bool(one.reports),
    }[entry.kind]  # fmt: skip
    if fine:
        return CONFIRMED, words
    return (UNSEEN, f"it leads on, and names none itself: {words}") if one.children else (CONTRADICTED, words)


def _of_open_entry(portal: Portal, entry: Entry, says: str, seen: Sequence[Seen]) -> Verdict:
    """An entry whose address nobody knew: is there something of its kind on the host that its note names?"""
    host = next((h.name for h in portal.hosts if h.name in entry.note), "")
    name = f"{entry.kind} of {host or portal.name}"
    fitting = [one for one in found(portal, seen) if one.kind == entry.kind]
    fitting = [one for one in fitting if not host or portal.site(urlsplit(one.url).netloc) == portal.site(host)]
    if fitting:
        best = fitting[0]
        return Verdict("entry", name, says, CONFIRMED, best.words, (best.url,), toml_of(best))
    mine = [one for one in seen if host and portal.site(one.task.host) == portal.site(host)]
    looked = f"{len(mine)} pages of {host} were looked at, and none is one" if mine else "nothing was asked there"
    return Verdict("entry", name, says, UNSEEN, looked)


def _of_area(portal: Portal, entry: Entry, area: Area, seen: Sequence[Seen]) -> Verdict:
    says = f"area of {area.agency or 'an agency without name'}"
    keys = re.compile(re.escape(report_key(portal.id, area.area, 0)[:-1]) + r"\d{4}")
    mine = [one for one in seen if keys.fullmatch(one.task.task_key)]
    came = next((one for one in mine if one.outcome == Outcome.OK), None)
    if came is None:
        return Verdict("area", area.area, says, UNSEEN, why_not(mine), urls_of(mine))
    named = not area.agency or area.agency in came.text or area.agency[-4:] in came.text
    words = f"the report about {came.task.year} came" + ("" if named else ", which does not name it")
    return Verdict("area", area.area, says, CONFIRMED if named else CONTRADICTED, words, came.urls)


@dataclass(frozen=True, slots=True)
class Found:
    """Something that a walk may start from: `kind` as in a portal file, `words` what stands there."""

    kind: str
    family: str
    url: str
    title: str
    words: str


def found(portal: Portal, seen: Iterable[Seen]) -> list[Found]:
    """Columns of annual reports and directories of agencies that were seen, the fullest first."""
    told = list[tuple[int, Found]]()
    for one in seen:
        if not (one.task.kind.is_list and one.text) or one.outcome == Outcome.ABSENT:
            continue
        title, url = marks_of(one.text).title or one.task.listed_title, one.urls[0]
        family = next((evidence.family for evidence in families([one], portal, portal.site(one.task.host))), "generic")
        years = sorted({report.year for report in one.reports if report.year and not report.area})
        listed = [report for report in one.reports if not report.area]
        if one.agencies >= DIRECTORY:
            words = f"names {one.agencies} agencies"
            told.append((one.agencies, Found("directory", family, url, title, words)))
        elif len(listed) > 1 and (years or ABOUT.search(title + one.task.listed_title)):
            span = f", about {years[0]} to {years[-1]}" if years else ""
            told.append((len(listed), Found("column", family, url, title, f"lists {len(listed)} reports{span}")))
    return [one for _, one in sorted(told, key=lambda pair: -pair[0])]


def toml_of(one: Found) -> str:
    """The entry as a portal file would have it."""
    return (
        f'[[entry]]\nkind = "{one.kind}"\nfamily = "{one.family}"\nurl = "{one.url}"\nevidence = "observed"\n'
        f'note = "{one.words}"'
    )
