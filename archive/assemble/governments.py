"""Governments that have to publish by law and that nothing in the archive names: holes without a cell."""

from collections import Counter, defaultdict
from collections.abc import Collection

from archive.assemble.divisions import divisions
from archive.store.corpus import Corpus

_KNOWN = "SELECT portal, division_code, body_type FROM agencies WHERE portal <> '' AND division_code IS NOT NULL"


def unnamed_governments(corpus: Corpus, portals: Collection[str] = ()) -> dict[str, list[str]]:
    """Portal to the cities and counties of its city whose government no agency of the archive is.

    The city of a portal is that of most of its agencies; a portal without any tells nothing.
    """
    cities: dict[str, Counter[str]] = defaultdict(Counter)
    named = set[str]()
    for portal, code, body_type in corpus.database.query(_KNOWN):
        cities[portal][f"{code[:4]}00"] += 1
        named |= {code} if body_type == "government" else set()
    found = {}
    for portal, counts in sorted(cities.items()):
        city = counts.most_common(1)[0][0]
        expected = [one for one in divisions().values() if city in (one.code, one.parent) and one.level != "zone"]
        lacking = [one.name for one in expected if one.code not in named and one.level in ("city", "county")]
        if lacking and (not portals or portal in portals):
            found[portal] = lacking
    return found
