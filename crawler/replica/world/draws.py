"""Seeded draws: the same keys give the same numbers in every process, with no state between them."""

import hashlib
import random
from collections.abc import Sequence
from typing import TypeVar

Key = str | int
T = TypeVar("T")


def dice(*keys: Key) -> random.Random:
    """A generator of its own for one question, such as (seed, area, year, "flow")."""
    return random.Random("|".join(map(str, keys)))


def share(*keys: Key) -> float:
    """One uniform number in [0, 1) for one question; cheaper than `dice`."""
    digest = hashlib.blake2b("|".join(map(str, keys)).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") / 2**64


def chance(probability: float, *keys: Key) -> bool:
    """Whether an event of this probability happens for this question."""
    return share(*keys) < probability


def pick(options: Sequence[T], *keys: Key) -> T:
    """One of the options for one question."""
    return options[int(share(*keys) * len(options))]
