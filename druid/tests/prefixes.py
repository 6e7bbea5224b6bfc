"""A prefix for the datasources of a test on a shared cluster, and their end.

In: the address of a router. Out: a prefix nobody else uses; afterwards its tasks are stopped, its datasources dropped.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

import httpx


@contextmanager
def fresh_prefix(url: str) -> Iterator[str]:
    """Fixtures of any scope open one of these."""
    prefix = f"t{secrets.token_hex(4)}_"
    try:
        yield prefix
    finally:
        drop_datasources(url, prefix)


def drop_datasources(url: str, prefix: str) -> list[str]:
    """Stop what is loading into datasources that begin with the prefix, then drop them; their names."""
    with httpx.Client(base_url=url, timeout=30, trust_env=False) as router:
        served = router.get("/druid/coordinator/v1/metadata/datasources").raise_for_status().json()
        tasks = router.get("/druid/indexer/v1/tasks?state=running").raise_for_status().json()
        names = {name for name in (*served, *(task["dataSource"] for task in tasks)) if name.startswith(prefix)}
        for name in sorted(names):
            stopped = router.post(f"/druid/indexer/v1/datasources/{name}/shutdownAllTasks")
            if stopped.status_code != httpx.codes.NOT_FOUND:  # the answer for a name without a running task
                stopped.raise_for_status()
            router.delete(f"/druid/coordinator/v1/datasources/{name}").raise_for_status()
    return sorted(names)
