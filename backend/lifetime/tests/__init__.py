"""Lifetime models against published figures, simulation and integration by brute force."""
