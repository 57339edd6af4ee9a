"""The administrative divisions of Shandong: cities, counties, and the zones that publish like one."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

PROVINCE = "370000"


@dataclass(frozen=True, slots=True)
class Division:
    """One division by its six-digit code; `level` is province, city, county or zone, `parent` the code above it."""

    code: str
    name: str
    parent: str
    level: str


@cache
def divisions() -> Mapping[str, Division]:
    """Every division by its code, a city before its counties."""
    text = files("archive.assemble").joinpath("divisions.toml").read_text("utf-8")
    found = {PROVINCE: Division(PROVINCE, "山东省", "", "province")}
    for code, city in tomllib.loads(text).items():
        found[code] = Division(code, city["name"], PROVINCE, "city")
        for level, key in (("county", "counties"), ("zone", "zones")):
            for line in city.get(key, []):
                number, _, name = line.partition(" ")
                found[number] = Division(number, name, code, level)
    return MappingProxyType(found)


def full_name(code: str) -> str:
    """The name of a division with the city above it, as its bodies bear it: 济南市历下区, but 滕州市."""
    own = divisions()[code]
    within = own.level == "county" and own.name.endswith("区")
    return divisions()[own.parent].name + own.name if within else own.name
