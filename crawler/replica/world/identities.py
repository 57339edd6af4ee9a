"""The accounting identities, applied to what is printed: which of them the published report breaks."""

from collections.abc import Iterator, Mapping

from crawler.replica.world.numbers import Number, columns, result_rows
from crawler.replica.world.numbers_2014 import GROUNDS, REPLIES

Printed = Mapping[str, Number | None]
Failure = dict[str, str]

# The totals of the 2014 table: identity, stem of the total, names of the parts under `parts`.
_SUMS_2014 = (
    ("C1", "applications.received.total", "applications.received_channel", ("in_person", "fax", "online", "letter")),
    ("C2", "applications.completed.total", "applications.completed", ("on_time", "extended")),
    ("C3", "applications.reply.total", "applications.reply", (*REPLIES, "denied.total")),
    ("C4", "applications.reply.denied.total", "applications.reply.denied", GROUNDS),
    ("C5", "review.total", "review", ("upheld", "corrected", "other")),
    ("C5", "litigation.all.total", "litigation.all", ("upheld", "corrected", "other")),
    ("C6", "capacity.staff.total", "capacity.staff", ("full_time", "part_time")),
)


def _sum(printed: Printed, names: list[str]) -> Number:
    return sum(printed.get(name) or 0 for name in names)


def _applications(printed: Printed, template: str) -> Iterator[Failure]:
    stems = [stem for stem, _ in result_rows(template)]
    for column in (*columns()[0], "total"):
        cells = {stem: printed.get(f"applications.{stem}.{column}") or 0 for stem in (
            "received", "carried_in", "result.total", "carried_out")}  # fmt: skip
        if cells["received"] + cells["carried_in"] != cells["result.total"] + cells["carried_out"]:
            yield {"id": "A1", "column": column}
        if cells["result.total"] != _sum(printed, [f"{stem}.{column}" for stem in stems]):
            yield {"id": "A2", "column": column}
    rows = (
        "applications.received",
        "applications.carried_in",
        *stems,
        "applications.result.total",
        "applications.carried_out",
    )
    for row in rows:
        if (printed.get(f"{row}.total") or 0) != _sum(printed, [f"{row}.{column}" for column in columns()[0]]):
            yield {"id": "A3", "row": row}


def _remedies(printed: Printed) -> Iterator[Failure]:
    for check, block in (("B1", "review"), ("B2", "litigation.direct"), ("B3", "litigation.after_review")):
        parts = _sum(printed, [f"{block}.{part}" for part in ("upheld", "corrected", "other", "pending")])
        if (printed.get(f"{block}.total") or 0) != parts:
            yield {"id": check}


def failures(printed: Printed, templates: Mapping[str, str]) -> list[Failure]:
    """Every identity that the printed figures break; a blank counts as 0."""
    found: list[Failure] = []
    if templates.get("三") in ("t2019", "t2021"):
        found += _applications(printed, templates["三"])
    if templates.get("四") in ("t2019", "t2021"):
        found += _remedies(printed)
    if templates.get("stat_2014") == "t2014":
        for check, total, stem, parts in _SUMS_2014:
            if (printed.get(total) or 0) != _sum(printed, [f"{stem}.{part}" for part in parts]):
                found.append({"id": check})
    return found
