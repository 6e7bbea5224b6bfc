"""Every way a question can fail: one tree, each class with its code, HTTP status and hint.

    SalesError
    +-- BadQuestion                 the caller can mend it
    |   +-- UnknownParameter 400    RepeatedParameter 400    InvalidParameter 422
    |   +-- UnknownReport 404       UnknownDimension 422     UnknownMeasure 422    UnknownField 422
    |   +-- UnknownMember 422
    |   +-- UnknownTimezone 422     InvalidRange 422         TooManyBuckets 422    TooManyValues 422
    |   +-- TooManyColumns 422
    |   +-- InvalidCursor 422       DimensionNotLoaded 422   MeasureNotLoaded 422  IllegalCombination 422
    |   +-- TimeOfDayNotLoaded 422  NotAvailable 422       NotEnoughData 422     ModelNotConverged 422
    +-- Refused                     limits and forms of a request
    |   +-- DepthLimit 400          ComplexityLimit 400/422  AliasLimit 400        TokenLimit 400
    |   +-- BatchingDisabled 400    InvalidJson 400          InvalidDocument 400   PayloadTooLarge 413
    |   +-- UnsupportedMediaType 415 NotAcceptable 406       NotFound 404          MethodNotAllowed 405
    |   +-- UrlTooLong 414           HeadersTooLarge 431     RequestTimeout 408      RateLimited 429
    |   +-- Unauthenticated 401      Forbidden 403           NothingPermitted 403
    |   +-- PersistedQueryNotFound 404                        PersistedQueryMismatch 400
    |   +-- PersistedQueryNotSupported 400                    PersistedQueryOnly 403
    +-- Unavailable                 not the caller's fault
        +-- StoreOutdated 503
        +-- NoData 503              EngineFailed 500         EngineTimeout 504     Overloaded 503
        +-- EngineUnavailable 503   EngineTruncated 502      SegmentsUnavailable 503
        +-- SegmentsDiffer 503      ZoneDiffers 503          ShuttingDown 503      ModelBeingFitted 503
        +-- VersionGone 410         InternalError 500

Errors of files sent are in `load_errors`; the table of all is in `error_table`.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import ClassVar


class SalesError(Exception):
    """A coded failure: `message` is a plain sentence, `hint` says what to do next.

    `retry_after` are the seconds after which asking again makes sense, where that is known.
    """

    code: ClassVar[str] = "INTERNAL_ERROR"
    status: ClassVar[int] = 500
    default_hint: ClassVar[str] = "Try again; if it stays, report the request id."

    def __init__(
        self, message: str, hint: str | None = None, *, field: str | None = None, retry_after: int | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint if hint is not None else self.default_hint
        self.field = field
        self.retry_after = retry_after


class BadQuestion(SalesError):
    code = "INVALID_PARAMETER"
    status = 422
    default_hint = "See /docs for the accepted values."


class UnknownParameter(BadQuestion):
    code = "UNKNOWN_PARAMETER"
    status = 400


class RepeatedParameter(BadQuestion):
    code = "REPEATED_PARAMETER"
    status = 400


class InvalidParameter(BadQuestion):
    code = "INVALID_PARAMETER"


class UnknownReport(BadQuestion):
    code = "UNKNOWN_REPORT"
    status = 404


class UnknownDimension(BadQuestion):
    code = "UNKNOWN_DIMENSION"


class UnknownMeasure(BadQuestion):
    code = "UNKNOWN_MEASURE"


class UnknownField(BadQuestion):
    code = "UNKNOWN_FIELD"


class UnknownMember(BadQuestion):
    code = "UNKNOWN_MEMBER"
    default_hint = "Names are written as in the loaded files; search them at /api/filter-options."


class UnknownTimezone(BadQuestion):
    code = "UNKNOWN_TIMEZONE"
    default_hint = "Use an IANA name such as Africa/Nairobi."


class InvalidRange(BadQuestion):
    code = "INVALID_RANGE"


class TooManyBuckets(BadQuestion):
    code = "TOO_MANY_BUCKETS"
    default_hint = "Ask for a coarser grain or a shorter period."


class TooManyValues(BadQuestion):
    code = "TOO_MANY_VALUES"


class TooManyGroups(BadQuestion):
    code = "TOO_MANY_GROUPS"
    default_hint = "Ask for fewer dimensions, a coarser grain, a shorter period, or filter the members."


class TooManyColumns(BadQuestion):
    code = "TOO_MANY_COLUMNS"
    default_hint = "Filter the members that become columns, take a coarser grain, or ask for them as rows."


class InvalidCursor(BadQuestion):
    code = "INVALID_CURSOR"
    default_hint = "Pass the endCursor of the same question, unchanged, or ask without `after`."


class DimensionNotLoaded(BadQuestion):
    code = "DIMENSION_NOT_LOADED"
    default_hint = "Load files that carry this column."


class MeasureNotLoaded(BadQuestion):
    code = "MEASURE_NOT_LOADED"
    default_hint = "Load files that carry this column."


class IllegalCombination(BadQuestion):
    code = "ILLEGAL_COMBINATION"


class TimeOfDayNotLoaded(BadQuestion):
    code = "TIME_OF_DAY_NOT_LOADED"
    default_hint = "The loaded lines carry dates without a time of day; ask by day or longer."


class NotAvailable(BadQuestion):
    code = "NOT_AVAILABLE"


class NotEnoughData(BadQuestion):
    code = "NOT_ENOUGH_DATA"
    default_hint = "Load a longer history, with the customers of each sale."


class ModelNotConverged(BadQuestion):
    code = "MODEL_NOT_CONVERGED"
    default_hint = "Load a longer history; customers may behave otherwise than the model supposes."


class Refused(SalesError):
    code = "REFUSED"
    status = 400
    default_hint = "See /docs for the limits."


class DepthLimit(Refused):
    code = "DEPTH_LIMIT"


class ComplexityLimit(Refused):
    code = "COMPLEXITY_LIMIT"


class AliasLimit(Refused):
    code = "ALIAS_LIMIT"


class TokenLimit(Refused):
    code = "TOKEN_LIMIT"


class BatchingDisabled(Refused):
    code = "BATCHING_DISABLED"
    default_hint = "Send one operation a request; several root fields fit in one operation."


class InvalidJson(Refused):
    code = "INVALID_JSON"


class InvalidDocument(Refused):
    code = "INVALID_DOCUMENT"


class PersistedQueryNotFound(Refused):
    code = "PERSISTED_QUERY_NOT_FOUND"
    status = 404
    default_hint = (
        "Send the text with the hash, or load the dashboard's page again: its operations are those of its build."
    )


class PersistedQueryMismatch(Refused):
    code = "PERSISTED_QUERY_MISMATCH"
    default_hint = "Send the SHA-256 of the query's UTF-8 bytes, in lower-case hexadecimal digits, or no hash."


class PersistedQueryNotSupported(Refused):
    code = "PERSISTED_QUERY_NOT_SUPPORTED"
    default_hint = "Send version 1, or the text alone."


class PersistedQueryOnly(Refused):
    code = "PERSISTED_QUERY_ONLY"
    status = 403
    default_hint = "Load the dashboard's page again, ask over REST, or ask whoever gave you your key for another role."


class PayloadTooLarge(Refused):
    code = "PAYLOAD_TOO_LARGE"
    status = 413


class UnsupportedMediaType(Refused):
    code = "UNSUPPORTED_MEDIA_TYPE"
    status = 415
    default_hint = "Send application/json."


class NotAcceptable(Refused):
    code = "NOT_ACCEPTABLE"
    status = 406


class NotFound(Refused):
    code = "NOT_FOUND"
    status = 404


class MethodNotAllowed(Refused):
    code = "METHOD_NOT_ALLOWED"
    status = 405


class UrlTooLong(Refused):
    code = "URL_TOO_LONG"
    status = 414
    default_hint = "Send long filters to GraphQL, in the body of a POST."


class HeadersTooLarge(Refused):
    code = "HEADERS_TOO_LARGE"
    status = 431


class RequestTimeout(Refused):
    code = "REQUEST_TIMEOUT"
    status = 408
    default_hint = "Send the whole body at once."


class RateLimited(Refused):
    code = "RATE_LIMITED"
    status = 429
    default_hint = "Ask again when the seconds of Retry-After are over."


class Unauthenticated(Refused):
    code = "UNAUTHENTICATED"
    status = 401
    default_hint = "Send the header Authorization: Bearer, with a key or token of yours."


class Forbidden(Refused):
    code = "FORBIDDEN"
    status = 403
    default_hint = "Ask whoever gave you your key for one that may."


class NothingPermitted(Refused):
    code = "NOTHING_PERMITTED"
    status = 403
    default_hint = "Ask whoever gave you your key which rows it should see."


class Unavailable(SalesError):
    code = "UNAVAILABLE"
    status = 503


class NoData(Unavailable):
    code = "NO_DATA"
    default_hint = "Load a file first: make ingest FILE=sales.csv"


class StoreOutdated(Unavailable):
    code = "STORE_OUTDATED"
    default_hint = (
        "Load your files again into a new folder, or any new file into this one: every month is then rebuilt."
    )


class ProofUnreadable(Unavailable):
    code = "PROOF_UNREADABLE"
    default_hint = "Compare again: make verify."


class EngineFailed(Unavailable):
    code = "ENGINE_FAILED"
    status = 500


class EngineTimeout(Unavailable):
    code = "ENGINE_TIMEOUT"
    status = 504
    default_hint = "Ask for a shorter period or fewer members, or try again."


class EngineUnavailable(Unavailable):
    code = "ENGINE_UNAVAILABLE"
    default_hint = "Try again in a few seconds; /api/health/druid tells how the cluster is."


class EngineTruncated(Unavailable):
    code = "ENGINE_TRUNCATED"
    status = 502
    default_hint = "Try again; half an answer is never shown."


class SegmentsUnavailable(Unavailable):
    code = "SEGMENTS_UNAVAILABLE"
    default_hint = "Some of the cluster's data is not being served. Try again, or publish the months named anew."


class SegmentsDiffer(Unavailable):
    code = "SEGMENTS_DIFFER"
    default_hint = "The cluster holds other lines than were published. Publish the months named anew: make publish."


class ZoneDiffers(Unavailable):
    code = "ZONE_DIFFERS"
    default_hint = "Ask by day or longer, or in the business time zone; a newer Druid knows newer clocks."


class Overloaded(Unavailable):
    code = "OVERLOADED"
    default_hint = "Try again in a second."


class ModelBeingFitted(Unavailable):
    code = "MODEL_BEING_FITTED"
    default_hint = "Try again in a few seconds; the model is fitted once for each data version."


class ShuttingDown(Unavailable):
    code = "SHUTTING_DOWN"
    default_hint = "Try again in a few seconds."


class VersionGone(Unavailable):
    code = "VERSION_GONE"
    status = 410


class InternalError(Unavailable):
    code = "INTERNAL_ERROR"
    status = 500


def did_you_mean(name: str, known: Iterable[str]) -> str | None:
    """A hint naming the nearest known name, None when nothing is near.

    >>> did_you_mean("brnach", ["branch", "product"])
    "Did you mean 'branch'?"
    """
    folded = {k.casefold(): k for k in known}
    near = get_close_matches(name.casefold(), folded, n=1, cutoff=0.6)
    return f"Did you mean '{folded[near[0]]}'?" if near else None
