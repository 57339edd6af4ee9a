"""The page of a bundle: what a person reads first. No script, nothing from elsewhere, addresses are text."""

from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined

if TYPE_CHECKING:
    from crawler.probe.record import Record


def page(record: "Record") -> str:
    """The HTML of a record."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).with_name("data")), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    return environment.get_template("page.html").render(probe=record)
