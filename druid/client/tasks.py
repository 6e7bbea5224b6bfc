"""Tasks on the cluster: submitted once under ids of ours, watched, told in plain words when they fail.

In: specifications from `druid.ingestion_spec`. Out: `TaskState`, `TaskReport`; a task that failed is a `TaskFailed`.
A lost answer is resolved by asking for the id. A cluster that restarts meanwhile is waited for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath
from urllib.parse import quote

import orjson

from druid.client.errors import DruidError, Malformed, Refused, TimedOut, Unreachable
from druid.client.router import PASSING, Json, Router

_TASKS = "/druid/indexer/v1"
_DATASOURCES = "/druid/coordinator/v1/datasources"
_JAVA_CLASS = re.compile(r"^(?:[\w$]+\.)+[\w$]+: ")
_BAD_LINE = re.compile(r"\(Path: (?P<path>[^,)]+), Record: \d+, Line: (?P<line>\d+)\)")
_BAD_COLUMN = re.compile(r"for dimension \[(?P<column>\w+)\]")
_LONGEST_REASON = 200
_LATELY = 50

Pulse = Callable[[int], None]
"""Told, again and again, how many rows were read so far; what it raises ends the waiting, not the task."""


class TaskFailed(DruidError):
    """A task that ended without success; `reason` is one plain sentence without data in it."""

    def __init__(self, task: str, reason: str) -> None:
        super().__init__(f"Task {task} failed: {reason}")
        self.task = task
        self.reason = reason


class Phase(StrEnum):
    WAITING = "WAITING"
    RUNNING = "RUNNING"
    SUCCESS = "SUCCESS"
    FAILED = "FAILED"

    @property
    def is_over(self) -> bool:
        return self in {Phase.SUCCESS, Phase.FAILED}


@dataclass(frozen=True, slots=True)
class TaskState:
    """A task as the overlord sees it. `created_at` is an ISO moment of the cluster's clock, `worker` host:port."""

    id: str
    datasource: str
    phase: Phase
    created_at: str
    seconds: float
    reason: str = ""
    worker: str = ""


@dataclass(frozen=True, slots=True)
class TaskReport:
    """What a task read. Lines that it could not read or left out make a load wrong even when the task succeeded."""

    rows: int
    unreadable: int = 0
    left_out: int = 0
    reason: str = ""


class TaskClient:
    """Tasks through one router."""

    def __init__(self, router: Router) -> None:
        self._router = router

    def submit(self, spec: Json) -> str:
        """Have a task run; its id. One that the cluster knows by this id already is not run again."""
        task = str(spec["id"])
        failure: DruidError = Unreachable("Druid was not asked.")
        for _ in self._router.patience.attempts():
            try:
                self._router.ask_once("POST", f"{_TASKS}/task", spec)
            except (Refused, *PASSING) as error:
                if self.status(task) is not None:
                    return task
                if isinstance(error, Refused):
                    raise TaskFailed(task, f"Druid refused it ({_sentence(_said(error.detail))})") from error
                failure = error
            else:
                return task
        raise failure

    def status(self, task: str) -> TaskState | None:
        """None when the cluster never heard of the task."""
        answer = self._router.find(f"{_TASKS}/task/{_part(task)}/status")
        if answer is None:
            return None
        try:
            return _state(answer["status"])
        except (KeyError, TypeError, ValueError) as error:
            raise Malformed("Druid's answer about a task lacks a field.") from error

    def report(self, task: str) -> TaskReport | None:
        """None while there is none: before the task runs, and when its report was cleaned away."""
        answer = self._router.find(f"{_TASKS}/task/{_part(task)}/reports")
        return None if answer is None else _report(answer)

    def wait(self, task: str, seconds: float, pulse: Pulse) -> TaskReport:
        """Watch a task until it succeeds; raises TaskFailed, or TimedOut when it takes longer than `seconds`."""
        for _ in self._router.patience.attempts(seconds):
            state = self.status(task)
            if state is None:
                raise TaskFailed(task, "Druid does not know it")
            if state.phase.is_over:
                return self._outcome(state)
            pulse(self._rows_so_far(state))
        raise TimedOut(f"Task {task} did not end within {seconds:,.0f} seconds.")

    def tasks(self, datasources: Iterable[str]) -> tuple[TaskState, ...]:
        """Tasks of these datasources that wait, run, or failed lately."""
        found = (state for name in sorted(set(datasources)) for state in self._listed(name))
        return tuple(state for state in found if state.phase is not Phase.SUCCESS)

    def cancel(self, task: str) -> None:
        """Stop a task; one that is over or unknown stays as it is."""
        self._router.ask("POST", f"{_TASKS}/task/{_part(task)}/shutdown")

    def mark_unused(self, datasource: str, intervals: Iterable[str]) -> None:
        """Let what is wholly inside of the intervals serve no longer."""
        for interval in intervals:
            self._router.ask("POST", f"{_DATASOURCES}/{_part(datasource)}/markUnused", {"interval": interval})

    def _outcome(self, state: TaskState) -> TaskReport:
        report = self.report(state.id)
        if state.phase is Phase.FAILED:
            told = report.reason if report and report.reason else state.reason
            raise TaskFailed(state.id, told + (f" (on {state.worker})" if state.worker else ""))
        if report is None:
            return TaskReport(rows=0)
        if not report.rows and not report.left_out:
            raise TaskFailed(state.id, "it found no lines; its workers may not see the files that were staged")
        if report.unreadable or report.left_out:
            raise TaskFailed(
                state.id,
                f"it left out {report.left_out:,} lines outside of its months "
                f"and could not read {report.unreadable:,}, of {report.rows:,}",
            )
        return report

    def _rows_so_far(self, state: TaskState) -> int:
        """A number for the eyes: when it cannot be had, the task is no worse for it."""
        if state.phase is not Phase.RUNNING:
            return 0
        try:
            answer = self._router.ask_once("GET", f"{_TASKS}/task/{_part(state.id)}/reports")
            return _report(answer).rows if isinstance(answer, dict) else 0
        except DruidError:
            return 0

    def _listed(self, datasource: str) -> list[TaskState]:
        listed = self._router.rows("GET", f"{_TASKS}/tasks?datasource={_part(datasource)}&max={_LATELY}")
        return [_state(entry) for entry in listed]


