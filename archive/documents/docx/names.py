"""OOXML elements and attributes by their names without namespaces: the transitional and strict form are read alike."""

from collections.abc import Callable, Iterator
from functools import lru_cache

from lxml import etree

_WORD = frozenset({
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
})  # fmt: skip
_OFF = frozenset({"0", "false", "off", "none"})


@lru_cache(4096)
def _short(tag: str) -> str:
    space, _, name = tag.removeprefix("{").rpartition("}")
    return name if space in _WORD or not space else f":{name}"


def name(element: etree._Element) -> str:
    """The local name of an element of WordprocessingML; that of any other namespace with a colon before it."""
    return _short(element.tag) if isinstance(element.tag, str) else ""


def children(element: etree._Element | None, wanted: str) -> Iterator[etree._Element]:
    """The children of one name, in order."""
    if element is not None:
        yield from (child for child in element if name(child) == wanted)


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """The first element down a path of names, None where there is none."""
    for step in path:
        element = next(children(element, step), None)
    return element


def first_with_content(
    alternatives: etree._Element, add: Callable[[etree._Element], None], held: Callable[[], int]
) -> None:
    """Adds the alternatives until `held` has grown: all of them are the same for programs of different age."""
    before = held()
    for alternative in alternatives:
        if held() == before:
            add(alternative)


def attribute(element: etree._Element | None, wanted: str) -> str | None:
    """An attribute by its local name, whatever its namespace."""
    if element is None:
        return None
    return next((str(value) for key, value in element.attrib.items() if str(key).rpartition("}")[2] == wanted), None)


def value(element: etree._Element | None, *path: str) -> str | None:
    """The `val` of the element down a path."""
    return attribute(child(element, *path), "val")


def number(element: etree._Element | None, *path: str) -> int | None:
    """The same as a whole number, None where it is none."""
    text = value(element, *path)
    return int(text) if text and text.isdecimal() and len(text) < 10 else None


def switched(element: etree._Element | None, *path: str) -> bool | None:
    """Whether the property down a path is on; None where nothing is said of it."""
    found = child(element, *path)
    return None if found is None else (attribute(found, "val") or "1").lower() not in _OFF
