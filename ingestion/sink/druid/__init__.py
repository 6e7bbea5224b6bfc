"""Publication of the record to a Druid cluster: what differs, the tasks that mend it, the proof, the documents."""
