"""Druid measured: publishing, our answers beside the bare calls, rollups beside lines, Druid beside embedded."""
