"""Proofs of the whole load: files as people send them, the command as people type it."""
