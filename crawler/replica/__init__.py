"""A miniature Shandong behind one forward HTTP proxy on loopback (docs/replica.md)."""

from crawler.replica.replica import Replica
from crawler.replica.world import World

__all__ = ["Replica", "World"]
