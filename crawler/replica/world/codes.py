"""Unified social credit codes with true check characters (GB 32100, GB 11714)."""

from crawler.replica.world.draws import dice

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_BODY_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_CODE_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))


def body_check(body: str) -> str:
    """Check character of an 8-character organisation code: a digit or X."""
    total = sum(weight * int(char, 36) for weight, char in zip(_BODY_WEIGHTS, body, strict=True))
    return "0123456789X0"[11 - total % 11]


def credit_code(kind: str, division: str, body: str) -> str:
    """18 characters: `kind` 11 for organs or 12 for institutions, the division code, the body code and two checks."""
    head = f"{kind}{division}{body}{body_check(body)}"
    total = sum(weight * _ALPHABET.index(char) for weight, char in zip(_CODE_WEIGHTS, head, strict=True))
    return head + _ALPHABET[-total % 31]


def drawn_code(seed: int, division: str, name: str, *, institution: bool = False, reform: bool = False) -> str:
    """A plausible code of this agency; bodies of the 2018-2019 reform begin with MB."""
    draw = dice(seed, "code", division, name)
    body = f"MB{draw.randrange(280000, 299999)}" if reform else f"00{draw.randrange(420000, 440000)}"
    return credit_code("12" if institution else "11", division, body)
