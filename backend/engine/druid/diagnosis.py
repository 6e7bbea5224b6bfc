"""How the cluster is, for operators: what it should serve against what it does, its tasks, its version and speed.

Comes in: the engine's means, what is served, the cluster's address. Goes out: plain values for `/api/health/druid`.
Every part has little time and may be missing; nothing of the cluster's own words or addresses is shown.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar

from sqlglot import exp

from backend.engine.druid.cluster import Inquiry, TableMissing
from backend.engine.druid.lease import Means
from backend.engine.druid.segments import Findings
from backend.engine.druid.served import Served
from backend.errors import SalesError
from backend.planner.plan import Parameter
from druid.client.diagnostics import cluster_version, extent_of
from druid.client.errors import DruidError
from druid.store.snapshots import newest_sequence

PATIENCE_SECONDS = 3.0
MOST_FAILED = 10
Told = TypeVar("Told")

PING = Inquiry(exp.select(exp.alias_(exp.Literal.number(1), "one", quoted=True)).sql(dialect="druid"))


async def ping(means: Means) -> float | None:
    """Milliseconds until a constant came back from the cluster, None when it did not."""
    started = time.monotonic()
    try:
        await means.cluster.ask(PING, started + PATIENCE_SECONDS)
    except (SalesError, TableMissing):
        return None
    means.answered_at = time.monotonic()
    return round((means.answered_at - started) * 1000, 1)


async def diagnose(means: Means, served: Served | None, url: str | None) -> dict[str, Any]:
    """`state` is ok, degraded (something that was published is not served), or unreachable."""
    latency = await ping(means)
    told: dict[str, Any] = {"state": "unreachable", "latencyMs": latency, "way": means.cluster.state()}
    if served is None:
        return {**told, "state": "no_data" if latency is not None else "unreachable"}
    told.update(_served(served, means))
    if latency is None:
        return told
    base = served.datasource(served.catalog.base)
    await means.watch.look()
    tasks, version, extent = await asyncio.gather(
        _tasks(means, served),
        _in_thread(url, cluster_version),
        _in_thread(url, lambda address, seconds: extent_of(address, base, seconds)),
    )
    findings = means.watch.findings
    told["segments"] = _segments(findings)
    told["barred"] = sorted(means.watch.barred(served.serving.number))
    told["version"] = version
    told["tasks"] = tasks
    told["lines"] = None if extent is None else {"first": extent.first, "last": extent.last, "rows": extent.rows}
    told["state"] = "ok" if _is_whole(findings) and not told["barred"] and not served.fallback else "degraded"
    return told


def _served(served: Served, means: Means) -> dict[str, Any]:
    serving = served.serving
    looked_at = means.watch.looked_at
    return {
        "serving": {
            "document": serving.number,
            "record": serving.record,
            "newestRecord": newest_sequence(means.documents.store),
            "dataVersion": served.record.version,
            "publishedAt": serving.published_at,
            "loading": list(serving.loading),
            "withdrawn": [f"{gap.table} {gap.month}: {gap.measure} of {gap.day}" for gap in serving.withdrawn],
            "missing": [f"{table} {month}" for table, month in serving.missing],
            "fallback": served.fallback,
        },
        "lookedSecondsAgo": None if looked_at is None else round(time.monotonic() - looked_at, 1),
    }


def _segments(findings: Findings) -> list[dict[str, Any]] | None:
    if findings.expected is None or findings.available is None:
        return None
    return [
        {"table": table, "available": findings.available[table], "expected": expected}
        for table, expected in findings.expected.items()
    ]


def _is_whole(findings: Findings) -> bool:
    return findings.expected == findings.available and not findings.foreign


async def _tasks(means: Means, served: Served) -> dict[str, Any] | None:
    """Tasks of our datasources: how many wait or run, and which failed lately, by id."""
    try:
        reply = await means.cluster.ask(tasks_inquiry(served), time.monotonic() + PATIENCE_SECONDS)
    except (SalesError, TableMissing):
        return None
    rows = reply.rows()
    failed = [_failed(row) for row in rows if row["status"] == "FAILED"]
    return {"running": sum(row["status"] == "RUNNING" for row in rows), "failed": failed[:MOST_FAILED]}


def _failed(row: Mapping[str, object]) -> dict[str, object]:
    return {"task": row["task_id"], "at": row["created_time"]}


def tasks_inquiry(served: Served) -> Inquiry:
    names = [served.datasource(table) for table in served.tables]
    wanted = [exp.column(name, quoted=True) for name in ("task_id", "datasource", "status", "created_time")]
    ours = exp.column("datasource", quoted=True).isin(*(exp.Placeholder() for _ in names))
    open_or_failed = exp.column("status", quoted=True).isin(*(exp.Placeholder() for _ in range(2)))
    select = exp.select(*wanted).from_(exp.table_("tasks", db="sys")).where(ours, open_or_failed)
    values = (*names, "RUNNING", "FAILED")
    newest_first = select.order_by(exp.Ordered(this=exp.column("created_time", quoted=True), desc=True))
    return Inquiry(newest_first.sql(dialect="druid"), tuple(Parameter("VARCHAR", value) for value in values))


async def _in_thread(url: str | None, ask: Callable[[str, float], Told]) -> Told | None:
    if url is None:
        return None
    return await _or_none(asyncio.to_thread(ask, url, PATIENCE_SECONDS))


async def _or_none(asked: Awaitable[Told]) -> Told | None:
    try:
        return await asked
    except DruidError:
        return None
