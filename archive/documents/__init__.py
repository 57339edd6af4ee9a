"""Bytes to document: text blocks and tables out of what a portal served."""
