"""Plain questions to a Druid's router, asked in turn: each is asked again while the cluster is away for a moment.

In: the router's address and how long to be patient. Out: JSON values, None where there is no such thing; failures as
`DruidError`. The tasks of a load and the state of segments go through here; questions of readers do not.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Self

import httpx
import orjson

from druid.client.errors import Busy, DruidError, Failed, Malformed, Refused, TimedOut, Truncated, Unreachable

Json = dict[str, Any]
PASSING = (Unreachable, TimedOut, Busy, Truncated, Failed)
"""Failures that may be over at the next attempt: a service that restarts, a lost connection, no capacity."""

_GROWTH = 1.2
_NOTHING_THERE = re.compile(r"Cannot find any task|No task reports")
_NOT_FOUND, _TOO_MANY, _LOWEST_BAD, _LOWEST_FAILED = 404, 429, 400, 500


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds: for one answer, between attempts or looks at first and at most, and in all while the cluster is away."""

    answer: float = 15.0
    pause: float = 0.25
    away: float = 180.0
    slowest: float = 2.0

    def attempts(self, seconds: float | None = None) -> Iterator[None]:
        """One now and one after each pause, which grow; the last when the time is over."""
        end = time.monotonic() + (self.away if seconds is None else seconds)
        pause = self.pause
        yield
        while (left := end - time.monotonic()) > 0:
            time.sleep(min(pause, left))
            pause = max(self.pause, min(self.slowest, pause * _GROWTH))
            yield


class Router:
    """A connection to one router; closed with the work it serves."""

    def __init__(self, url: str, patience: Patience | None = None) -> None:
        self.patience = patience or Patience()
        self._client = httpx.Client(base_url=url, timeout=self.patience.answer, trust_env=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._client.close()

    def find(self, path: str) -> Json | None:
        """The JSON object there, None when there is none."""
        answer = self.ask("GET", path)
        if answer is None or isinstance(answer, dict):
            return answer
        raise Malformed("Druid's answer is not a JSON object.")

    def rows(self, method: str, path: str, body: object = None) -> list[Any]:
        """The JSON list there, empty when there is none."""
        answer = self.ask(method, path, body)
        if isinstance(answer, list):
            return answer
        if answer is None:
            return []
        raise Malformed("Druid's answer is not a JSON list.")

    def ask(self, method: str, path: str, body: object = None) -> object:
        """The answer to something that may be asked twice, waiting for a cluster that is away."""
        failure: DruidError | None = None
        for _ in self.patience.attempts():
            try:
                return self.ask_once(method, path, body)
            except PASSING as passing:
                failure = passing
        raise failure or Unreachable("Druid was not asked.")

    def ask_once(self, method: str, path: str, body: object = None) -> object:
        """One attempt; None when there is no such thing."""
        content = None if body is None else orjson.dumps(body)
        headers = {} if body is None else {"Content-Type": "application/json"}
        try:
            answer = self._client.request(method, path, content=content, headers=headers)
        except httpx.TimeoutException as error:
            raise TimedOut("Druid did not answer in time.") from error
        except httpx.RemoteProtocolError as error:
            raise Truncated("Druid's answer ended too early.") from error
        except httpx.TransportError as error:
            raise Unreachable("Druid could not be reached.") from error
        return _content(answer)


def _content(answer: httpx.Response) -> object:
    """What was answered; None only in Druid's own words, as what stands before a Druid that is away says 404 too."""
    status = answer.status_code
    if status == _NOT_FOUND and _NOTHING_THERE.match(answer.text):
        return None
    if status == _TOO_MANY:
        raise Busy("Druid has no room for one more request.")
    if status >= _LOWEST_FAILED or status == _NOT_FOUND or answer.is_redirect:
        raise Failed("Druid could not answer.", status=status, detail=answer.text[:500])
    if status >= _LOWEST_BAD:
        raise Refused("Druid refused the request.", status=status, detail=answer.text[:500])
    try:
        return orjson.loads(answer.content) if answer.content.strip() else {}
    except orjson.JSONDecodeError as error:
        raise Truncated("Druid's answer is cut short or not JSON.") from error
