"""File names of 32 hex digits that lead back to their report, so that no list of files is kept."""

import hashlib
from typing import NamedTuple


class Slot(NamedTuple):
    """What a file belongs to: the agency's serial, the year, and which file of the report."""

    serial: int
    year: int
    number: int


def _mask(seed: int, salt: str) -> int:
    return int.from_bytes(hashlib.blake2b(f"{seed}|{salt}".encode(), digest_size=8).digest(), "big")


def file_name(seed: int, slot: Slot) -> str:
    """32 hex digits for this file."""
    plain = slot.serial << 32 | slot.year << 16 | slot.number
    proof = f"{_mask(seed, f'proof|{plain}'):016x}"
    return f"{proof}{plain ^ _mask(seed, proof):016x}"


def slot_of(seed: int, name: str) -> Slot | None:
    """The file's slot, or None where this world never gave out the name."""
    try:
        plain = int(name[16:32], 16) ^ _mask(seed, name[:16])
    except ValueError:
        return None
    slot = Slot(plain >> 32, plain >> 16 & 0xFFFF, plain & 0xFFFF)
    return slot if file_name(seed, slot) == name else None


def short_name(seed: int, head: str, slot: Slot) -> str:
    """24 hex digits that begin with `head` (8 digits)."""
    plain = slot.serial << 32 | slot.year << 16 | slot.number
    return f"{head}{plain ^ _mask(seed, head):016x}"


def short_slot(seed: int, name: str) -> Slot | None:
    """What such a name stands for; only making it again shows whether it was ever given out."""
    try:
        plain = int(name[8:24], 16) ^ _mask(seed, name[:8])
    except ValueError:
        return None
    return Slot(plain >> 32, plain >> 16 & 0xFFFF, plain & 0xFFFF)
