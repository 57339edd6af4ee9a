"""Full text: finds the reports that contain given words, and the places in them."""

from archive.search.find import Filters, Found, Match, matching, search
from archive.search.parts import Place, contains, parts_of
from archive.search.query import read_query

__all__ = ["Filters", "Found", "Match", "Place", "contains", "matching", "parts_of", "read_query", "search"]
