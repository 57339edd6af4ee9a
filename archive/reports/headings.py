"""Section headings: the roles their titles name, and where in a line they stand (docs/formats.md#sections)."""

import json
import re
from dataclasses import dataclass
from importlib.resources import files

from archive.reports.words import fold, fold_apart, fold_with_offsets

OTHER = "other"
_RAW = json.loads(files("archive.reports").joinpath("data/sections.json").read_text(encoding="utf-8"))
ANCHORS: dict[str, list[str]] = _RAW["anchors"]
_ORDINAL = (  # begins with a character, not with one that may be absent: so it is soon found in a long line
    "[第一二三四五六七八九十](?:(?<=第)[一二三四五六七八九十]{1,3}|(?<!第)[一二三四五六七八九十]{0,2})(?:部分)?[、.,:]"
)
_KNOWN = {key: "|".join(f"(?:{part})" for part in parts) for key, parts in _RAW["known"].items()}
_ANY_KNOWN = "|".join(f"(?P<{key}>{pattern})" for key, pattern in _KNOWN.items())
_INLINE = re.compile(rf"{_ORDINAL}(?:{_ANY_KNOWN})")
_GAP = re.compile(r"\s\s")
_BARE = re.compile(rf"^(?:\d{{1,2}}[、.,]|\([一二三四五六七八九十]{{1,2}}\))?(?:{_ANY_KNOWN})[。:]?$")
_ORDERED = re.compile(r"^(?:第?[一二三四五六七八九十]{1,3}(?:部分)?[、.,:])(?P<title>[^。;]{2,40}?)[。:]?$")
_SPACED = re.compile(
    r"(?:^|(?<=\s\s))(?P<all>[一二三四五六七八九十]{1,2}、(?P<title>[^\s。;；,，、:：]{2,24}(?:、[^\s。;；,，:：]{2,20})?))(?=\s\s)"
)
_LONE: dict[str, str] = {title: key for key, titles in _RAW["lone"].items() for title in titles}
_ROW = re.compile("|".join(_RAW["rows"]))
_MARKS = re.compile(r"^[#*\s]+|[*\s]+$")
_LINE_MAX = 48


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading in a printed line: its role, its title as printed, where it starts and where its text begins.

    `leading` says that a line, a gap or a full stop stands before it: a list in running text names sections too.
    """

    key: str
    title: str
    start: int
    end: int
    numbered: bool = True
    leading: bool = True


def role(title: str) -> str:
    """The section key that a folded title names by its words, `other` where it names none."""
    if "行政复议" in title or "行政诉讼" in title:
        return "s4_remedies"
    if "问题" in title and re.search(r"改进|整改|下一步|措施|打算", title):
        return "s5_problems"
    if re.search(r"其[他它]", title) and re.search(r"事项|报告", title):
        return "s6_other"
    if "总体情况" in title:
        return "s1_overview"
    if "主动公开" in title and "情况" in title:
        return "s2_proactive"
    if "申请" in title and not re.search(r"收费|减免|费用", title.replace("不予公开及收费减免", "")):
        return "s3_applications"
    return _LONE.get(title, OTHER)


def headings_in(line: str, marked: bool) -> list[Heading]:
    """The headings of one printed line, in order. `marked` says that the source itself calls the line a heading."""
    if "\t" in line.strip():
        return []
    folded = fold_apart(line)
    whole = _whole_line(line, folded, marked)
    return [whole] if whole else _inline(line, folded)


def _whole_line(line: str, folded: str, marked: bool) -> Heading | None:
    text = folded.strip("#*")
    if not 2 <= len(text) <= _LINE_MAX:
        return None
    ordered = _ORDERED.match(text)
    title = ordered.group("title") if ordered else ""
    several = len(list(_INLINE.finditer(text))) > 1
    if ordered and not several and not _ROW.search(title) and not title.endswith((",", ";")):
        inline = _INLINE.match(text)
        if inline is None or inline.end() >= len(text.rstrip("。:")):
            return Heading(role(title), _MARKS.sub("", line), 0, len(line))
        return None
    bare = _BARE.match(text)
    if bare:
        key = str(bare.lastgroup)
        return Heading(key, _MARKS.sub("", line), 0, len(line), numbered=text.rstrip("。:") == bare.group(key))
    if marked and text in _LONE:
        return Heading(_LONE[text], _MARKS.sub("", line), 0, len(line))
    return None


def _inline(line: str, folded: str) -> list[Heading]:
    """Headings inside a line that holds their text too, as in pages whose paragraphs were glued together."""
    matches = list(_INLINE.finditer(folded))
    offsets = fold_with_offsets(line).offsets if matches else ()
    known = [
        _cut(line, str(match.lastgroup), offsets[match.start()], offsets[match.end() - 1] + 1) for match in matches
    ]
    taken = {heading.start for heading in known}
    spaced = [
        _cut(line, role(fold(match["title"])), match.start("all"), match.end("all"))
        for match in (_SPACED.finditer(line) if _GAP.search(line) else ())
        if not _ROW.search(match["title"])
    ]
    return sorted([*known, *(each for each in spaced if each.start not in taken)], key=lambda each: each.start)


def _cut(line: str, key: str, start: int, end: int) -> Heading:
    leading = start == 0 or line[start - 1].isspace() or line[start - 1] == "。"
    return Heading(key, _MARKS.sub("", line[start:end]), start, end, leading=leading)
