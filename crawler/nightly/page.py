"""Writes a night's record as JSON and as one HTML page, whole or not at all, and again as latest.*."""

import json
import os
from collections.abc import Mapping
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from archive.errors import UsageError, disk_full, no_room

COLUMNS = (
    ("new", "New", "新增"), ("changed", "Changed", "更正"), ("known", "Known", "已有"), ("absent", "Absent", "未发布"),
    ("failed", "Failed", "失败"), ("holes", "Holes", "缺口"), ("lists_read", "Lists", "列表"),
    ("reports_listed", "Reports listed", "列出年报"), ("requests", "Requests", "请求"),
)  # fmt: skip
"""Columns of the table of portals: name in the record, English and Chinese label."""


def publish(folder: Path, record: Mapping[str, object]) -> Path:
    """Writes nightly-DAY-NUMBER.json and .html and the latest of both; gives the page. UsageError, DiskFullError."""
    stem, text, html = _stem(record), json.dumps(record, ensure_ascii=False, indent=1) + "\n", page(record)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in ((stem, text), ("latest", text)):
            _replace(folder / f"{name}.json", content)
        for name, content in ((stem, html), ("latest", html)):
            _replace(folder / f"{name}.html", content)
    except OSError as error:
        place = error.filename or folder
        if no_room(error):
            raise disk_full(place) from None
        raise UsageError(f"{place}: cannot be written ({error.strerror}); choose another --report") from None
    return folder / f"{stem}.html"


def republish(folder: Path, record: Mapping[str, object] | None) -> None:
    """Writes the files of an earlier night that was killed between its end and its page."""
    if record and not (folder / f"{_stem(record)}.html").exists():
        publish(folder, record)


def page(record: Mapping[str, object]) -> str:
    """The HTML page: complete in itself, no script, nothing from elsewhere."""
    folder = Path(__file__).with_name("data")
    environment = Environment(
        loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    environment.filters["bar"] = _bar
    return environment.get_template("page.html").render(night=record, columns=COLUMNS)


def _bar(number: int, usual: int | None) -> int:
    """Width in per cent: 50 is the usual night, 100 twice as much or more."""
    if not usual:
        return 100 if number else 0
    return min(100, round(50 * number / usual))


def _stem(record: Mapping[str, object]) -> str:
    return f"nightly-{str(record['started_at'])[:10]}-{record['night']:04}"


def _replace(path: Path, text: str) -> None:
    draft = path.with_name(f".{path.name}.tmp")
    with draft.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
