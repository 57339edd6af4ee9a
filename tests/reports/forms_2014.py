"""The table of 2014 with known values, drawn at random, as one grid of labels, units and numbers."""

import random

from crawler.replica.world.printing import rows_2014

Truth = dict[str, int | float | None]
TEMPLATE = "t2014"
HEADS = ("统计指标", "单位", "统计数")
SUMS = (
    ("applications.received.total", "applications.received_channel.", ""),
    ("applications.completed.total", "applications.completed.", ""),
    ("applications.reply.denied.total", "applications.reply.denied.", ""),
    ("applications.reply.total", "applications.reply.", "denied."),
    ("review.total", "review.", ""),
    ("litigation.all.total", "litigation.all.", ""),
    ("capacity.staff.total", "capacity.staff.", ""),
)
"""Total, what its parts begin with, and what parts of a part begin with behind that."""


def names() -> list[str]:
    return [name for _, _, name in rows_2014() if name]


def draw(seed: int, *, blanks: bool = False) -> Truth:
    """Values that satisfy C1 to C8; with `blanks`, some zeros are left unprinted."""
    rng = random.Random(seed)
    truth: Truth = {name: rng.choice((0, 0, 1, 2, 7, 25, 316, 4608)) for name in names()}
    for total, prefix, inner in SUMS:
        parts = [n for n in names() if n.startswith(prefix) and n != total and not (inner and n.startswith(prefix + inner))]
        parts += [f"{prefix}{inner}total"] if inner else []
        truth[total] = sum(truth[name] or 0 for name in parts)
    truth["applications.completed.on_time"] = truth["applications.reply.total"]
    truth["applications.completed.extended"] = 0
    truth["applications.completed.total"] = truth["applications.reply.total"]
    channels = [truth[name] or 0 for name in names() if name.startswith("proactive.channel.")]
    truth["proactive.items_disclosed.total"] = max(channels)
    truth["proactive.items_disclosed.normative_documents"] = rng.randint(0, int(max(channels)))
    for stem in ("response.press_conference", "response.online_interview"):
        truth[f"{stem}.principal_attended"] = rng.randint(0, int(truth[f"{stem}.total"] or 0))
    for name in ("fees.application_charges", "capacity.dedicated_budget"):
        truth[name] = rng.choice((0, 0, 2, 0.35, 12.6, 120))
    if blanks:
        truth.update({name: None for name in [n for n, v in truth.items() if v == 0] if rng.random() < 0.4})
    return truth


def rows(truth: Truth) -> list[tuple[str, str, str]]:
    """Label, unit and value of every row as printed, heads of groups with dashes."""
    return [HEADS, *((label, unit, printed(truth, name) if name else "——") for label, unit, name in rows_2014())]


def printed(truth: Truth, name: str) -> str:
    value = truth[name]
    return "" if value is None else str(value)
