"""Targets and commission rates: small files, read whole, judged row by row, published with the next manifest."""
