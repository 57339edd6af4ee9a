"""What a probe may begin with: the address that was named, entries and facts of the registry; nothing else is asked."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from archive.store.ledger import NewTask
from archive.words import FIRST_YEAR, TaskKind
from crawler.probe.subject import Subject
from spiders.addresses import list_key, page_key
from spiders.files import is_file
from spiders.hanweb_xxgk import is_module
from spiders.keys import is_article
from spiders.manners import family_of
from spiders.portal import ADAPTERS
from spiders.registry import Portal, bare_host

GIVEN = "given"
"""Why a task is asked that a person named on the command line."""
FACT = "fact"
"""Why a task is asked that only a fact of the registry names."""
_ASKED = ("candidate", "page", "report", "look_alike", "same")
"""Facts that name an address to be asked, what follows by analogy first."""
_INTERFACE = re.compile(r"/(els-service|sys-service|api-gateway|jsearchfront)/|dataproxy\.jsp|/search\.jsp")
"""Addresses that answer a form or a script and no reader: only an adapter knows how to ask them."""


def fact_tasks(portal: Portal) -> Iterator[NewTask]:
    """A task for each fact that names an address: what is only inferred before what was seen."""
    named = [fact for fact in portal.facts if fact.kind in _ASKED and is_address(fact.subject)]
    facts = [fact for fact in named if not _INTERFACE.search(fact.subject)]
    for fact in sorted(facts, key=lambda fact: (fact.evidence != "inferred", _ASKED.index(fact.kind))):
        url = fact.subject
        family = family_of(portal, url)
        told = fact.kind in ("report", "look_alike") or is_article(family, url) or is_module(url)
        kind = TaskKind.REPORT if told else TaskKind.COLUMN
        kind = TaskKind.ATTACHMENT if is_file(url) else kind
        group = portal.group_of(urlsplit(url).netloc)
        yield NewTask(
            page_key(f"{family}:{FACT}", url), portal.id, family, kind, group, url, FACT, listed_title=fact.expected
        )


def first_tasks(subject: Subject, last_year: int) -> list[NewTask]:
    """What a probe may begin with: the address that was named, entries and facts of the registry on these hosts.

    Report modules are asked about the first reporting year and the last one that is due.
    """
    portal, tasks = subject.portal, list[NewTask]()
    if subject.url:
        family = family_of(portal, subject.url)
        key = list_key(family, subject.url)
        group = portal.group_of(urlsplit(subject.url).netloc)
        tasks.append(NewTask(key, portal.id, family, TaskKind.HOME, group, subject.url, GIVEN))
    years = range(FIRST_YEAR, last_year + 1, max(1, last_year - FIRST_YEAR))
    for entry in portal.entries:
        if not subject.url or _same_host(entry.url, subject.url):
            tasks += ADAPTERS[entry.family].entry_tasks(portal, entry, years)
    return [*tasks, *(one for one in fact_tasks(portal) if not subject.url or _same_host(one.url, subject.url))]


def is_address(text: str) -> bool:
    """Whether the subject of a fact is an address, and no host."""
    return text.startswith(("http://", "https://"))


def _same_host(url: str, other: str) -> bool:
    return bare_host(urlsplit(url).netloc) == bare_host(urlsplit(other).netloc)
