"""An application behind layers: what they answer themselves passes nothing of the framework's.

Comes in: any ASGI request. Goes out: the response of the first layer that has one, else of a route.
"""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Receive, Scope, Send


class Layered(FastAPI):
    """`layers` stand around everything of the framework's, the first outermost."""

    layers: Sequence[Middleware] = ()
    _front: ASGIApp | None = None

    def stand_behind(self, layers: Sequence[Middleware]) -> None:
        self.layers = layers
        front: ASGIApp = super().__call__
        for layer in reversed(layers):
            front = layer.cls(front, *layer.args, **layer.kwargs)
        self._front = front

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await (self._front or super().__call__)(scope, receive, send)
