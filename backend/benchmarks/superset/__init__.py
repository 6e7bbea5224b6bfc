"""Apache Superset beside us: the same charts of the same files, asked by the same client on the same machine."""
