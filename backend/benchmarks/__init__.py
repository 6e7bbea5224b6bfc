"""Loading and answering measured as ratios to a named limit in the same run; `python -m backend.benchmarks`."""
