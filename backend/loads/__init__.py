"""Files that come over HTTP: received, checked and loaded by `python -m ingestion` in a process of its own.

Nothing of ingestion is imported: both sides know the command, its JSON and the folders of the store.
"""
