"""The portals' handlers: home pages, directories, the report module, files, each speaking the Hanweb protocol."""

from crawler.replica.portal.routes import Portal

__all__ = ["Portal"]
