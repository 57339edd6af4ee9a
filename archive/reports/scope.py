"""Whether a report counts its agency alone or sums what lies below it."""

import re

from archive.words import Scope

_GOVERNMENT = re.compile(r"(?:省|市|县|区|旗|州)(?:人民)?政府$|(?:省|市|县|区)$")
_SMALL = re.compile(r"(?:镇|乡)(?:人民)?政府$|街道办事处$")
_SUMMED = re.compile(
    r"全(?:省|市|县|区)(?:各级|行政机关|政府系统|各部门|各行政机关){0,2}(?:行政机关)?[^。]{0,20}(?:共|累计)?(?:收到|受理|新收)"
    r"|(?:综合|汇总|根据)[^。]{0,60}(?:各部门|各区县|各县区|各县市区|各乡镇|各镇街)[^。]{0,40}(?:编制|报告)"
    r"|各(?:区县|县区|县市区)人民政府和[^。]{0,12}部门"
)
_TEXT_MAX = 200_000


def read_scope(agency: str | None, text: str) -> Scope:
    """Own for departments, offices and townships, consolidated for governments (docs/formats.md#scope).

    A department whose text sums others, or a report whose agency is unknown and that sums none, stays unknown.
    """
    summed = bool(_SUMMED.search(text[:_TEXT_MAX]))
    if agency is None:
        return Scope.CONSOLIDATED if summed else Scope.UNKNOWN
    if _SMALL.search(agency):
        return Scope.OWN
    if _GOVERNMENT.search(agency):
        return Scope.CONSOLIDATED
    if agency.endswith(("政府办公厅", "政府办公室")):
        return Scope.OWN
    return Scope.UNKNOWN if summed else Scope.OWN
