"""A process that loads one small file at a fixed moment and prints all that came of it.

In: a folder, and the process's own zone and locale. Out: on standard output the manifest, the stored lines and the
quarantined ones, as JSON; none of it may depend on the process.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from ingestion.run import Request, load_file
from ingestion.tests.sales_store import SMALL, Sale, make_store, manifest_of, stored_lines, write_sales
from ingestion.watch import Watch

NOW = datetime(2025, 6, 1, 22, 30, tzinfo=UTC)
SALES = [
    Sale("2024-03-10 02:30:00", "1234.50", product="Chai – größe"),
    Sale("2024-11-03 01:30:00", "1.25", branch="Thika"),
    Sale("2025-06-03 12:00:00", "2.00"),
    Sale("2025-06-04 00:00:00", "4.00"),
    Sale("2024-05-01 12:00:00", "one"),
]


def main() -> None:
    folder = Path(sys.argv[1])
    store = make_store(folder / "store", catalog=SMALL)
    outcome = load_file(store, Request(write_sales(folder / "sales.csv", SALES)), NOW, Watch())
    manifest = asdict(manifest_of(store))
    for file in manifest["files"]:
        del file["size"], file["sha256"], file["path"]
    aside = outcome.quarantine.read_text("utf-8") if outcome.quarantine else None
    told = {"manifest": manifest, "lines": stored_lines(store), "aside": aside, "notices": list(outcome.notices)}
    sys.stdout.write(json.dumps(told, default=str, sort_keys=True))


if __name__ == "__main__":
    main()
