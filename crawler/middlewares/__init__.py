"""Downloader middlewares, from the engine to the wire: guard, robots, replay, capture, politeness."""
