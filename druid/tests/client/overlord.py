"""Stands in for the overlord behind a `FaultProxy`: keeps tasks as Druid does and answers in Druid's words.

In: requests. Out: replies; `submissions` counts the tasks that were really taken on.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import orjson

from druid.tests.client.fault_proxy import Reply, Seen

TASKS = "/druid/indexer/v1/task"


@dataclass
class Overlord:
    """Tasks run for `looks` looks at their status, then end in `outcome` with `report` as their report's payload."""

    looks: int = 2
    outcome: str = "SUCCESS"
    error: str | None = None
    report: dict[str, Any] = field(default_factory=dict)
    submissions: list[str] = field(default_factory=list)
    stopped: list[str] = field(default_factory=list)
    _seen: dict[str, int] = field(default_factory=dict)

    def __call__(self, seen: Seen) -> Reply:
        if seen.path == TASKS:
            return self._take(orjson.loads(seen.body)["id"])
        task, _, what = seen.path.removeprefix(f"{TASKS}/").partition("/")
        if task not in self.submissions:
            return Reply(404, (), f"Cannot find any task with id: [{task}]".encode())
        if what == "shutdown":
            self.stopped.append(task)
            return _json({"task": task})
        return self._state(task) if what == "status" else self._report()

    def _take(self, task: str) -> Reply:
        if task in self.submissions:
            told = {"errorCode": "entryAlreadyExists", "errorMessage": f"Task[{task}] already exists"}
            return _json(told, 400)
        self.submissions.append(task)
        return _json({"task": task})

    def _state(self, task: str) -> Reply:
        self._seen[task] = looks = self._seen.get(task, 0) + 1
        is_over = looks > self.looks
        status = {
            "id": task,
            "dataSource": "sales_analytics",
            "createdTime": "2024-03-01T00:00:00.000Z",
            "statusCode": self.outcome if is_over else "RUNNING",
            "runnerStatusCode": "NONE" if is_over else "RUNNING",
            "duration": 1500 if is_over else -1,
            "location": {"host": "worker", "port": 8091, "tlsPort": -1},
            "errorMsg": self.error if is_over else None,
        }
        return _json({"task": task, "status": status})

    def _report(self) -> Reply:
        return _json({"ingestionStatsAndErrors": {"payload": self.report}})


def counted(rows: int, **others: int) -> dict[str, Any]:
    """A report's payload over so many rows."""
    return {"rowStats": {"buildSegments": {"processed": rows, **others}}}


def _json(body: object, status: int = 200) -> Reply:
    return Reply(status, (("Content-Type", "application/json"),), orjson.dumps(body))
