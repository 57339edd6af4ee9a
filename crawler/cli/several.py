"""Commands over several files: a bad one gets its line on stderr and the others go on."""

import sys
from collections.abc import Callable, Iterable
from typing import TypeVar

from archive.errors import BadInputError, Exit

T = TypeVar("T")


def note(line: str) -> None:
    """One line for the person, on stderr."""
    print(f"gongkai: {line}", file=sys.stderr)


def each(items: Iterable[T], act: Callable[[T], None]) -> Exit:
    """Acts on each item; a bad one is told and the next one taken. Gives the exit code of the first bad one.

    What concerns the archive and not the item, such as a full disk, is raised.
    """
    code = Exit.OK
    for item in items:
        try:
            act(item)
        except BadInputError as error:
            note(str(error))
            code = code or error.exit_code
    return code
