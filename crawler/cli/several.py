"""Commands over several files: each gets its line on stderr, the others go on, the worst exit code counts."""

import sys
from collections.abc import Callable, Iterable
from typing import TypeVar

from archive.errors import Exit, GongkaiError

T = TypeVar("T")


def note(line: str) -> None:
    """One line for the person, on stderr."""
    print(f"gongkai: {line}", file=sys.stderr)


def each(items: Iterable[T], act: Callable[[T], None]) -> Exit:
    """Acts on each item; an error of ours is told and the next item taken. Gives the exit code of the first error."""
    code = Exit.OK
    for item in items:
        try:
            act(item)
        except GongkaiError as error:
            note(str(error))
            code = code or error.exit_code
    return code
