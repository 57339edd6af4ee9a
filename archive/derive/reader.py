"""The reader at work here: its version, and the installed libraries that its readings depend on."""

from functools import cache
from importlib.metadata import version
from platform import python_version

from archive.reports.read import READER_VERSION
from archive.store.readers import Reader

LIBRARIES = ("courlan", "htmldate", "justext", "lxml", "pypdfium2", "selectolax", "trafilatura")
"""Distributions whose code a reading runs through."""


@cache
def this_reader() -> Reader:
    """Reader and libraries as installed; what two wheels of one version may bring differently is named too."""
    from lxml.etree import LIBXML_VERSION
    from pypdfium2.version import PDFIUM_INFO

    found = {name: version(name) for name in LIBRARIES}
    found |= {
        "python": python_version(), "libxml2": ".".join(map(str, LIBXML_VERSION)), "pdfium": str(PDFIUM_INFO),
    }  # fmt: skip
    return Reader(READER_VERSION, tuple(sorted(found.items())))
