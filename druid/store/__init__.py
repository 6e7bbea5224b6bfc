"""The store of record on disk: immutable data files and numbered manifests. Reading it; ingestion writes it."""
