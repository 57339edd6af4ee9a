"""The sentences of a report, filled with its own numbers so that text and tables agree."""

from crawler.replica.world.agencies import Agency
from crawler.replica.world.data import load
from crawler.replica.world.draws import dice, pick
from crawler.replica.world.hosts import area_codes
from crawler.replica.world.report import Report

Facts = dict[str, str | int | float]
Sections = list[tuple[str, list[str]]]

_ORDINALS = "一二三四五六七八九"


def agency_facts(seed: int, agency: Agency, year: int) -> Facts:
    """Name, address and telephone of the agency in `year`."""
    draw = dice(seed, "contact", agency.serial)
    name = agency.name(year)
    office = f"{name}办公室" if agency.kind == "government" else name if agency.kind == "office" else f"{name}办公室"
    area_code = area_codes()[agency.host.portal]
    return {
        "agency": name, "office": office,
        "site": agency.host.place, "unit": agency.host.place[-1], "host": agency.host.host,
        "year": year, "next_year": year + 1,
        "address": f"{agency.host.full_place}{draw.choice(load('prose')['streets'])}路{draw.randint(2, 299)}号",
        "post": f"{agency.host.division[:2]}2{draw.randint(100, 999)}".replace("37", "27", 1),
        "phone": f"{area_code}-{draw.randint(2100000, 8999999)}",
    }  # fmt: skip


def _drawn_facts(report: Report) -> Facts:
    draw = dice(report.seed, "facts", report.agency.serial, report.year)
    items = report.figures.get("proactive.items_disclosed.total", draw.randint(60, 2400))
    part = int(items) // 5
    return {
        "items": items, "cumulative": int(items) * (report.year - 2006), "part_a": part, "part_b": part * 3,
        "part_c": int(items) - part * 4, "social": draw.randint(20, 900), "letters": draw.randint(3, 180),
        "readings": draw.randint(1, 40), "courses": draw.randint(1, 6), "trainees": draw.randint(15, 320),
        "notices": draw.randint(1, 3), "fee": draw.randint(1, 20) * 20, "proposals": draw.randint(2, 60),
    }  # fmt: skip


def _number_facts(report: Report) -> Facts:
    figures = report.figures
    named: Facts = {
        "received": figures["applications.received.total"],
        "review": figures["review.total"],
        "litigation": figures.get("litigation.all.total", 0),
    }
    if "applications.received_channel.online" in figures:
        named |= {
            name: figures[f"applications.received_channel.{name}"] for name in ("online", "letter", "in_person", "fax")
        }
        named |= {
            "granted": figures["applications.reply.granted"], "partly": figures["applications.reply.partly_granted"],
            "denied": figures["applications.reply.denied.total"], "absent": figures["applications.reply.not_existing"],
            "complaints": figures["complaints.total"], "website": figures["proactive.channel.website"],
        }  # fmt: skip
    else:
        named["litigation"] = figures["litigation.direct.total"] + figures["litigation.after_review.total"]
        named |= {name: figures[f"applications.{name}.total"] for name in ("carried_in", "carried_out")}
        named["completed"] = figures["applications.result.total.total"]
    return named


class Writer:
    """Picks and fills the sentences of one report."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self._key = (report.seed, "prose", report.agency.serial, report.year)
        facts = agency_facts(report.seed, report.agency, report.year)
        self.facts: Facts = {**facts, **_drawn_facts(report), **_number_facts(report)}
        self._compose()

    def _compose(self) -> None:
        facts, prose = self.facts, load("prose")
        busy = bool(facts["received"] or facts.get("carried_in"))
        disputed = bool(facts["review"] or facts["litigation"])
        options = {"applications": busy}
        if "online" in facts:
            received = bool(facts["received"])
            options = {"legacy_applications": received, "stat_applications": received, "legacy_remedies": disputed}
        for name, some in options.items():
            facts[name] = self.fill(pick(prose[name]["some" if some else "none"], *self._key, name))
        facts["remedies"] = self.fill(pick(prose["remedies"]["some" if disputed else "none"], *self._key, "remedies"))
        facts["problems"] = self.say("problems")

    def fill(self, sentence: str) -> str:
        """The sentence with its numbers in place."""
        return sentence.format_map(self.facts)

    def say(self, name: str) -> str:
        """One of the sentences kept under `name`."""
        return self.fill(pick(load("prose")[name], *self._key, name))

    def preamble(self) -> str:
        era = "early" if self.report.year < 2019 else "2019" if self.report.year < 2021 else "2021"
        compiled = self.fill(load("prose")["compiled"]) if self.report.agency.kind == "government" else ""
        return self.say(f"preamble_{era}") + compiled

    def fixed(self, name: str) -> Sections:
        """The sections of a form that is prose only."""
        return [(pick(title.split("|"), *self._key, title), [self.fill(text)]) for title, text in load("prose")[name]]

    def overview(self) -> list[str]:
        if self.report.year < 2021:
            return [self.say("overview_2019")]
        return [part for title, text in load("prose")["overview_2021"] for part in (title, self.fill(text))]

    def heading(self, key: str) -> str:
        return str(pick(load("prose")["headings_2019"][key], *self._key, key))

    def other(self) -> str:
        kind = "fee" if self.report.year >= 2021 and pick((True, False), *self._key, "fee") else "none"
        return self.fill(pick(load("prose")["other"][kind], *self._key, "other"))

    def no_remedies_table(self) -> str:
        return self.say_from("remedies", "table_missing")

    def say_from(self, name: str, option: str) -> str:
        """One of the sentences kept under `name` for this option."""
        return self.fill(pick(load("prose")[name][option], *self._key, name, option))


def numbered(rank: int, title: str) -> str:
    """The heading with its ordinal: 一、总体情况."""
    return f"{_ORDINALS[rank]}、{title}"
