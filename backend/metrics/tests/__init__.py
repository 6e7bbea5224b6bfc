"""Tests of counting and of putting workers together."""
