"""What differs between families when a list is read: the form of an article's address, and its key."""

from collections.abc import Callable
from dataclasses import dataclass

from spiders.registry import Portal


@dataclass(frozen=True, slots=True)
class Manner:
    """A family's own: whether an address is an article's, and the key of an article."""

    family: str
    is_article: Callable[[str], bool]
    article_key: Callable[[Portal, str], str]
