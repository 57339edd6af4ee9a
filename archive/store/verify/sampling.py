"""A seeded random sample: the same seed takes the same of the same archive."""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import TypeVar

from archive.errors import UsageError

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Sample:
    """How much to look at: `number` of each kind, or a `share` of it where that is not None."""

    number: int
    share: float | None
    seed: int

    def of(self, population: Sequence[_T]) -> list[_T]:
        """As many of a population as asked for, in its order."""
        wanted = self.number if self.share is None else ceil(self.share * len(population))
        chosen = random.Random(self.seed).sample(range(len(population)), min(wanted, len(population)))
        return [population[place] for place in sorted(chosen)]


def sample_of(text: str, seed: int) -> Sample:
    """The sample that `--sample` asks for: `500`, or a share such as `2%`. Raises UsageError for anything else."""
    told = re.fullmatch(r"(\d+)|(\d+(?:\.\d+)?)%", text.strip(), re.ASCII)
    if told and told[1] and int(told[1]):
        return Sample(int(told[1]), None, seed)
    if told and told[2] and 0 < float(told[2]) <= 100:
        return Sample(0, float(told[2]) / 100, seed)
    raise UsageError(f"--sample {text}: write how many, as 500, or a share, as 2%")
