"""`GET /metrics`: what this server counted and what its store says, for Prometheus.

Comes in: the door, the post of this worker where there are several. Nothing is asked of the data or of a cluster.
"""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from fastapi import FastAPI
from prometheus_client.metrics_core import Metric
from starlette.requests import Request
from starlette.responses import Response

from backend.api.door import Door
from backend.api.openapi import VERSION
from backend.api.replies import NOT_KEPT
from backend.errors import SalesError
from backend.loads.history import history, stage_seconds
from backend.loads.place import Place
from backend.metrics.engines import Measured
from backend.metrics.figures import cache_metrics, engine_metrics
from backend.metrics.scrape import exposed, gathered, of_workers
from backend.metrics.store import Served, store_metrics
from backend.metrics.workers import Post
from backend.settings import Settings
from druid.store.manifest import Manifest, ManifestInvalid
from druid.store.proof import Proof, last_proof

METRICS = "/metrics"
EVERY_SECONDS = 3.0
"""Gathering a thousand samples takes 6 ms: less often than a scrape, and off the event loop."""


def post_of(settings: Settings) -> Post | None:
    """This worker's place among several; None where it is alone."""
    if settings.workers == 1 or settings.runtime_dir is None or settings.metrics == "off":
        return None
    return Post(settings.runtime_dir / "metrics")


def add_metrics(app: FastAPI, door: Door, post: Post | None = None) -> None:
    async def metrics(request: Request) -> Response:
        looked_up = tuple(looked_up_in(door))
        manifest = await _manifest(door)
        accept = request.headers.get("accept", "")
        body, content_type = await asyncio.to_thread(_told, door, manifest, looked_up, (post, accept))
        return Response(body, headers=NOT_KEPT, media_type=content_type)

    app.add_route(METRICS, metrics, include_in_schema=False)


@asynccontextmanager
async def posting(door: Door, post: Post | None) -> AsyncIterator[None]:
    """Around the life of a worker: what it counted is posted every few seconds, and once more at its end."""
    if post is None:
        yield
        return
    task = asyncio.create_task(_post_again_and_again(door, post))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        post.put(gathered(looked_up_in(door)))
        post.close()


async def _post_again_and_again(door: Door, post: Post) -> None:
    before = None
    while True:
        looked_up = tuple(looked_up_in(door))
        samples = await asyncio.to_thread(gathered, looked_up)
        if samples != before and await asyncio.to_thread(post.put, samples):
            before = samples
        await asyncio.sleep(EVERY_SECONDS)


def looked_up_in(door: Door) -> Iterable[Metric]:
    """What the parts of this process say of themselves now."""
    engine = door.context.engine
    yield from engine_metrics(engine.name, engine.figures() if isinstance(engine, Measured) else None)
    yield from cache_metrics(door.cached)


async def _manifest(door: Door) -> Manifest | None:
    with suppress(SalesError):
        async with door.context.engine.lease() as lease:
            return lease.manifest
    return None


def _told(
    door: Door, manifest: Manifest | None, looked_up: Iterable[Metric], to: tuple[Post | None, str]
) -> tuple[bytes, str]:
    """The body, and its content type, for a caller that accepts so."""
    post, accept = to
    folder = door.settings.data_dir
    place = Place(door.settings)
    # targets and rates are loads of another kind, which the colon of their mode tells
    of_sales = [load.load_id for load in (manifest.loads if manifest else ()) if ":" not in load.mode]
    seconds = stage_seconds(place, of_sales[-1]) if of_sales else {}
    served = Served(door.context.catalog, VERSION, manifest, _proof(folder), _free(folder), seconds)
    loads = history(place)
    return exposed([*of_workers(looked_up, post), *store_metrics(served, loads)], accept)


def _proof(folder: Path) -> Proof | None:
    with suppress(ManifestInvalid):
        return last_proof(folder)
    return None


def _free(folder: Path) -> int | None:
    with suppress(OSError):
        return shutil.disk_usage(folder).free
    return None
