"""The page of a night: complete in itself, harmless whatever portals print, whole or not there."""

import json
import re
import subprocess
from dataclasses import asdict, fields, replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from archive.errors import UsageError
from crawler.nightly.model import Alarm, FailedDocument, Failure, HostNight, News, Night, PortalNight
from crawler.nightly.page import page, publish
from tests.needs import program
from tests.nightly.records import USUAL, night

HOSTILE = '</td><script>document.title="owned"</script><img src=x onerror="document.title=1">"\'&{{ 7*7 }}'


def _night(text: str) -> Night:
    one = News("taian", "a1", text, 2023, text, text, "v1")
    return replace(
        night({"taian": replace(USUAL, name=text), text: USUAL}), faults=[text], alarms=[Alarm("silent", "taian", text)],
        notes=[text], new=[one], changed=[one], reread=[one], left_out={"new": 5}, failures=[Failure(text, text, text, 3, text, text)],
        failed_documents=[FailedDocument("taian", text, text, True)], usual={"taian": USUAL, text: None},
    )  # fmt: skip


class _Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def _elements(html: str) -> list[tuple[str, dict[str, str | None]]]:
    parser = _Elements()
    parser.feed(html)
    return parser.found


@pytest.mark.parametrize("text", ["泰安市人民政府办公室", HOSTILE, ""])
def test_nothing_a_portal_prints_becomes_markup_and_nothing_comes_from_elsewhere(text: str) -> None:
    html = page(asdict(_night(text)))
    elements = _elements(html)
    assert not {tag for tag, _ in elements} & {"script", "img", "a", "link", "iframe", "form", "base", "object"}
    assert not [attrs for _, attrs in elements if any(name in ("src", "href") or name.startswith("on") for name in attrs)]
    assert "url(" not in html and "49" not in html.replace("+00:00", "")


def test_it_says_what_there_is_to_say_in_both_languages() -> None:
    html = page(asdict(_night("甲局")))
    for word in ("Alarms 警报", "新增年报", "更正的年报", "甲局", "泰安市", "无历史", "5 more are not listed", "UTF-8".lower()):
        assert word in html, word
    calm = page(asdict(night({"taian": USUAL})))
    assert "No alarm. 无警报。" in calm and "alarm\">" not in calm.split("</style>")[1]


def test_every_key_of_the_record_is_explained() -> None:
    text = (Path(__file__).parents[2] / "docs" / "operations.md").read_text("utf-8").partition("### The night's record")[2]
    keys = {field.name for made in (Night, PortalNight, HostNight, Alarm, News, Failure, FailedDocument) for field in fields(made)}
    assert not [key for key in keys if f"`{key}`" not in text.partition("\n### ")[0]]


def test_files_are_whole_or_not_there(tmp_path: Path) -> None:
    record = asdict(_night("甲局"))
    shown = publish(tmp_path / "pages", record)
    names = sorted(path.name for path in shown.parent.iterdir())
    assert names == ["latest.html", "latest.json", "nightly-2026-03-01-0001.html", "nightly-2026-03-01-0001.json"]
    assert json.loads((shown.parent / "latest.json").read_text("utf-8")) == record
    assert "甲局" in (shown.parent / "latest.json").read_text("utf-8"), "Chinese is not escaped"
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="--report"):
        publish(tmp_path / "file", record)


@pytest.mark.parametrize("text", ["泰安市人民政府办公室", HOSTILE])
def test_a_browser_shows_it_as_it_is_meant(text: str, tmp_path: Path) -> None:
    chromium = program("chromium", "chromium")
    shown = publish(tmp_path, asdict(_night(text)))
    done = subprocess.run(
        [chromium, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", f"--user-data-dir={tmp_path / 'profile'}", "--enable-logging=stderr",
         "--dump-dom", shown.as_uri()], capture_output=True, text=True, timeout=180, check=True,
    )  # fmt: skip
    elements = _elements(done.stdout)
    tags = [tag for tag, _ in elements]
    assert "<title>gongkai: night 1, 2026-03-01</title>" in done.stdout, "no script ran"
    assert (tags.count("table"), tags.count("script"), tags.count("img")) == (6, 0, 0)
    assert tags.count("tr") == 6 + 2 + 3 + 1 + 1, "every row stands in its table"
    assert not re.findall(r"CONSOLE.*", done.stderr), "the browser complains of nothing"
