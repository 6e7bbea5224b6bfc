"""Tests of the planner: windows, routing rules, SQL text, properties."""
