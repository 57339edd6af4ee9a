"""`python -m benchmarks.bare VIA`: bare Scrapy fetches the addresses on standard input (JSON) and does nothing else."""

import json
import sys
from collections.abc import AsyncIterator

import scrapy
from scrapy.crawler import CrawlerProcess


class Bare(scrapy.Spider):
    """Asks for each address once."""

    name = "bare"

    async def start(self) -> AsyncIterator[scrapy.Request]:
        for url in json.loads(sys.stdin.read()):
            yield scrapy.Request(url, meta={"proxy": sys.argv[1]}, dont_filter=True)

    def parse(self, response: scrapy.http.Response) -> None:
        """Nothing is kept."""


if __name__ == "__main__":
    settings = {"LOG_ENABLED": False, "CONCURRENT_REQUESTS": 8, "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
                "TELNETCONSOLE_ENABLED": False}  # fmt: skip
    process = CrawlerProcess(settings)
    process.crawl(Bare)
    process.start()
