"""Where checked lines go: month files, rollups, proof and publication of the store of record."""
