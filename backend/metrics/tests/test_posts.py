"""Figures of several workers are their sums or highest; of one that ended only what it counted still counts."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from backend.metrics.families import FAMILY, Kind, Merged
from backend.metrics.figures import metric
from backend.metrics.scrape import of_workers
from backend.metrics.workers import Post, Posted, Samples, merged, samples_of
from backend.tests.asking import ROOT

ROUTES = ("/graphql", "/metrics", "other")
counts = st.dictionaries(st.sampled_from(ROUTES), st.integers(0, 10**9))
gauges = st.integers(0, 1000)
workers = st.lists(st.tuples(counts, gauges, gauges, st.booleans()), max_size=5)


def told(counted: dict[str, int], slots: int, breaker: int) -> Samples:
    return samples_of(
        [
            metric("http_requests_total", [((route, "GET", "200"), count) for route, count in counted.items()]),
            metric("engine_slots_in_use", [(("druid",), slots)]),
            metric("breaker_state", [(("router",), breaker)]),
        ]
    )


@given(own=st.tuples(counts, gauges, gauges), others=workers)
def test_merging(own: tuple[dict[str, int], int, int], others: list[tuple[dict[str, int], int, int, bool]]) -> None:
    posts = [Posted(told(one[0], one[1], one[2]), one[3]) for one in others]
    found = {made.name: made for made in merged(told(*own), posts)}
    alive = [own, *(one[:3] for one in others if one[3])]
    every = [own, *(one[:3] for one in others)]
    requests = {one.labels["route"]: one.value for one in found["sales_http_requests"].samples}
    assert requests == {
        route: sum(one[0].get(route, 0) for one in every) for route in ROUTES if any(route in one[0] for one in every)
    }
    assert [one.value for one in found["sales_engine_slots_in_use"].samples] == [sum(one[1] for one in alive)]
    assert [one.value for one in found["sales_breaker_state"].samples] == [max(one[2] for one in alive)]


def test_what_is_posted_is_read_as_it_was(tmp_path: Path) -> None:
    first, second = Post(tmp_path), Post(tmp_path)
    first.put(told({"/graphql": 7}, 2, 0))
    (seen,) = second.others()
    assert (seen.samples, seen.is_alive) == (told({"/graphql": 7}, 2, 0), True)
    assert list(first.others()) == []
    first.close()
    (ended,) = second.others()
    assert (ended.samples, ended.is_alive) == (seen.samples, False)
    second.close()


def test_a_scrape_and_an_end_do_without_the_folder(tmp_path: Path) -> None:
    post = Post(tmp_path / "posts")
    shutil.rmtree(tmp_path / "posts")
    looked_up = [metric("engine_slots_in_use", [(("druid",), 3)])]
    found = {made.name: made.samples for made in of_workers(looked_up, post)}
    assert [one.value for one in found["sales_engine_slots_in_use"]] == [3]
    assert not post.put(told({}, 1, 0))
    post.close()


def test_a_killed_worker_counts_on(tmp_path: Path) -> None:
    script = (
        "import os, sys; from pathlib import Path; from backend.metrics.figures import metric; "
        "from backend.metrics.workers import Post, samples_of; "
        "Post(Path(sys.argv[1])).put(samples_of([metric('cache_bytes', [(('memory',), 5)]), "
        "metric('cache_requests_total', [(('memory', 'hit'), 3)])])); os.kill(os.getpid(), 9)"
    )
    killed = subprocess.run([sys.executable, "-c", script, str(tmp_path)], cwd=ROOT, check=False)
    assert killed.returncode == -9
    mine = Post(tmp_path)
    own = samples_of([metric("cache_bytes", [(("memory",), 1)]), metric("cache_requests_total", [])])
    size, requests = merged(own, mine.others())
    assert [one.value for one in size.samples] == [1]
    assert [one.value for one in requests.samples] == [3]
    mine.close()


def test_a_torn_post_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "1-ab.json").write_bytes(b'{"http_requests_total": [[')
    post = Post(tmp_path)
    assert list(post.others()) == []
    post.close()


def test_what_the_store_says_is_told_once() -> None:
    """Families that only the worker that is asked reads are never posted as its own figures."""
    assert all(FAMILY[name].merged is not Merged.STORE for name in told({}, 0, 0))
    assert {name for name, one in FAMILY.items() if one.merged is Merged.HIGHEST} == {
        "breaker_state",
        "druid_segments_unavailable",
        "cache_oldest_seconds",
    }
    assert all(one.kind is Kind.GAUGE for one in FAMILY.values() if one.merged is Merged.HIGHEST)
