"""The named reports: each asks questions and combines frames, purely."""
