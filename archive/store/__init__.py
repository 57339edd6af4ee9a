"""The only code that touches SQLite and WARC."""
