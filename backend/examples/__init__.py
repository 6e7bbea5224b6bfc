"""Example questions of the reference and how each door writes them."""
