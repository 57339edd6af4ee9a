"""Two days of a replica: what the archive tells of the first one afterwards is what it told then, file by file."""

import json
from pathlib import Path

import pytest

from crawler.replica import World
from crawler.replica.world.agencies import Agency
from tests.crawl.gongkai import gongkai
from tests.crawl.stage import stage

pytestmark = pytest.mark.slow

HOMES: dict[str, list[str]] = {f"https://www.{city}.gov.cn/": [] for city in ("jining", "taian")}


class Erasing(World):
    """A world from which a portal can also take a report away."""

    def __init__(self) -> None:
        self.erased: set[tuple[str, int]] = set()
        super().__init__(seed=4, agencies=3, reports=24, portals=("jining", "taian"))

    def published(self, agency: Agency, year: int) -> bool:
        return (agency.area, year) not in self.erased and super().published(agency, year)


def read(archive: Path, *words: object) -> str:
    done = gongkai(*words, "--archive", archive)
    assert done.returncode == 0, done.stderr
    return done.stdout


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_what_was_known_on_a_day_is_told_as_it_was_after_reports_came_changed_and_went(tmp_path: Path) -> None:
    world = Erasing()
    with stage(tmp_path, world, homes=HOMES) as (ground, replica):
        assert ground.crawl("--today", "2026-03-10").returncode in (0, 10)
        read(ground.archive, "derive", "--today", "2026-03-10")
        read(ground.archive, "release", tmp_path / "then")
        looks = {words: read(ground.archive, *words) for words in (("coverage", "--json"), ("coverage", "--events", "--csv"), ("search", "政府信息", "--json", "--limit", "100"))}
        day = max(row[0] for row in ground.rows("SELECT date(ended_at, '+8 hours') FROM visits"))
        truth = list(replica.truth())
        held = [row for row in truth if row["published"]]
        revised, erased = held[0], held[5]
        hole = next(row for row in truth if row["existed"] and not row["published"] and row["holding"] == "none" and row["year"] > 2019)
        world.publish(hole["area"], hole["year"])
        world.revise(revised["area"], revised["year"])
        world.erased.add((erased["area"], erased["year"]))
        assert ground.crawl("--today", "2026-06-01", "--again").returncode in (0, 10)
        read(ground.archive, "derive", "--today", "2026-06-01")
    for words, was in looks.items():
        assert read(ground.archive, *words) != was
        assert read(ground.archive, *words, "--as-of", day) == was
    read(ground.archive, "release", tmp_path / "again", "--as-of", day)
    then, again = files(tmp_path / "then"), files(tmp_path / "again")
    assert then.keys() == again.keys()
    assert {name for name in then if then[name] != again[name]} == {"README.md", "manifest.sha256"}
    lines = then["README.md"].splitlines()
    assert [line for line in again["README.md"].splitlines() if not line.startswith(b"As of ")] == lines
    rows = json.loads(read(ground.archive, "coverage", "--events", "--json"))
    changed = {(row["event"], row["year"]) for row in rows if row["seen_at"] > "2026-05"}
    assert {("first_seen", hole["year"]), ("text_changed", revised["year"]), ("withdrawn", erased["year"])} <= changed
