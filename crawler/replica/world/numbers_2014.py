"""The figures of the 2014 table and of the prose of the years before it."""

from collections import Counter

from crawler.replica.world.agencies import Agency
from crawler.replica.world.draws import dice
from crawler.replica.world.numbers import Figures, size

_CHANNELS = ("in_person", "fax", "online", "letter")
REPLIES = (
    "already_public",
    "granted",
    "partly_granted",
    "not_this_agency",
    "not_existing",
    "told_to_amend",
    "other_channel",
)
GROUNDS = (
    "state_secret", "trade_secret", "personal_privacy", "security_stability",
    "not_government_information", "other_legal",
)  # fmt: skip


def _applications(seed: int, agency: Agency, year: int) -> Figures:
    """C1 to C4 and C8 hold."""
    draw = dice(seed, "t2014", agency.serial, year)
    received = int(draw.expovariate(1 / size(agency)))
    channels = Counter(draw.choices(_CHANNELS, (3, 0.2, 6, 2), k=received))
    extended = int(received * draw.random() * 0.1)
    options = (*REPLIES, *(f"denied.{ground}" for ground in GROUNDS))
    weights = (9, 30, 5, 8, 8, 2, 3, 0.1, 0.5, 0.8, 0.2, 2, 1)
    replies = Counter(draw.choices(options, weights, k=received))
    figures: Figures = {"applications.received.total": received, "applications.completed.total": received}
    figures |= {f"applications.received_channel.{channel}": channels[channel] for channel in _CHANNELS}
    figures |= {"applications.completed.on_time": received - extended, "applications.completed.extended": extended}
    figures |= {f"applications.reply.{option}": replies[option] for option in options}
    denied = sum(replies[f"denied.{ground}"] for ground in GROUNDS)
    return figures | {"applications.reply.total": received, "applications.reply.denied.total": denied}


def _proactive(seed: int, agency: Agency, year: int) -> Figures:
    """C7 holds: no channel above the total, the total not above their sum."""
    draw = dice(seed, "items", agency.serial, year)
    website = draw.randint(30, 200) + int(draw.expovariate(1) * size(agency) * 12)
    others = {
        "gazette": int(draw.random() * website * 0.1) if agency.kind in ("government", "office") else 0,
        "weibo": int(draw.random() * website * 0.4) if draw.random() < 0.6 else 0,
        "wechat": int(draw.random() * website * 0.5) if draw.random() < 0.5 else 0,
        "other": int(draw.random() * website * 0.2),
    }
    documents = min(int(draw.expovariate(1) * (1 + size(agency) * 0.05)), website)
    figures: Figures = {f"proactive.channel.{name}": number for name, number in others.items()}
    return figures | {
        "proactive.items_disclosed.total": website + draw.randint(0, sum(others.values())),
        "proactive.channel.website": website,
        "proactive.items_disclosed.normative_documents": documents,
        "proactive.normative_documents.issued": documents,
    }


def _response(seed: int, agency: Agency, year: int) -> Figures:
    draw = dice(seed, "response", agency.serial, year)
    figures: Figures = {}
    for name in ("press_conference", "online_interview"):
        total = draw.randint(0, 4)
        figures |= {f"response.{name}.total": total, f"response.{name}.principal_attended": draw.randint(0, total)}
    for name in ("hot_issues", "policy_interpretation_articles", "weibo_wechat", "other_channels"):
        figures[f"response.{name}"] = int(draw.expovariate(0.2))
    return figures


def _courts(seed: int, agency: Agency, year: int) -> Figures:
    """C5 holds."""
    draw = dice(seed, "courts", agency.serial, year)
    figures: Figures = {}
    for stem in ("review", "litigation.all"):
        parts = [int(draw.expovariate(1) * size(agency) * 0.02) for _ in range(3)]
        figures |= {f"{stem}.{name}": part for name, part in zip(("upheld", "corrected", "other"), parts, strict=True)}
        figures[f"{stem}.total"] = sum(parts)
    return figures


def _capacity(seed: int, agency: Agency, year: int) -> Figures:
    """C6 holds; money in 万元."""
    draw = dice(seed, "capacity", agency.serial, year)
    full, part = draw.randint(0, 4), draw.randint(1, 8)
    return {
        "complaints.total": int(draw.expovariate(3)),
        "fees.application_charges": draw.choice((0, 0, 0, 0, 0.02, 0.15)),
        "capacity.dedicated_units": draw.randint(0, 2),
        "capacity.reading_points": draw.randint(0, 5),
        "capacity.staff.total": full + part,
        "capacity.staff.full_time": full,
        "capacity.staff.part_time": part,
        "capacity.dedicated_budget": draw.choice((0, 0, 1, 2.5, 6.8, 12)),
        "training.meetings": draw.randint(0, 6),
        "training.courses": draw.randint(0, 4),
        "training.trainees": draw.randint(0, 300),
    }


def stat_2014(seed: int, agency: Agency, year: int) -> Figures:
    """All 58 value rows of 政府信息公开情况统计表."""
    parts = (_proactive, _response, _applications, _courts, _capacity)
    return {name: number for part in parts for name, number in part(seed, agency, year).items()}
