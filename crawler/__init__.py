"""Runs things: the Scrapy project, the command line, the replica of the portals."""
