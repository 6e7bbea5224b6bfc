"""The served API measured beside its limits, over TPC-H lines and our own; `python -m backend.benchmarks.api`."""
