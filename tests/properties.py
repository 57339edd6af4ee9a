"""How many examples a property is tried with: the same ones in every run of the suite, many others in `make properties`."""

from hypothesis import HealthCheck, Phase, settings
from hypothesis.internal.conjecture import providers

COMMON = settings(deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow])
"""A busy machine is no failure."""


def register() -> None:
    """Makes `steady` (the suite), `shrunk` (the same, and a failing example is made small) and `wide` (by chance, 10 times)."""
    # Hypothesis mixes in numbers and words from the source that is loaded: any edit, and any order of tests, would
    # make other examples.
    providers._get_local_constants = lambda: providers._local_constants
    found = tuple(phase for phase in Phase if phase not in (Phase.shrink, Phase.explain))
    settings.register_profile("shrunk", COMMON, derandomize=True)
    settings.register_profile("steady", settings.get_profile("shrunk"), phases=found)
    # Said, because Hypothesis takes CI=1 for a wish to draw the same examples always.
    settings.register_profile("wide", COMMON, derandomize=False, max_examples=1000)
    settings.load_profile("steady")


def examples(count: int) -> settings:
    """For a property whose examples cost more, or less, than most: `count` in place of 100, as many times more in `wide`."""
    return settings(max_examples=count * settings().max_examples // 100)
