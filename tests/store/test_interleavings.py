"""Whatever is done to an archive in whatever order, the invariants of docs/store.md hold after each step."""

import shutil
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import mkdtemp
from types import TracebackType
from unittest.mock import patch

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from archive.derive import derive, loop
from archive.derive.reading import Job, read_job
from archive.store import reviews
from archive.store.backup import backup
from archive.store.corpus import Reading
from archive.store.merge import merge
from archive.store.rebuild import reindex
from archive.store.sqlite import opened_for_reading
from archive.store.verify import verify
from archive.store.verify.sampling import Sample
from archive.words import Outcome
from tests.properties import examples
from tests.store import pages
from tests.store.history import MEMORY, History, Step, steps
from tests.store.world import TestClock

AGENCIES = {"a": "泰安市大数据局", "b": "济宁市财政局"}


class Inline:
    """Reads in this process: how derive's processes are held is tried elsewhere."""

    def __init__(self, *_: object) -> None: ...

    def __enter__(self) -> "Inline":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None: ...

    def run(self, jobs: Iterable[Job]) -> Iterator[tuple[Job, Reading]]:
        return ((job, read_job(job)) for job in jobs)


def held(folder: Path) -> set[str]:
    """Payloads that an archive has acknowledged."""
    with closing(opened_for_reading(folder / "ledger.db")) as db:
        return {row[0] for row in db.execute("SELECT payload_sha256 FROM payloads")}


class Interleaving(RuleBasedStateMachine):
    """Two archives that are crawled, read, checked, united and made again, and a backup of one of them."""

    @initialize()
    def begin(self) -> None:
        self.folder = Path(mkdtemp(dir=MEMORY))
        self.clock = TestClock()
        self.archives = [History(self.folder / name) for name in ("one", "two")]
        self.acknowledged: list[set[str]] = [set(), set()]
        self.copy, self.copied = self.folder / "copy", set[str]()

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            for history in self.archives:
                history.world.ledger.database.close()
            shutil.rmtree(self.folder)

    which = st.sampled_from((0, 1))

    @rule(which=which, some=steps)
    def crawl(self, which: int, some: list[Step]) -> None:
        self.archives[which].play(some)

    @rule(which=which, year=st.integers(2021, 2023), area=st.sampled_from(list(AGENCIES)), granted=st.integers(1, 2))
    def report(self, which: int, year: int, area: str, granted: int) -> None:
        """A report, or a corrected one, at its address."""
        world, body = self.archives[which].world, pages.report(AGENCIES[area], year, granted=granted)
        key = world.expect(area, year, agency=AGENCIES[area])
        task = world.ledger.task(key)
        assert task is not None
        world.visit(key, body if not world.ledger.captures(key, task.visit) else None, Outcome.OK)

    @rule(which=which, again=st.booleans())
    def read(self, which: int, again: bool) -> None:
        with patch.object(loop, "Workers", Inline):
            derive(self.archives[which].folder, self.clock, jobs=1, again=again)

    @rule(which=which, settled=st.booleans())
    def make_again(self, which: int, settled: bool) -> None:
        with self.resting(which, settled) as folder:
            made = reindex(folder, self.clock, lambda _: None)
            assert made.equal and not made.damaged, made

    @rule(which=which)
    def lose_the_ledger(self, which: int) -> None:
        with self.resting(which, settled=True) as folder:
            for path in folder.glob("ledger.db*"):
                path.unlink()
            assert reindex(folder, self.clock, lambda _: None).before == "missing"

    @rule(which=which, settled=st.booleans())
    def unite(self, which: int, settled: bool) -> None:
        with self.resting(which, settled) as folder:
            merged = merge(folder, [self.archives[1 - which].folder], self.clock, lambda _: None)
            assert not merged.refused and not merged.damaged
        self.acknowledged[which] |= self.acknowledged[1 - which]

    @rule(corpus=st.booleans(), full=st.booleans())
    def back_up(self, corpus: bool, full: bool) -> None:
        done = backup(self.archives[0].folder, self.copy, self.clock, corpus=corpus, full=full)
        assert done.complaints == []
        self.copied = held(self.archives[0].folder)

    @rule(which=which)
    def say_something(self, which: int) -> None:
        folder, at = self.archives[which].folder, self.clock.now().isoformat(timespec="milliseconds")
        reviews.append(folder, [reviews.Review(at, "王", reviews.Act.WITHHOLD, "r", "", None, "测试")])

    @rule(which=which, seed=st.integers(0, 9))
    def look_at_some(self, which: int, seed: int) -> None:
        assert self.told(self.archives[which].folder, Sample(2, None, seed)) == []

    @invariant()
    def nothing_acknowledged_is_lost(self) -> None:
        if hasattr(self, "archives"):
            for number, history in enumerate(self.archives):
                now = held(history.folder)
                assert self.acknowledged[number] <= now
                self.acknowledged[number] = now
                assert self.told(history.folder) == []

    @precondition(lambda self: hasattr(self, "copy") and self.copy.exists())
    @invariant()
    def the_backup_is_whole(self) -> None:
        assert held(self.copy) == self.copied and self.told(self.copy) == []

    def told(self, folder: Path, sample: Sample | None = None) -> list[str]:
        return [str(finding) for finding in verify(folder, self.clock, sample=sample)]

    @contextmanager
    def resting(self, which: int, settled: bool) -> Iterator[Path]:
        """Nobody at work in an archive: its process has ended in order, or has died."""
        history = self.archives[which]
        if settled:
            history.settle()
        else:
            history.world.ledger.database.close()
        yield history.folder
        moment = history.world.clock.moment
        self.archives[which] = History(history.folder, moment)
        self.archives[which].count = history.count


TestInterleaving = Interleaving.TestCase
TestInterleaving.settings = settings(examples(20), stateful_step_count=12)
