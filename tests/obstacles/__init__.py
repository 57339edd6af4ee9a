"""The matrix obstacle × family: every obstacle on the hosts of every family, and what a crawl made of it."""
