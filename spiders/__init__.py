"""Knows the portals: their registry, and one adapter per CMS family whose parse functions are pure."""
