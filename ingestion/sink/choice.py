"""Which publisher follows a load, by the engine that serves the answers.

In: the settings and the store. Out: a `Publisher`.
"""

from __future__ import annotations

from datetime import datetime

from druid.store.manifest import Manifest
from ingestion.settings import Settings
from ingestion.sink.port import NOTHING_MORE, CopyAudit, CopyState, Progress, Published, Publisher, Wanted
from ingestion.sink.store import Store


class RecordOnly:
    """The record itself is served: there is nothing to bring along."""

    def check(self, _wanted: Wanted = NOTHING_MORE) -> None:
        """Nothing can be out of reach."""

    def publish(
        self, _record: Manifest | None, _now: datetime, _progress: Progress, _wanted: Wanted = NOTHING_MORE
    ) -> Published | None:
        return None

    def audit(self, _record: Manifest | None, _now: datetime, _progress: Progress) -> CopyAudit | None:
        return None

    def state(self, _record: Manifest | None) -> CopyState | None:
        return None


RECORD_ONLY = RecordOnly()


def publisher_for(settings: Settings, store: Store) -> Publisher:
    """The publisher of the engine that is set."""
    if settings.engine == "embedded":
        return RECORD_ONLY
    from ingestion.sink.druid.publisher import druid_publisher

    return druid_publisher(store, settings.druid_url, settings.druid_prefix)
