"""Tests of engines: dialect, local time, snapshots, limits."""
