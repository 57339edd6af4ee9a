"""Keeps, reads and gives out: captures, readings, figures. Imports neither scrapy nor crawler nor spiders."""
