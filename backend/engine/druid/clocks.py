"""By whose clock a statement's buckets are cut: the cluster's where it is ours too, else one that is.

Comes in: a statement. Goes out: one whose buckets begin where ours do, and the zone in which they are local midnights
written as UTC (None: they are instants). ZoneDiffers where no clock of the cluster's cuts the same.
"""

from __future__ import annotations

from datetime import UTC, datetime

from backend.engine.druid.cluster import Cluster
from backend.engine.druid.own_clock import HOUR, by_own_clock, on_own_clock
from backend.engine.druid.statements import cutting_of, in_zone
from backend.engine.druid.zone_proof import ZoneProof, cut_stretch, fixed_offset
from backend.errors import ZoneDiffers
from backend.planner.plan import Statement
from druid.calendar import has_odd_shift


class Clocks:
    """Keeps what the cluster told of its zones."""

    def __init__(self, cluster: Cluster) -> None:
        self._proof = ZoneProof(cluster)

    async def settled(self, statement: Statement, deadline: float) -> tuple[Statement, str | None]:
        cutting = cutting_of(statement)
        if cutting is None:
            return statement, None
        cut, zone = on_own_clock(statement)
        if zone is not None:
            return cut, zone
        stretch = cut_stretch(cutting, statement.intervals)
        if cutting.period == HOUR and has_odd_shift(stretch.start_ms, stretch.end_ms, cutting.zone):
            raise ZoneDiffers(f"Clocks of {cutting.zone} move by half an hour here, which the cluster's hours do not.")
        found = await self._proof.differences(cutting, stretch, deadline)
        if not found:
            return statement, None
        fixed = None if cutting.has_origin else fixed_offset(cutting.zone, stretch)
        if fixed is not None:
            return in_zone(statement, fixed), None
        if cutting.period == HOUR:
            raise ZoneDiffers(_sentence(cutting.zone, found[0].at_ms))
        return by_own_clock(statement, cutting, stretch), cutting.zone


def _sentence(zone: str, ms: int) -> str:
    moment = datetime.fromtimestamp(ms // 1000, UTC).isoformat().replace("+00:00", "Z")
    return f"The cluster's clocks of {zone} differ from ours at {moment}, so its hours would not be the right ones."
