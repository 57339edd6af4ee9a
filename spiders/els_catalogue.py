"""Finds what a column of els-service asks its endpoint for: the catalogue and unit that it names."""

import json
import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from spiders.addresses import absolute, query
from spiders.els_lists import LARGEST, form_at
from spiders.page import Page
from spiders.walk import Block, Form

Value = str | int | list[str | int]
_NAMES = ("dq", "dw", "dwid", "catas", "fwzt", "type", "order")
"""What a request may say, in the order in which the sites' own scripts say it."""
_UNITS = {"dwid": "dw"}
"""Two names of one thing."""
_ALONE = frozenset({"dq", "dw", "dwid", "catas"})
"""Of these what a script's variable or a hidden field may mean, whatever else it sets."""
_MANY = frozenset({"dw", "catas", "type"})
"""Of these what is a list."""
_OF_UNIT = re.compile(r"/([0-9a-f]{32}|\d{5}(?=/\d{15,}))/")
_LITERAL = re.compile(r"\{[^{}]*\bcatas\b[^{}]*\}")
_VARIABLE = re.compile(r"""\b([A-Za-z_]\w*)\s*=\s*("[^"]*"|'[^']*'|\d+|\[[^\[\]]*\])""")
_MEMBER = re.compile(r"""["']?\b(\w+)\b["']?\s*:\s*(\[[^\[\]]*\]|"[^"]*"|'[^']*'|\w+)""")
_PART = re.compile(r"""["']([^"']*)["']|(\d+)|([A-Za-z_]\w*)""")


def lists_of(page: Page) -> tuple[Block, ...]:
    """The lists of a column, each with the ways to ask for it; none where the page names no catalogue.

    The catalogue in the column's own address is its list; else every one that a script asks for is.
    """
    scripts = "\n".join(node.text() or "" for node in page.tree.css("script"))
    variables: dict[str, Value] = {}
    for name, text in _VARIABLE.findall(scripts):
        if found := _value(name, text, {}):
            variables[name] = found
    own = query(page.task.url)
    loose = {name: value for name, value in (variables | _marked(page)).items() if name in _ALONE}
    literals = _LITERAL.findall(scripts) or [""]
    lists = dict[tuple[Form, ...], None]()
    for literal in literals[:1] if own.get("catas") else literals:
        members = {name: value for name, text in _MEMBER.findall(literal) if (value := _value(name, text, variables))}
        named: dict[str, Value] = {}
        for source in (_linked(page), _of_host(page), _settings(scripts), loose, members, own):
            named |= {_UNITS.get(name, name): value for name, value in source.items() if name in _NAMES and value}
        lists[_forms(page, named, prefer="dwid" in members)] = None
    return tuple(Block((), forms=forms) for forms in lists if forms)


def _settings(scripts: str) -> dict[str, Value]:
    """The unit and the region that an object of the scripts sets beside the request, where they set one only."""
    told: dict[str, set[str]] = {}
    for name, text in _MEMBER.findall(scripts):
        if name in _ALONE - {"catas"} and (value := _value("", text, {})) and not isinstance(value, list):
            told.setdefault(_UNITS.get(name, name), set()).add(str(value))
    return {name: next(iter(values)) for name, values in told.items() if len(values) == 1}


def _forms(page: Page, named: Mapping[str, Value], *, prefer: bool) -> tuple[Form, ...]:
    """The requests that what is known allows: with the unit as a list, as one word (`prefer`: this first), without."""
    if not named.get("catas"):
        return ()
    rest = {name: value for name, value in named.items() if name != "dw"}
    unit = named.get("dw")
    whole = unit if isinstance(unit, list) else [unit] if unit else []
    ways = [named, rest | {"dwid": whole[0]}] if whole else []
    endpoint = absolute(page.url, f"/els-service/article/1/{LARGEST}")
    forms = (form_at(endpoint, _body(way)) for way in (*(reversed(ways) if prefer else ways), rest))
    return tuple(form for form in forms if form)


def _value(name: str, text: str, variables: Mapping[str, Value]) -> Value | None:
    """A value as a script writes it, names looked up; None where nothing is known of it."""
    parts: list[str | int] = []
    for quoted, number, word in _PART.findall(text):
        known = variables.get(word) if word else quoted or int(number or 0)
        parts += known if isinstance(known, list) else [known] if known else []
    if not parts:
        return variables.get(name) if text[:1] not in "\"'[" or "[" in text else None
    return parts if text.startswith("[") else parts[0]


def _marked(page: Page) -> dict[str, Value]:
    """What hidden fields and data attributes say."""
    found: dict[str, Value] = {}
    for node in page.tree.css("input, [data-catas], [data-dwid], [data-dw]"):
        attributes = {name.lower(): value or "" for name, value in node.attributes.items()}
        found[attributes.get("name") or attributes.get("id") or ""] = attributes.get("value", "")
        found |= {name: attributes[f"data-{name}"] for name in _NAMES if attributes.get(f"data-{name}")}
    return found


def _linked(page: Page) -> dict[str, Value]:
    """The unit whose articles the page links, or in whose directory it stands."""
    paths = [urlsplit(url).path for url in (page.url, *(link.url for link in page.links))]
    found = (match[1] for path in paths if (match := _OF_UNIT.match(path)))
    return {"dw": unit} if (unit := next(found, "")) else {}


def _of_host(page: Page) -> dict[str, Value]:
    """What the registry says to other lists of this host; the catalogue is each list's own."""
    site = page.portal.site(urlsplit(page.url).netloc)
    bodies = (entry.body for entry in page.portal.entries
              if entry.body and page.portal.site(urlsplit(entry.url).netloc) == site)  # fmt: skip
    known = json.loads(next(bodies, "{}"))
    return {name: value for name, value in known.items() if name != "catas"}


def _body(values: Mapping[str, Value]) -> str:
    wanted = {
        name: [values[name]] if name in _MANY and not isinstance(values[name], list) else values[name]
        for name in _NAMES if name in values
    }  # fmt: skip
    return json.dumps(wanted, ensure_ascii=False, separators=(",", ":"))
