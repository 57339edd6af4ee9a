"""Which families have been read on real pages, and which are unproven."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

UNPROVEN = "unproven"


@cache
def _pages() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(files("spiders.registry").joinpath("families.toml").read_text("utf-8"))


def proof(family: str, part: str) -> str:
    """On which real page the lists or articles (`part` is list or article) of a family were read, else `unproven`."""
    return _pages().get(family, {}).get(part, UNPROVEN)
