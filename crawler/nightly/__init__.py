"""The unattended run: crawl, derive, compare with the nights before, tell (docs/operations.md#nightly)."""
