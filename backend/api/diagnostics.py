"""`GET /api/diagnostics`: is it right, fast and fresh? One envelope of blocks, each of which may fail alone.

Comes in: the door. Goes out: for each block `{data, error}`. Nothing is asked of the data; the engine has little time
to say how it is. No paths, no addresses, no secrets.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version as installed
from typing import Any

import structlog
from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from backend.api.door import Door
from backend.api.openapi import DIAGNOSTICS, VERSION
from backend.api.replies import NOT_KEPT, json_reply
from backend.api.trace import Trace, trace_of
from backend.diagnostics.coverage import coverage
from backend.diagnostics.loader import loader_block
from backend.diagnostics.memory import cache_block, slow_block
from backend.diagnostics.proof import proof_block
from backend.envelope import Facts, iso, success
from backend.errors import EngineTimeout, InternalError, NoData, ProofUnreadable, SalesError
from backend.loads.place import Place
from backend.reports.spec import Outcome
from druid.catalog.model import camel
from druid.store.manifest import Manifest, ManifestInvalid
from druid.store.proof import last_proof

log = structlog.get_logger("diagnostics")
PATIENCE_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Scene:
    """What blocks tell of. `manifest` is that of the snapshot in use, None when nothing was ever loaded."""

    door: Door
    began: datetime

    async def manifest(self) -> Manifest | None:
        try:
            async with self.door.context.engine.lease() as lease:
                return lease.manifest
        except NoData:
            return None


Block = Callable[[Scene], Awaitable[dict[str, Any]]]


def add_diagnostics(app: FastAPI, door: Door) -> None:
    scene = Scene(door, door.clock())

    async def diagnostics(request: Request) -> Response:
        trace = trace_of(request)
        told = await asyncio.gather(*(_told(name, scene, trace) for name in BLOCKS))
        return _reply(door, trace, dict(zip(BLOCKS, told, strict=True)))

    app.add_route(DIAGNOSTICS, diagnostics, include_in_schema=False)


async def _versions(scene: Scene) -> dict[str, Any]:
    door, manifest = scene.door, await scene.manifest()
    settings = door.settings
    newest = None if manifest is None else manifest.newest_ms
    return {
        "product": VERSION,
        "catalog": door.context.catalog.version,
        "engine": door.context.engine.name,
        "dataVersion": None if manifest is None else manifest.version,
        "loadedAt": None if manifest is None else manifest.published_at,
        "asOf": None if newest is None else iso(newest, settings.timezone),
        "loads": 0 if manifest is None else len(manifest.loads),
        "timezone": settings.timezone,
        "currency": settings.currency,
        "weekStart": settings.week_start,
        "fiscalYearStart": settings.fiscal_year_start,
        "environment": settings.environment,
        "startedAt": scene.began.isoformat(timespec="seconds"),
        "libraries": {name: installed(name) for name in ("duckdb", "polars")},
    }


async def _engine(scene: Scene) -> dict[str, Any]:
    return {camel(name): fact for name, fact in (await scene.door.context.engine.health()).items()}


async def _coverage(scene: Scene) -> dict[str, Any]:
    manifest = await scene.manifest()
    if manifest is None:
        raise NoData("No sales have been loaded yet.")
    return coverage(manifest, scene.door.context.catalog)


async def _proof(scene: Scene) -> dict[str, Any]:
    try:
        last = await asyncio.to_thread(last_proof, scene.door.settings.data_dir)
    except ManifestInvalid as invalid:
        raise ProofUnreadable(f"The last verification cannot be read: {invalid}.") from invalid
    return proof_block(last, await scene.manifest(), scene.door.context.catalog)


async def _loader(scene: Scene) -> dict[str, Any]:
    return await asyncio.to_thread(loader_block, Place(scene.door.settings))


async def _cache(scene: Scene) -> dict[str, Any]:
    return cache_block(scene.door.context, scene.door.cached)


async def _slow(scene: Scene) -> dict[str, Any]:
    return slow_block(scene.door.slow)


BLOCKS: Mapping[str, Block] = {
    "versions": _versions,
    "engine": _engine,
    "coverage": _coverage,
    "proof": _proof,
    "loader": _loader,
    "cache": _cache,
    "slow": _slow,
}


async def _told(name: str, scene: Scene, trace: Trace) -> dict[str, Any]:
    """A block, or why there is none."""
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            return {"data": await BLOCKS[name](scene), "error": None}
    except TimeoutError:
        error: SalesError = EngineTimeout(f"The answer took longer than {PATIENCE_SECONDS:.0f} second.")
    except SalesError as refused:
        error = refused
    except Exception:
        log.exception("diagnostics.block.failed", block=name, request_id=trace.request_id)
        error = InternalError("Something went wrong on our side.")
    return {"data": None, "error": {"code": error.code, "message": error.message, "hint": error.hint}}


def _reply(door: Door, trace: Trace, data: dict[str, Any]) -> Response:
    settings = door.settings
    version = (data["versions"]["data"] or {}).get("dataVersion")
    facts = Facts(
        trace.request_id, door.context.engine.name, settings.currency, settings.timezone, version, took_ms=trace.took_ms
    )
    return json_reply(success(Outcome(data), facts), 200, NOT_KEPT)
