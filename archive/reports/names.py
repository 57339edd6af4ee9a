"""Names of agencies as words: what a body's name looks like, bare places, short forms and how alike two names are."""

import json
import re
from importlib.resources import files

from archive.reports.words import fold

_RAW = json.loads(files("archive.reports").joinpath("data/agency_words.json").read_text(encoding="utf-8"))
_SUFFIXES: tuple[str, ...] = tuple(_RAW["suffixes"])
_ZONES: tuple[str, ...] = tuple(_RAW["zones"])
_NOT_AGENCIES: tuple[str, ...] = tuple(_RAW["not_agencies"])
_SITE_TAILS: tuple[str, ...] = tuple(_RAW["site_tails"])
_PLACES: dict[str, str] = _RAW["places"]

_HOSTS = json.loads(files("archive.reports").joinpath("data/hosts.json").read_text(encoding="utf-8"))
_HOST = re.compile(r"^https?://(?:www\.)?([a-z]{2,12})\.([a-z]{4,12})\.gov\.cn(?=[:/]|$)")

_NAME_CHARS = re.compile(r"^[\u4e00-\u9fff()、·]{3,40}$")
_PLACE = re.compile(r"^[\u4e00-\u9fff]{1,14}(?:省|市|县|区|旗|州|盟|镇|乡|街道|自治区)$")
_SHORT_GOVERNMENT = re.compile(r"(?<=[省市县区旗州镇乡])政府(?=$|办公[室厅]$)")
_PLACE_PREFIX = re.compile(
    r"^(?:(?!城市|园区|社区|辖区|地区)[\u4e00-\u9fff]{1,14}?(?:自治区|省|市|县|区|旗|州|盟)(?![场级域直]))+(?=[\u4e00-\u9fff]{2})"
)
_BARE_LEVEL = re.compile(r"^[省市县区州旗](?![场级域直])")


def is_agency(name: str) -> bool:
    """Whether a line could be nothing but the name of a public body."""
    folded = fold(name)
    if not _NAME_CHARS.match(folded) or any(word in folded for word in _NOT_AGENCIES):
        return False
    return folded.endswith(_SUFFIXES)


def is_bare_place(name: str) -> bool:
    """Whether a name is a place and not a body; zones are places whose body's name cannot be told."""
    return bool(_PLACE.match(name)) and not is_agency(name)


def is_zone(name: str) -> bool:
    return name.endswith(_ZONES)


def body_of_place(place: str) -> str:
    """The government that a bare place stands for in a title (docs/formats.md#bare-places)."""
    if place.endswith("街道"):
        return place + "办事处"
    return place if is_zone(place) else place + "人民政府"


def full_government(name: str) -> str:
    """市政府 in full: 市人民政府."""
    return _SHORT_GOVERNMENT.sub("人民政府", name)


def is_short(name: str) -> bool:
    """Whether a name leaves out the place it belongs to: it starts with the bare level (市大数据局) or has none."""
    return starts_bare(name) or not _PLACE_PREFIX.match(name)


def starts_bare(name: str) -> bool:
    """Whether a name starts with the level of a place and not with the place: 市大数据局, but not 市场监督管理局."""
    return bool(_BARE_LEVEL.match(name))


def core(name: str) -> str:
    """A body's name without the places before it."""
    trimmed = _PLACE_PREFIX.sub("", fold(name))
    return trimmed[1:] if starts_bare(trimmed) and len(trimmed) > 3 else trimmed


def elsewhere(one: str, other: str) -> bool:
    """Whether two bodies belong to two places; a place within the other, or one that rose in level, is the same."""
    here, there = (_PLACE_PREFIX.match(fold(name)) for name in (one, other))
    if here is None or there is None:
        return False
    return here.group()[:-1] not in there.group() and there.group()[:-1] not in here.group()


def likeness(one: str, other: str) -> float:
    """Share of the shorter core's characters that the other name has too."""
    left, right = set(core(one)), set(core(other))
    return len(left & right) / min(len(left), len(right)) if left and right else 0.0


def abbreviates(short: str, full: str) -> bool:
    """Whether a name is another with characters left out, of the same place or none: 市科技局, 青岛市科学技术局."""
    place = _PLACE_PREFIX.match(fold(short))
    if place and not fold(full).startswith(place.group()):
        return False
    one, other = (core(name).replace("委员会", "委").replace("办公室", "办") for name in (short, full))
    if not 2 < len(one) < len(other) or one[0] != other[0] or one[-1] != other[-1]:
        return False
    rest = iter(other)
    return all(character in rest for character in one)


def site_agency(site_name: str) -> str:
    """The body behind a site's name, "" where the name is no body's."""
    folded = fold(site_name)
    for tail in _SITE_TAILS:
        folded = folded.removesuffix(tail)
    return folded if is_agency(folded) else ""


def city_of(division: str, name: str) -> str | None:
    """The prefecture-level city of a division code, else the one a name begins with; None for the province's own."""
    cities = {code: place for code, place in _PLACES.items() if not code.endswith("00")}
    return cities.get(division[:4]) or next((place for place in cities.values() if name.startswith(place)), None)


def city_of_site(label: str) -> str:
    """The city whose own site has this label before gov.cn: 青岛市 for qingdao; "" where unknown."""
    return str(_HOSTS["cities"].get(label, ""))


def place_of(area: str) -> str:
    """The province or prefecture whose code an area holds (a credit code or a division code), "" for counties."""
    digits = area[2:8] if re.match(r"^1[0-9]37\d{4}", area) else area[:6]
    return str(_PLACES.get(digits[:4], "")) if re.match(r"^37\d\d00$", digits) else ""


def host_agency(url: str) -> str:
    """The provincial department that a host's name abbreviates (docs/formats.md#agency), "" where unknown."""
    match = _HOST.match(url)
    if not match:
        return ""
    department, province = _HOSTS["departments"].get(match[1]), _HOSTS["provinces"].get(match[2])
    return f"{province}{department}" if department and province else ""
