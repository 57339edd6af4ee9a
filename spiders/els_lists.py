"""Reads the lists of els-service: how one is asked page by page, what an answer holds (docs/portals.md#paging)."""

import json
import re
from dataclasses import dataclass
from typing import TypeGuard

from spiders.addresses import absolute
from spiders.items import dated
from spiders.walk import Block, Form, Item

LARGEST = 50
"""Items asked at once, at most (politeness)."""
_ENDPOINT = re.compile(r"(?P<before>.*/els-service/\w+/)(?P<page>\d+|\{page\})/(?P<size>\d+)(?P<rest>/?(?:\?.*)?)$")
_TOTALS = ("total", "totalelements", "totalcount", "totalrecord", "totalrecords", "count")
_PAGES = ("totalpages", "totalpage", "pages", "pagecount")


class Refused(ValueError):
    """An answer that holds no list; its text says what came instead."""


@dataclass(frozen=True, slots=True)
class Contents:
    """One answer: its items with the totals it states, the files of items, how many items lead nowhere."""

    block: Block
    files: tuple[tuple[Item, tuple[str, ...]], ...]
    nowhere: int = 0


def form_at(url: str, body: str) -> Form | None:
    """How the list at an address is asked page by page; None where the address has no place for a page's number."""
    found = _ENDPOINT.match(url)
    if not found:
        return None
    size = min(int(found["size"]) or LARGEST, LARGEST)
    return Form("json", f"{found['before']}{{page}}/{size}{found['rest']}", body, size)


def contents(base: str, text: str) -> Contents:
    """What an answer holds. Raises Refused for one that is no list."""
    try:
        answer = json.loads(text)
    except ValueError:
        raise Refused("an answer that is no JSON") from None
    data = answer.get("data") if _is_object(answer) else None
    said = {k: answer[k] for k in ("success", "code", "message", "msg") if _is_object(answer) and k in answer}
    if not _is_object(data) or "contents" not in data:
        raise Refused(f"an answer without contents: {json.dumps(said, ensure_ascii=False)}")
    records = [record for record in data["contents"] or () if _is_object(record)] if _is_list(data["contents"]) else []
    items = [(_item(base, record), _files(base, record)) for record in records]
    reached = [(item, files) for item, files in items if item.url]
    totals = {name.lower(): value for name, value in (*answer.items(), *data.items()) if type(value) is int}
    block = Block(
        tuple(item for item, _ in reached), next((totals[n] for n in _TOTALS if n in totals), None),
        next((totals[n] for n in _PAGES if n in totals), None),
    )  # fmt: skip
    with_files = tuple((item, files) for item, files in reached if files and item.url not in files)
    return Contents(block, with_files, len(items) - len(reached))


def _is_object(value: object) -> TypeGuard[dict[str, object]]:
    return isinstance(value, dict)


def _is_list(value: object) -> TypeGuard[list[object]]:
    return isinstance(value, list)


def _text(record: dict[str, object], name: str) -> str:
    value = record.get(name)
    return str(value).strip() if isinstance(value, str | int) and str(value).strip() != "null" else ""


def _item(base: str, record: dict[str, object]) -> Item:
    """One line: at its own address where it has one, else at that of its article, else its file."""
    unit, number = _text(record, "dwid"), _text(record, "xxid")
    files = _files(base, record)
    own = absolute(base, _text(record, "url"))
    article = absolute(base, f"/{unit}/{number}.html") if unit and number else ""
    title = _text(record, "subject") or _text(record, "subtitle")
    return Item(own or article or next(iter(files), ""), re.sub(r"\s+", "", title), dated(_text(record, "fwdate")))


def _files(base: str, record: dict[str, object]) -> tuple[str, ...]:
    named = record.get("files")
    listed = (_text(file, "fileurl") for file in named if _is_object(file)) if _is_list(named) else ()
    return tuple(url for url in (absolute(base, address) for address in listed) if url)
