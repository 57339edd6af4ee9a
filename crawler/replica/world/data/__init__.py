"""The replica's own data: its labels, sentences, hosts and agencies. The reader never sees these files."""

import json
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def load(name: str) -> Any:
    """The parsed content of `name`.json; every caller names the shape it expects."""
    return json.loads(files(__name__).joinpath(f"{name}.json").read_text(encoding="utf-8"))
