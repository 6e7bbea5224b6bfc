"""`python -m ingestion`: the command of `ingestion.cli`."""

from ingestion.ingest_data import run

if __name__ == "__main__":
    run()
