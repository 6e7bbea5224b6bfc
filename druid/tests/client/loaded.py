"""A small table on a real Druid: three months in three segments, whose every answer plain Python knows.

In: a router's address and a name. Out: the rows, once the cluster serves all of them.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpx
import orjson

MONTHS = (datetime(2024, 1, 1, tzinfo=UTC), datetime(2024, 2, 1, tzinfo=UTC), datetime(2024, 3, 1, tzinfo=UTC))
END = datetime(2024, 4, 1, tzinfo=UTC)
ROWS_A_MONTH = 3000
WAIT_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Line:
    at: datetime
    branch: str | None
    customer: str
    net: int


def lines() -> list[Line]:
    """`branch` takes seven values, one of them null, and one empty; every `customer` is another."""
    names = ("Nairobi", "Thika", "", None, "Côte d'Ivoire", 'quote " and ?', "Mombasa")
    return [
        Line(month.replace(day=1 + i % 28), names[i % 7], f"c{month.month}-{i}", (i - 1500) * 1_000_003 + month.month)
        for month in MONTHS
        for i in range(ROWS_A_MONTH)
    ]


def over(name: str, sql: str) -> str:
    """The statement, written over a table SALES, over the table of that name."""
    return sql.replace("SALES", f'"{name}"')


def load(url: str, name: str) -> list[Line]:
    told = lines()
    with httpx.Client(base_url=url, timeout=30, trust_env=False) as router:
        router.post("/druid/indexer/v1/task", json=_task(name, told)).raise_for_status()
        asked = {"query": over(name, "SELECT COUNT(*) FROM SALES"), "resultFormat": "array"}
        for _ in range(WAIT_SECONDS * 4):
            answer = router.post("/druid/v2/sql", json=asked)
            if answer.status_code == httpx.codes.OK and answer.json() == [[len(told)]]:
                return told
            time.sleep(0.25)
    raise AssertionError("the cluster did not serve the table in time")


def unserve(url: str, name: str, interval: str) -> None:
    """Takes the interval's segments away, as a lost server would."""
    with httpx.Client(base_url=url, timeout=30, trust_env=False) as router:
        path = f"/druid/coordinator/v1/datasources/{name}/markUnused"
        router.post(path, json={"interval": interval}).raise_for_status()


def _task(name: str, told: list[Line]) -> dict[str, Any]:
    data = b"\n".join(
        orjson.dumps({"t": line.at.isoformat(), "branch": line.branch, "customer": line.customer, "net": line.net})
        for line in told
    )
    schema = {
        "dataSource": name,
        "timestampSpec": {"column": "t", "format": "iso"},
        "dimensionsSpec": {"dimensions": ["branch", "customer", {"type": "long", "name": "net"}]},
        "granularitySpec": {"segmentGranularity": "MONTH", "queryGranularity": "NONE", "rollup": False},
    }
    source = {
        "type": "index_parallel",
        "inputSource": {"type": "inline", "data": data.decode()},
        "inputFormat": {"type": "json"},
    }
    tuning = {"type": "index_parallel"}
    return {"type": "index_parallel", "spec": {"dataSchema": schema, "ioConfig": source, "tuningConfig": tuning}}
