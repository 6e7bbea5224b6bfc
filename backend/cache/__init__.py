"""Whole answers kept as bytes, in front of both doors, for one data version and one scope at a time."""
