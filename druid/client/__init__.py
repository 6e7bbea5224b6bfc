"""Speaking to Druid: SQL over HTTP, tasks, segments. Nothing here knows a question or a report."""
