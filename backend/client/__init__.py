"""Asking from a notebook: `Client` and `AsyncClient` answer Polars frames that say where their numbers come from.

Speaks to a running API alone: reports arrive as Arrow, so money stays exact decimals; GraphQL arrives as JSON.
"""

from backend.client.clients import AsyncClient, Client
from backend.client.frames import Provenance, SalesFrame
from backend.client.refusals import SalesApiError

__all__ = ["AsyncClient", "Client", "Provenance", "SalesApiError", "SalesFrame"]
