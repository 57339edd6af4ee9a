"""Whatever happens to a stream, framing ends, never raises, and gives no record that is not one of those written."""

import gzip
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import BadInputError
from archive.ingest.framing import Frame, Unreadable, frames
from archive.ingest.records import Found, document, head_of
from tests.ingest.strangers import response, zipped
from tests.properties import examples
from tests.store.world import START

BODIES = [f"<html>{number} {'年报 ' * number * 40}</html>".encode() for number in range(6)]
RECORDS = [response(f"http://a.cn/{number}", body) for number, body in enumerate(BODIES)]
PACKED: dict[str, bytes] = {
    "gzip per record": zipped(RECORDS), "plain": b"".join(RECORDS), "one gzip": gzip.compress(b"".join(RECORDS), mtime=0),
}  # fmt: skip

ENDS = {
    "gzip per record": {len(zipped(RECORDS[:n])) for n in range(7)}, "one gzip": {0},
    "plain": {len(b"".join(RECORDS[:n])) - back for n in range(7) for back in range(5)},
}  # fmt: skip
"""Places where a file that is cut off looks whole."""


def taken(data: bytes) -> tuple[list[bytes], int]:
    """Payloads that come out, and how many places and records were told or counted."""
    bodies, told = [], 0
    for frame in frames(io.BytesIO(data)):
        if isinstance(frame, Unreadable):
            told += 1
            continue
        try:
            found = document(frame, head_of(frame), START)
            if isinstance(found, Found):
                bodies.append(found.payload)
            else:
                told += 1
        except BadInputError:
            told += 1
    return bodies, told


def test_each_packing_comes_out_whole() -> None:
    assert all(taken(data) == (BODIES, 0) for data in PACKED.values())


@pytest.mark.parametrize("packing", PACKED)
@examples(70)
@given(data=st.data())
def test_damage_costs_what_it_hits_and_no_wrong_byte_comes_in(packing: str, data: st.DataObject) -> None:
    whole = bytearray(PACKED[packing])
    at, kind = data.draw(st.integers(1, len(whole) - 1)), data.draw(st.sampled_from(["flipped", "cut out", "cut off", "put in"]))
    if kind == "flipped":
        whole[at] ^= data.draw(st.integers(1, 255))
    elif kind == "put in":
        whole[at:at] = data.draw(st.binary(min_size=1, max_size=50))
    else:
        del whole[at : None if kind == "cut off" else at + data.draw(st.integers(1, 99))]
    bodies, told = taken(bytes(whole))
    assert [body for body in bodies if body not in BODIES] == []
    lost = len(BODIES) - len(bodies)
    assert told or not lost or (kind == "cut off" and at in ENDS[packing]), "nothing goes missing in silence"
    assert lost <= 2 or kind == "cut off" or packing == "one gzip", "what is not hit comes in"


@given(st.binary(max_size=400))
def test_rubbish_is_no_archive_and_ends(rubbish: bytes) -> None:
    assert all(isinstance(frame, Unreadable | Frame) for frame in frames(io.BytesIO(rubbish)))
