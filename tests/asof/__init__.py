"""Tests of what an archive tells of an earlier day."""
