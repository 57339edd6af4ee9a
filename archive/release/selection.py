"""What goes into a release: which portals and years, less what is withheld."""

from collections.abc import Iterator
from dataclasses import dataclass

from archive.release.persons import Persons
from archive.store import held as store
from archive.store.corpus import Corpus
from archive.store.held import Held
from archive.store.views import coverage_where


@dataclass(frozen=True, slots=True)
class Selection:
    """Portals and reporting years to release; empty means all."""

    portals: tuple[str, ...] = ()
    years: tuple[int, ...] = ()

    def where(self) -> tuple[str, list[object]]:
        """An SQL condition over `coverage` and its parameters."""
        return coverage_where(self.portals, self.years)


def held(corpus: Corpus, selection: Selection, told: Persons) -> Iterator[Held]:
    """Everything held that is not withheld, by agency and year, one at a time."""
    return store.held(corpus, *_where(selection, told), told.hidden, told.values)


def texts_held(corpus: Corpus, selection: Selection, told: Persons) -> int:
    """How many of them have a text."""
    return store.texts_held(corpus, *_where(selection, told))


def _where(selection: Selection, told: Persons) -> tuple[str, list[object]]:
    (chosen, values), (shown, hidden) = selection.where(), told.shown
    return f"{chosen} AND {shown}", [*values, *hidden]
