"""Question -> plan: time windows, routing to rollups, Druid SQL. Pure functions over values."""
