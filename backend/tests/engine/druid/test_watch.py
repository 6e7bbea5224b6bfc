"""Months barred and given back: by what the segment table says, and for a while by what an answer missed."""

from __future__ import annotations

from dataclasses import replace

from backend.engine.druid.served import Served
from backend.engine.druid.watch import HELD_SECONDS, Watch
from backend.errors import EngineUnavailable
from backend.tests.engine.druid.tiny_cluster import TinyCluster, serving_of
from backend.tests.stores import Trouble, make_store
from druid.catalog.sales import SALES

TINY = make_store(3, Trouble(withdrawn=0, not_built=0, holes=False))
MAY = ("sales_hourly", "2024-05")


class Scene:
    """A cluster, what is served, a clock; `served` may be changed."""

    def __init__(self) -> None:
        self.now = 100.0
        self.cluster = TinyCluster(TINY, serving_of(TINY))
        self.served = Served(serving_of(TINY), TINY.manifest, SALES)
        self.asked = 0
        self.watch = Watch(self.cluster, self.newest, lambda: self.now)

    async def newest(self) -> Served:
        self.asked += 1
        return self.served


async def test_a_month_nobody_serves_is_barred_until_it_is_back() -> None:
    scene = Scene()
    scene.cluster.drop(*MAY)
    assert scene.watch.barred(1) == frozenset()
    await scene.watch.look()
    assert scene.watch.barred(1) == {MAY}
    assert scene.watch.barred(2) == frozenset(), "what was found is of document 1"
    scene.cluster.heal()
    await scene.watch.look()
    assert scene.watch.barred(1) == frozenset()


async def test_what_an_answer_missed_is_held_against_the_segment_table() -> None:
    """The table lags behind: it may still say that all is well."""
    scene = Scene()
    scene.watch.bar((MAY,))
    scene.now += HELD_SECONDS - 1
    await scene.watch.look()
    assert scene.watch.barred(1) == {MAY}
    scene.now += 1
    await scene.watch.look()
    assert scene.watch.barred(1) == frozenset()


async def test_a_look_that_fails_changes_nothing() -> None:
    scene = Scene()
    scene.cluster.drop(*MAY)
    await scene.watch.look()
    scene.cluster.heal()
    scene.cluster.failure = EngineUnavailable("Away.")
    scene.now += 2 * HELD_SECONDS
    await scene.watch.look()
    assert scene.watch.barred(1) == {MAY}


async def test_a_look_across_a_publication_tells_nothing() -> None:
    scene = Scene()
    scene.cluster.drop(*MAY)
    later = Served(replace(serving_of(TINY), number=2), TINY.manifest, SALES)

    async def published_meanwhile() -> Served:
        scene.asked += 1
        return scene.served if scene.asked == 1 else later

    watch = Watch(scene.cluster, published_meanwhile, lambda: scene.now)
    await watch.look()
    assert (watch.barred(1), watch.barred(2)) == (frozenset(), frozenset())
    await watch.look()
    assert watch.barred(2) == {MAY}


async def test_lines_of_others_are_named() -> None:
    scene = Scene()
    months = tuple(
        replace(m, version="2026-01-01T00:00:00.000Z", rows=m.rows + 1)
        if (m.table, m.month) == (SALES.base, "2024-05")
        else m
        for m in scene.cluster.serving.months
    )
    scene.cluster.serving = replace(scene.cluster.serving, months=months)
    await scene.watch.look()
    assert scene.watch.foreign(1) == {"2024-05"}
    assert scene.watch.foreign(2) == frozenset()
