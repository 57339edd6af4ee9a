"""What a person asks for: words and phrases as the terms that are looked for."""

import re

from archive.errors import UsageError
from archive.store.grams import normal, phrase

LONGEST = 1000
"""Characters of a whole query, at most."""
_WORD = re.compile(r'"([^"]*)"(?!\S)|(\S+)')


def read_query(words: str) -> tuple[str, ...]:
    """The terms of a query in normal form, each once (docs/search.md#query).

    Words are parted by white space; one that stands in "…" may contain some. No other sign has a meaning of its own.
    Raises UsageError where there is nothing to look for, for more than LONGEST characters, for bytes that are no text.
    """
    if len(words) > LONGEST:
        raise UsageError(f"a query of {len(words)} characters is too long; {LONGEST} at most: give what matters")
    if any("\ud800" <= char <= "\udfff" for char in words):
        raise UsageError("the query is not text in UTF-8; set the terminal to UTF-8 and type it again")
    terms = (normal(quoted or word) for quoted, word in _WORD.findall(words))
    if not (found := tuple(dict.fromkeys(filter(None, terms)))):
        raise UsageError("nothing to look for; give a word of at least one character, such as 营商环境")
    return found


def expression(terms: tuple[str, ...]) -> str:
    """The FTS5 expression for reports that contain every term."""
    return " AND ".join(map(phrase, terms))
