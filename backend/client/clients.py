"""The two clients: the same questions with and without `await`.

In: the API's address, a key if it asks for one, and how long to be patient with an API that is busy. Out: frames, or
`SalesApiError`. Answers of 429 and 503 are asked again after the time that the API names.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Self, Unpack

import httpx

from backend.client.asking import ARROW, Asked, Question, Table, ask_explore, ask_graphql, ask_members, ask_report
from backend.client.frames import SalesFrame, read_arrow, read_envelope
from backend.client.refusals import SalesApiError, refusal

TIMEOUT_SECONDS = 60.0
PATIENCE_SECONDS = 30.0
BUSY = frozenset({429, 503})
LOCAL = "http://localhost:8000"


def _headers(asked: Asked) -> dict[str, str]:
    return {"Accept": asked.wants}


def _unreachable(address: httpx.URL, error: httpx.HTTPError) -> SalesApiError:
    told = f"{address} cannot be reached ({type(error).__name__})."
    return SalesApiError("UNREACHABLE", told, "Is it running? Start it with `make serve`.")


def _wait(response: httpx.Response, waited: float, patience: float) -> float | None:
    """Seconds until a busy API may be asked again; None when its answer stands."""
    if response.status_code not in BUSY:
        return None
    stated = response.headers.get("Retry-After", "1")
    pause = float(stated) if stated.isdigit() else 1.0
    return pause if waited + pause <= patience else None


def _checked(response: httpx.Response) -> httpx.Response:
    """The answer itself; raises what the API refused."""
    if response.is_success:
        return response
    request_id = response.headers.get("X-Request-ID")
    try:
        body = response.json()
        error = body.get("error") or body["errors"][0]
    except (ValueError, KeyError, IndexError, AttributeError) as wrong:
        told = f"{response.url} answered {response.status_code} in a form that is not the API's."
        raise SalesApiError("NOT_THE_API", told, status=response.status_code, request_id=request_id) from wrong
    coded = {**error.get("extensions", {}), **error}
    raise refusal(coded, response.status_code, request_id)


def _frame(asked: Asked, response: httpx.Response) -> SalesFrame:
    if asked.wants == ARROW:
        return read_arrow(_checked(response).content, asked.about)
    envelope = _checked(response).json()
    return read_envelope(envelope, asked.about)


def _fields(response: httpx.Response) -> dict[str, SalesFrame]:
    """Each root field of a GraphQL answer; a field that was refused raises."""
    body = _checked(response).json()
    request_id = response.headers.get("X-Request-ID")
    if body.get("errors"):
        error = body["errors"][0]
        raise refusal({**error.get("extensions", {}), "message": error["message"]}, response.status_code, request_id)
    found = {}
    for name, envelope in body["data"].items():
        if not isinstance(envelope, Mapping):
            raise SalesApiError("NOT_A_REPORT", f"The field {name} is no report.", "Ask for reports, with their data.")
        if envelope.get("error"):
            raise refusal(envelope["error"], response.status_code, request_id)
        if envelope.get("data", ()) is None:
            hint = "Ask for `error { code message hint }` beside `data` to be told why."
            raise SalesApiError("REFUSED", f"{name} was not answered.", hint, response.status_code, request_id)
        found[name] = read_envelope(envelope, name)
    return found


class Client:
    """Asks and waits.

    >>> client = Client("http://localhost:8000")
    >>> client.close()
    """

    def __init__(self, address: str = LOCAL, *, key: str | None = None, patience: float = PATIENCE_SECONDS) -> None:
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._http = httpx.Client(base_url=address, headers=headers, timeout=TIMEOUT_SECONDS)
        self._patience = patience

    def kpi(self, report: str, **question: Unpack[Question]) -> SalesFrame:
        """A report's rows, all of them unless `limit` says otherwise.

        `client.kpi("top-products", period="MONTH", branch=["Thika", "Ruiru"], compare=["PREVIOUS_YEAR"])`: filters
        are arguments named after their dimension; `exclude` and `contains` are filters too. Raises SalesApiError.
        """
        return self._frame(ask_report(report, question))

    def explore(self, measures: Sequence[str], dimensions: Sequence[str] = (), **table: Unpack[Table]) -> SalesFrame:
        """Any measures by any dimensions; the other keywords are those of the report `explore`."""
        return self._frame(ask_explore(measures, dimensions, table))

    def members(self, dimension: str, **arguments: str | int) -> SalesFrame:
        """The members of a dimension with their counts, by first sale; `search`, `limit`, `after`."""
        return self._frame(ask_members(dimension, arguments))

    def graphql(
        self, document: str, variables: Mapping[str, object] | None = None
    ) -> SalesFrame | dict[str, SalesFrame]:
        """The frame of a document's one field, or a frame for each. Ask for `metadata` to have the provenance."""
        found = _fields(self._send(ask_graphql(document, variables or {})))
        return next(iter(found.values())) if len(found) == 1 else found

    def _frame(self, asked: Asked) -> SalesFrame:
        return _frame(asked, self._send(asked))

    def _send(self, asked: Asked) -> httpx.Response:
        begun = time.monotonic()
        while True:
            try:
                response = self._http.request(
                    asked.method, asked.path, params=asked.query or None, json=asked.body, headers=_headers(asked)
                )
            except httpx.HTTPError as error:
                raise _unreachable(self._http.base_url, error) from error
            pause = _wait(response, time.monotonic() - begun, self._patience)
            if pause is None:
                return response
            time.sleep(pause)

    def close(self) -> None:
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class AsyncClient:
    """The same questions as `Client`, awaited. `transport` speaks to an application in this process."""

    def __init__(
        self,
        address: str = LOCAL,
        *,
        key: str | None = None,
        patience: float = PATIENCE_SECONDS,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._http = httpx.AsyncClient(base_url=address, headers=headers, timeout=TIMEOUT_SECONDS, transport=transport)
        self._patience = patience

    async def kpi(self, report: str, **question: Unpack[Question]) -> SalesFrame:
        """See `Client.kpi`."""
        return await self._frame(ask_report(report, question))

    async def explore(
        self, measures: Sequence[str], dimensions: Sequence[str] = (), **table: Unpack[Table]
    ) -> SalesFrame:
        """See `Client.explore`."""
        return await self._frame(ask_explore(measures, dimensions, table))

    async def members(self, dimension: str, **arguments: str | int) -> SalesFrame:
        """See `Client.members`."""
        return await self._frame(ask_members(dimension, arguments))

    async def graphql(
        self, document: str, variables: Mapping[str, object] | None = None
    ) -> SalesFrame | dict[str, SalesFrame]:
        """See `Client.graphql`."""
        found = _fields(await self._send(ask_graphql(document, variables or {})))
        return next(iter(found.values())) if len(found) == 1 else found

    async def _frame(self, asked: Asked) -> SalesFrame:
        return _frame(asked, await self._send(asked))

    async def _send(self, asked: Asked) -> httpx.Response:
        begun = time.monotonic()
        while True:
            try:
                response = await self._http.request(
                    asked.method, asked.path, params=asked.query or None, json=asked.body, headers=_headers(asked)
                )
            except httpx.HTTPError as error:
                raise _unreachable(self._http.base_url, error) from error
            pause = _wait(response, time.monotonic() - begun, self._patience)
            if pause is None:
                return response
            await asyncio.sleep(pause)

    async def close(self) -> None:
        await self._http.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()
