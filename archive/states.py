"""The three answers of a coverage cell as one state, with the sign and the colour that stand for it."""

from dataclasses import dataclass

from archive.words import Holding, ReadState, Source

Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class State:
    """What a cell comes to. `sign` is for a terminal, `colour` (#rrggbb, told apart without hue) for a picture."""

    sign: str
    meaning: str
    colour: str


COMPLETE = State("●", "held, read completely", "#1a6b54")
FLAGGED = State("◐", "held, something in doubt", "#5cae8b")
UNREAD = State("○", "held, not read yet", "#b5dcc8")
IMAGES = State("▣", "held as images", "#8fb4dc")
EXPLAINED = State("解", "only an interpretation is held", "#c9b6e4")
ABSENT = State("-", "the source has none", "#e9e9e4")
NEVER = State("/", "the agency did not exist", "#d2d2cb")
NOT_DUE = State("<", "not due yet", "#f7f7f4")
GONE = State("†", "gone from the source", "#3c3c46")
BLOCKED = State("x", "blocked", "#c0392b")
PROBE = State("?", "needs a look", "#e08e2b")
NOT_TRIED = State(".", "not tried", "#f6d9a8")

STATES = (COMPLETE, FLAGGED, UNREAD, IMAGES, EXPLAINED, ABSENT, NEVER, NOT_DUE, GONE, BLOCKED, PROBE, NOT_TRIED)
"""In the order of a legend."""

_BY_READING = {ReadState.COMPLETE: COMPLETE, ReadState.FLAGGED: FLAGGED}
_BY_HOLDING = {Holding.HELD_IMAGE_ONLY: IMAGES, Holding.INTERPRETATION_ONLY: EXPLAINED}
_BY_SOURCE = {
    Source.ABSENT: ABSENT, Source.AGENCY_DID_NOT_EXIST: NEVER, Source.NOT_YET_DUE: NOT_DUE, Source.GONE: GONE,
    Source.BLOCKED: BLOCKED, Source.NOT_TRIED: NOT_TRIED,
}  # fmt: skip


def state_of(row: Row) -> State:
    """The state of a row of the coverage table (docs/store.md#coverage)."""
    holding = Holding(str(row["holding"]))
    if holding == Holding.HELD:
        return _BY_READING.get(ReadState(str(row["read_state"])), UNREAD)
    return _BY_HOLDING.get(holding) or _BY_SOURCE.get(Source(str(row["source"]).partition(":")[0]), PROBE)
