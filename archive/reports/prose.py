"""stub"""
from archive.reports.model import Figure, Section


def prose_figures(sections: tuple[Section, ...]) -> tuple[Figure, ...]:
    return ()
