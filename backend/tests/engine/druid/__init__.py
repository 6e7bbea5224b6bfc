"""The Druid engine: by hand-answered clusters, and on a real one."""
