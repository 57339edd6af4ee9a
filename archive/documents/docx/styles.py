"""What styles say of paragraphs and runs: list numbers, outline levels, hidden text, tables of contents."""

from dataclasses import dataclass

from lxml import etree

from archive.documents.docx.names import attribute, child, children, number, switched, value

_CHAIN_MAX = 12


@dataclass(frozen=True, slots=True)
class Style:
    """One style with what it inherits. `number` is its list, `level` the depth in it, `outline` 0 for a top heading."""

    number: int | None = None
    level: int | None = None
    outline: int | None = None
    hidden: bool | None = None
    contents: bool = False


NOTHING = Style()


def read_styles(root: etree._Element | None) -> dict[str, Style]:
    """Styles by id, their parents' properties included; the default paragraph style also under ""."""
    raw = {attribute(each, "styleId") or "": each for each in children(root, "style")}
    found = {key: _inherited(key, raw) for key in raw}
    plain = ((key, each) for key, each in raw.items() if attribute(each, "type") == "paragraph")
    default = (key for key, each in plain if attribute(each, "default") in ("1", "true", "on"))
    return {**found, "": found.get(next(default, ""), NOTHING)}


def _inherited(key: str, raw: dict[str, etree._Element]) -> Style:
    """A style and its parents, the nearest word counting."""
    made = NOTHING
    for _ in range(_CHAIN_MAX):
        element = raw.get(key)
        if element is None:
            break
        own = _own(element)
        made = Style(
            own.number if made.number is None else made.number,
            own.level if made.level is None else made.level,
            own.outline if made.outline is None else made.outline,
            own.hidden if made.hidden is None else made.hidden,
            own.contents or made.contents,
        )
        key = value(element, "basedOn") or ""
    return made


def _own(element: etree._Element) -> Style:
    called = (value(element, "name") or "").lower()
    return Style(
        number(element, "pPr", "numPr", "numId"),
        number(element, "pPr", "numPr", "ilvl"),
        number(element, "pPr", "outlineLvl"),
        switched(child(element, "rPr"), "vanish"),
        called.startswith("toc ") and called.removeprefix("toc ").isdecimal(),
    )
