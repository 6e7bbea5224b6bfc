"""Tests of the catalog, the calendar and the store's format."""
