"""The engine that the settings name: the only place that knows how each is made.

Comes in: settings and a catalog. Goes out: an engine, not yet asked for anything; starting needs no cluster. And the
last answers that may stand in for it.
"""

from __future__ import annotations

from backend.engine.database import default_limits
from backend.engine.druid.engine import DruidEngine, DruidOptions
from backend.engine.druid.sql_cluster import SqlCluster
from backend.engine.embedded import EmbeddedEngine
from backend.engine.port import Engine
from backend.machine import cores, memory
from backend.settings import Settings
from backend.stale import LastAnswers
from druid.catalog.model import Catalog


def engine_of(settings: Settings, catalog: Catalog) -> Engine:
    """The workers of a server share what the machine and the cluster have to give."""
    workers = max(settings.workers, 1)
    if settings.engine == "druid":
        slots = max(settings.druid_slots // workers, 1)
        cluster = SqlCluster(settings.druid_url, slots)
        options = DruidOptions(slots, settings.druid_url, settings.serve_stale_seconds)
        return DruidEngine(settings.data_dir, catalog, cluster, options)
    return EmbeddedEngine(settings.data_dir, catalog, default_limits(cores(), memory(), workers))


def last_answers_of(settings: Settings) -> LastAnswers | None:
    """Where last answers may stand in: an engine in this process is never away."""
    return LastAnswers(settings.serve_stale_seconds) if settings.engine == "druid" else None
