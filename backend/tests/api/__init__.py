"""Tests of both doors over tiny reports: what is refused, what is written, what is logged."""
