"""What a release tells of an audit: the cells a person read again, and the error rate that follows."""

from collections.abc import Mapping
from dataclasses import dataclass

from archive.store.corpus import Row

AUDIT = ("number", "cell", "group", "entered", "unclear", "value", "error")
"""Columns of audit.csv."""
AUDIT_SCORE = ("group", "template", "media", "cells", "checked", "errors", "rate", "low", "high")
"""Columns of audit_score.csv."""


@dataclass(frozen=True, slots=True)
class Audited:
    """A filled sheet as rows of AUDIT, and its score as rows of AUDIT_SCORE; both empty where nobody audited."""

    cells: tuple[Row, ...] = ()
    score: tuple[Row, ...] = ()

    @property
    def stated(self) -> Mapping[str, object] | None:
        """The line of all cells with a value: how many were checked, how many of them were wrong."""
        return next((row for row in self.score if (row["group"], row["template"]) == ("stated", "all")), None)
