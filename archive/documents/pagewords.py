"""The words by which a page's content, labelled fields and chrome are told apart; the lists are in data/page.json."""

import json
import re
from dataclasses import dataclass
from importlib.resources import files

_SHORT = 120


@dataclass(frozen=True, slots=True)
class PageWords:
    """The lists of data/page.json, ready for use."""

    container_ids: frozenset[str]
    container_prefixes: tuple[str, ...]
    container_classes: frozenset[str]
    cues: tuple[str, ...]
    fields: dict[str, str]
    chrome_exact: frozenset[str]
    chrome_pattern: re.Pattern[str]
    field_pattern: re.Pattern[str]
    title_classes: frozenset[str]

    def is_chrome(self, squeezed: str) -> bool:
        """Whether a paragraph, given without white space, belongs to the page and not to the article."""
        return squeezed in self.chrome_exact or (len(squeezed) <= _SHORT and bool(self.chrome_pattern.match(squeezed)))


def _load() -> PageWords:
    raw = json.loads(files("archive.documents").joinpath("data/page.json").read_text(encoding="utf-8"))
    containers = raw["containers"]
    labels = sorted(raw["fields"], key=len, reverse=True)
    spaced = "|".join(r"\s?".join(label) for label in labels)
    return PageWords(
        frozenset(containers["ids"]),
        tuple(containers["id_prefixes"]),
        frozenset(containers["classes"]),
        tuple(raw["cues"]),
        dict(raw["fields"]),
        frozenset(raw["chrome_exact"]),
        re.compile("|".join(f"(?:{pattern})" for pattern in raw["chrome_patterns"])),
        # Right behind a body's name or a number too: inline elements without white space between them.
        re.compile(rf"(?:^|(?<=[\s|｜\[【（(\dA-Z局厅委会室府处院心]))({spaced})\s?[:：]"),
        frozenset(raw["title_classes"]),
    )


PAGE_WORDS = _load()
