"""Proofs of the whole product: the real command loads, the real doors answer."""
