"""Settings of the Scrapy project; what one crawl adds (delay, contact, proxy) comes with its job."""

from spiders.portal import LARGEST

BOT_NAME = "gongkai"
SPIDER_MODULES = ["spiders"]
NEWSPIDER_MODULE = "spiders"

# The ledger decides what is asked and when; Scrapy carries it out. Its own gates stay out of the way.
CONCURRENT_REQUESTS = 64
CONCURRENT_REQUESTS_PER_DOMAIN = 8
DOWNLOAD_DELAY = 0
DOWNLOADER_MIDDLEWARES_BASE: dict[str, int] = {}
DOWNLOADER_MIDDLEWARES = {
    "crawler.middlewares.guard.GuardMiddleware": 100,
    "crawler.middlewares.replay.ReplayMiddleware": 200,
    "crawler.middlewares.robots.RobotsMiddleware": 300,
    "crawler.middlewares.missing.MissingMiddleware": 350,
    "scrapy.downloadermiddlewares.defaultheaders.DefaultHeadersMiddleware": 400,
    "scrapy.downloadermiddlewares.useragent.UserAgentMiddleware": 500,
    "scrapy.downloadermiddlewares.downloadtimeout.DownloadTimeoutMiddleware": 600,
    "crawler.middlewares.conditional.ConditionalMiddleware": 700,
    "crawler.middlewares.capture.CaptureMiddleware": 800,
    "crawler.middlewares.politeness.PolitenessMiddleware": 900,
}
DOWNLOAD_HANDLERS = {"http": "crawler.handlers.OneTryHandler", "https": "crawler.handlers.OneTryHandler"}
SPIDER_MIDDLEWARES_BASE: dict[str, int] = {}
ITEM_PIPELINES = {"crawler.pipelines.outcome.OutcomePipeline": 100}
EXTENSIONS_BASE = {"scrapy.extensions.corestats.CoreStats": 0}
EXTENSIONS = {"crawler.feeder.Feeder": 100, "crawler.progress.Progress": 200}

# The digest is over what the server has, not over how it was packed for the way.
DEFAULT_REQUEST_HEADERS = {"Accept": "*/*", "Accept-Language": "zh-CN,zh;q=0.9", "Accept-Encoding": "identity"}
DOWNLOAD_TIMEOUT = 60
DOWNLOAD_MAXSIZE = LARGEST
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_FAIL_ON_DATALOSS = False  # a body that broke off is kept as it came, and asked for again
DOWNLOAD_VERIFY_CERTIFICATES = True
TWISTED_DNS_RESOLVER = "crawler.middlewares.guard.PublicResolver"
COOKIES_ENABLED = False
TELNETCONSOLE_ENABLED = False
LOG_LEVEL = "WARNING"
