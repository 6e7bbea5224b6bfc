"""Seconds by stage: every moment of a load belongs to one stage, and what is watched is passed on."""

from __future__ import annotations

from ingestion.stopwatch import Stopwatch
from ingestion.watch import Watch


class Told(Watch):
    def __init__(self) -> None:
        self.stages: list[str] = []

    def on_stage(self, stage: str, done: int, total: int) -> None:
        self.stages.append(f"{stage} {done}/{total}")


def test_every_second_belongs_to_a_stage() -> None:
    now, told = [10.0], Told()
    watch = Stopwatch(told, lambda: now[0])
    steps = (("base", 3.0), ("base", 1.5), ("rollups", 0.25), ("base", 2.0))
    for number, (stage, seconds) in enumerate(steps):
        now[0] += seconds
        watch.on_stage(stage, number, 4)
    now[0] += 4.0
    watch.begin_publishing()
    now[0] += 0.5
    assert watch.seconds() == {"reading": 3.0, "base": 1.5 + 0.25 + 4.0, "rollups": 2.0, "publishing": 0.5}
    assert sum(watch.seconds().values()) == now[0] - 10.0
    assert told.stages == ["base 0/4", "base 1/4", "rollups 2/4", "base 3/4"]