def _part(name: str) -> str:
    return quote(name, safe="")


def _state(entry: Json) -> TaskState:
    place = entry.get("location") or {}
    phase = Phase(entry["statusCode"])
    if phase is Phase.RUNNING and entry.get("runnerStatusCode") in {"WAITING", "PENDING"}:
        phase = Phase.WAITING
    return TaskState(
        id=entry["id"],
        datasource=entry["dataSource"],
        phase=phase,
        created_at=entry["createdTime"],
        seconds=max(0, entry.get("duration") or 0) / 1000,
        reason=_sentence(entry.get("errorMsg") or "") if phase is Phase.FAILED else "",
        worker=f"{place['host']}:{place['port']}" if place.get("host") else "",
    )


def _report(answer: Json) -> TaskReport:
    """The counts of the pass that builds segments, in any of the forms that kinds of tasks write them."""
    payload = answer.get("ingestionStatsAndErrors", {}).get("payload") or {}
    stats = payload.get("rowStats") or {}
    counts = stats.get("totals", stats).get("buildSegments") or {}
    faults = list(_faults(payload.get("unparseableEvents") or {}))
    return TaskReport(
        rows=counts.get("processed", 0),
        unreadable=counts.get("unparseable", 0) + counts.get("processedWithError", 0),
        left_out=counts.get("thrownAway", 0),
        reason=faults[0] if faults else _sentence(error) if (error := payload.get("errorMsg")) else "",
    )


def _faults(events: Json) -> Iterator[str]:
    for entries in events.values():
        for entry in entries or ():
            details = " ".join(entry.get("details") or ()) if isinstance(entry, dict) else str(entry)
            yield _fault(details)


def _fault(details: str) -> str:
    """Where a line is wrong, without a word of what is in it.

    >>> _fault("Unable to parse row [{x] (Path: file:/data/2024-03-ab-000.json.gz, Record: 4, Line: 4)")
    'line 4 of 2024-03-ab-000.json.gz cannot be read'
    >>> _fault("Could not convert value [Jane] to long for dimension [units_sold].")
    'a line cannot be read: units_sold is not a whole number'
    """
    if place := _BAD_LINE.search(details):
        return f"line {place['line']} of {PurePosixPath(place['path']).name} cannot be read"
    if column := _BAD_COLUMN.search(details):
        return f"a line cannot be read: {column['column']} is not a whole number"
    return "a line cannot be read"


def _sentence(error: str) -> str:
    """The words of a Java error without its classes and its trace.

    >>> _sentence("java.lang.IllegalStateException: java.io.EOFException: Unexpected end of file\\n\\tat a.b")
    'Unexpected end of file'
    """
    words = error.split("\n", 1)[0].strip()
    while _JAVA_CLASS.match(words):
        words = _JAVA_CLASS.sub("", words, count=1)
    return words[:_LONGEST_REASON].rstrip(". ") or "Druid gives no reason"


def _said(detail: str) -> str:
    """What a refusal says, out of its JSON."""
    try:
        answer = orjson.loads(detail)
        return str(answer.get("errorMessage") or answer.get("error") or "")
    except (orjson.JSONDecodeError, AttributeError):
        return ""
