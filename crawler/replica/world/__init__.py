"""The world the replica shows: agencies, reports and their truth, all drawn from one seed when asked for."""

from crawler.replica.world.agencies import Agency
from crawler.replica.world.hosts import Host
from crawler.replica.world.report import Report
from crawler.replica.world.world import World

__all__ = ["Agency", "Host", "Report", "World"]
