"""The one error of the client: what the API refused, in its own code, sentence and hint."""

from __future__ import annotations


class SalesApiError(Exception):
    """`code` is stable, such as UNKNOWN_PARAMETER; UNREACHABLE and NOT_WHOLE are the client's own.

    `status` is the HTTP status, 0 when nothing came back; `request_id` finds the request in the server's log.
    """

    def __init__(
        self, code: str, message: str, hint: str | None = None, status: int = 0, request_id: str | None = None
    ) -> None:
        super().__init__(f"{code}: {message}" + (f" {hint}" if hint else ""))
        self.code = code
        self.message = message
        self.hint = hint
        self.status = status
        self.request_id = request_id


def refusal(error: dict[str, str | None], status: int, request_id: str | None) -> SalesApiError:
    """The `error` of an envelope as an exception."""
    return SalesApiError(
        str(error.get("code") or "INTERNAL_ERROR"),
        str(error.get("message") or ""),
        error.get("hint"),
        status,
        request_id,
    )
