"""The engine that the settings name: the only place that knows how each is made.

Comes in: settings and a catalog. Goes out: an engine, not yet asked for anything; starting needs no cluster. And the
last answers that may stand in for it.
"""

from __future__ import annotations

from backend.engine.druid.engine import DruidEngine, DruidOptions
from backend.engine.druid.sql_cluster import SqlCluster
from backend.engine.embedded import EmbeddedEngine
from backend.engine.port import Engine
from backend.settings import Settings
from backend.stale import LastAnswers
from druid.catalog.model import Catalog


def engine_of(settings: Settings, catalog: Catalog) -> Engine:
    if settings.engine == "druid":
        cluster = SqlCluster(settings.druid_url, settings.druid_slots)
        options = DruidOptions(settings.druid_slots, settings.druid_url, settings.serve_stale_seconds)
        return DruidEngine(settings.data_dir, catalog, cluster, options)
    return EmbeddedEngine(settings.data_dir, catalog)


def last_answers_of(settings: Settings) -> LastAnswers | None:
    """Where last answers may stand in: an engine in this process is never away."""
    return LastAnswers(settings.serve_stale_seconds) if settings.engine == "druid" else None
