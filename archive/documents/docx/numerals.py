"""How Word prints the number of a list's entry: 一 二 三, 1 2 3, ① ② ③, a b c."""

from collections.abc import Callable

_DIGITS = "〇一二三四五六七八九"
_FORMAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def numeral(count: int, style: str) -> str:
    """`count` in the number format `style` of OOXML; formats not known here, as Word does, in Arabic digits."""
    if style in ("none", "bullet"):
        return ""
    made = _STYLES[style](count) if style in _STYLES and count > 0 else ""
    return made or str(count)


def _counted(count: int, digits: str, ten: str, hundred: str) -> str:
    """Up to 999 in words: 十, 十一, 二十, 一百零五."""
    if count > 999:
        return ""
    hundreds, tens, ones = count // 100, count // 10 % 10, count % 10
    made = digits[hundreds] + hundred if hundreds else ""
    if tens:
        made += ("" if tens == 1 and not hundreds and digits is _DIGITS else digits[tens]) + ten
    elif hundreds and ones:
        made += "零"
    return made + (digits[ones] if ones else "")


def _letters(count: int) -> str:
    return chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1) if count <= 780 else ""


def _roman(count: int) -> str:
    made = ""
    for worth, sign in _ROMAN if count < 4000 else ():
        made += sign * (count // worth)
        count %= worth
    return made


def _one_of(signs: str) -> Callable[[int], str]:
    return lambda count: signs[count - 1 : count]


def _digit_by_digit(count: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(count))


def _spelled(count: int) -> str:
    return _counted(count, _DIGITS, "十", "百")


def _formal(count: int) -> str:
    return _counted(count, _FORMAL, "拾", "佰")


def _full_width(count: int) -> str:
    return "".join(chr(ord(digit) + 0xFEE0) for digit in str(count))


_CIRCLED = _one_of("".join(map(chr, range(0x2460, 0x2474))))
_STYLES: dict[str, Callable[[int], str]] = {
    "decimalZero": lambda count: f"{count:02d}",
    "chineseCounting": _spelled, "chineseCountingThousand": _spelled, "taiwaneseCounting": _spelled,
    "taiwaneseCountingThousand": _spelled, "japaneseCounting": _spelled,
    "ideographDigital": _digit_by_digit, "japaneseDigitalTenThousand": _digit_by_digit,
    "taiwaneseDigital": _digit_by_digit,
    "chineseLegalSimplified": _formal, "ideographLegalTraditional": _formal, "japaneseLegal": _formal,
    "ideographTraditional": _one_of(_STEMS), "ideographZodiac": _one_of(_BRANCHES),
    "decimalFullWidth": _full_width, "decimalFullWidth2": _full_width,
    "decimalEnclosedCircle": _CIRCLED, "decimalEnclosedCircleChinese": _CIRCLED,
    "ideographEnclosedCircle": _one_of("".join(map(chr, range(0x3220, 0x322A)))),
    "decimalEnclosedFullstop": lambda count: f"{count}.", "decimalEnclosedParen": lambda count: f"({count})",
    "lowerLetter": _letters, "upperLetter": lambda count: _letters(count).upper(),
    "lowerRoman": _roman, "upperRoman": lambda count: _roman(count).upper(),
}  # fmt: skip
