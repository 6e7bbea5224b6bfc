"""Tables of frames in a real Druid, and statements put to it bare: nothing of the product's client or staging.

Comes in: a Druid's address, frames, Druid SQL with typed parameters. Goes out: rows as Python values. Column types are
written out in the task, nothing is guessed; every name begins with a prefix of its own and is dropped at the end.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping, Sequence
from datetime import datetime
from types import TracebackType
from typing import Any, Self

import httpx
import orjson
import polars as pl

from backend.planner.plan import Parameter

EXACT: Mapping[str, object] = {
    "useApproximateCountDistinct": False,
    "useApproximateTopN": False,
    "useGroupingSetForExactDistinct": False,
    "sqlTimeZone": "UTC",
    "useCache": False,
    "populateCache": False,
}
EVER = "1900-01-01/2200-01-01"
PATIENCE_SECONDS = 180.0
Row = dict[str, object]


class Cluster:
    """A Druid with tables of this test alone."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.prefix = f"p{secrets.token_hex(4)}_"
        self._http = httpx.Client(base_url=url, timeout=60)
        self._loaded: list[str] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for name in self._loaded:
            path = f"/druid/coordinator/v1/datasources/{name}/markUnused"
            self._http.post(path, json={"interval": EVER})
        self._http.close()

    def load(self, frames: Mapping[str, pl.DataFrame], zone: str, segments: str = "P1M") -> None:
        """Every frame as a table of its own, all tasks at once; back when every row is served."""
        cut = {"type": "period", "period": segments, "timeZone": zone}
        tasks = [self._submit(name, frame, cut) for name, frame in frames.items() if frame.height]
        for task in tasks:
            self._finish(task)
        for name, frame in frames.items():
            self._serve(self.prefix + name, frame.height)

    def _submit(self, name: str, frame: pl.DataFrame, cut: Mapping[str, str]) -> str:
        table = self.prefix + name
        self._loaded.append(table)
        answer = self._http.post("/druid/indexer/v1/task", json=task_of(table, frame, cut))
        return str(answer.raise_for_status().json()["task"])

    def _finish(self, task: str) -> None:
        ends = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < ends:
            status = self._http.get(f"/druid/indexer/v1/task/{task}/status").raise_for_status().json()["status"]
            if status["statusCode"] == "SUCCESS":
                return
            assert status["statusCode"] != "FAILED", status
            time.sleep(0.3)
        raise AssertionError(f"{task} did not end")

    def _serve(self, table: str, rows: int) -> None:
        text = (
            "SELECT SUM(num_rows) AS n, COUNT(*) FILTER (WHERE is_available = 0) AS waiting"
            " FROM sys.segments WHERE datasource = ? AND is_active = 1"
        )
        ends = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < ends:
            found = self.ask(text, [Parameter("VARCHAR", table)])
            if not rows or (found == [{"n": rows, "waiting": 0}] and self._is_known(table)):
                return
            time.sleep(0.3)
        raise AssertionError(f"{table} is not served")

    def _is_known(self, table: str) -> bool:
        text = "SELECT COUNT(*) AS n FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_NAME = ?"
        return self.ask(text, [Parameter("VARCHAR", table)]) == [{"n": 1}]

    def segments(self, name: str) -> list[tuple[int, str, int, int]]:
        """Start (epoch ms), version, number and rows of a table's segments by stretch of time."""
        text = (
            'SELECT "start", "version", COUNT(*) AS parts, SUM(num_rows) AS held FROM sys.segments'
            " WHERE datasource = ? AND is_active = 1 GROUP BY 1, 2"
        )
        rows = self.ask(text, [Parameter("VARCHAR", self.prefix + name)])
        starts = [round(datetime.fromisoformat(str(row["start"])).timestamp() * 1000) for row in rows]
        return [
            (start, str(row["version"]), int(str(row["parts"])), int(str(row["held"])))
            for start, row in zip(starts, rows, strict=True)
        ]

    def ask(self, text: str, parameters: Sequence[Parameter] = (), context: Mapping[str, object] = EXACT) -> list[Row]:
        """The rows of a statement; a refused one is the assertion that fails."""
        body = {
            "query": text,
            "context": dict(context),
            "resultFormat": "object",
            "parameters": [{"type": p.type, "value": p.value} for p in parameters],
        }
        answer = self._http.post(
            "/druid/v2/sql", content=orjson.dumps(body), headers={"content-type": "application/json"}
        )
        assert answer.status_code == 200, answer.text
        rows: list[Row] = orjson.loads(answer.content)
        return rows


def task_of(table: str, frame: pl.DataFrame, cut: Mapping[str, str]) -> dict[str, Any]:
    """A native batch task that holds the rows itself; instants but `__time` are longs."""
    lines = b"\n".join(orjson.dumps(row) for row in with_millis(frame).iter_rows(named=True))
    dimensions = [
        {"name": name, "type": "string" if dtype == pl.String else "long"}
        for name, dtype in frame.schema.items()
        if name != "__time"
    ]
    schema = {
        "dataSource": table,
        "timestampSpec": {"column": "__time", "format": "millis"},
        "dimensionsSpec": {"dimensions": dimensions},
        "granularitySpec": {
            "segmentGranularity": dict(cut),
            "queryGranularity": "none",
            "rollup": False,
        },
    }
    source = {
        "type": "index_parallel",
        "inputSource": {"type": "inline", "data": lines.decode()},
        "inputFormat": {"type": "json"},
    }
    tuning = {"type": "index_parallel", "maxNumConcurrentSubTasks": 1}
    return {"type": "index_parallel", "spec": {"dataSchema": schema, "ioConfig": source, "tuningConfig": tuning}}


def with_millis(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(pl.col(pl.Datetime).dt.epoch("ms"))


def moment(value: object) -> datetime:
    """Druid's ISO text of a timestamp as naive UTC."""
    assert isinstance(value, str)
    return datetime.fromisoformat(value).replace(tzinfo=None)
