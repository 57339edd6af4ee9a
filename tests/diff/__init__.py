"""Tests of what differs between two reports."""
