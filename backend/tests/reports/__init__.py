"""Tests of the reports against plain Python."""
