"""The ingestion script: `python -m ingestion` and `python ingestion/ingest_data.py` are the same command."""

from __future__ import annotations

import sys
from pathlib import Path


def run() -> None:
    """Run the command, also when this file is started by its path."""
    root = str(Path(__file__).resolve().parent.parent)
    if root not in sys.path:
        sys.path.insert(0, root)
    from ingestion.cli import main

    main()


if __name__ == "__main__":
    run()
