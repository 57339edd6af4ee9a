"""Download handler: one try per request. Twisted would repeat a broken one at once, past every pause and unseen."""

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler


class OneTryHandler(HTTP11DownloadHandler):
    """HTTP/1.1 whose connection pool never repeats a request by itself."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool.retryAutomatically = False
