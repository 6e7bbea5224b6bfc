"""The decoder: whole answers are read exactly, and every other body or header is refused."""

from __future__ import annotations

import string
from itertools import pairwise
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from druid.client.errors import DruidError, Malformed, TooLarge, Truncated
from druid.client.wire import DISTANT_FUTURE, DISTANT_PAST, AnswerDecoder, AnswerLimits, WireResult

HEADERS = {
    "x-druid-sql-query-id": "q1",
    "x-druid-sql-header-included": "yes",
    "x-druid-response-context": "{}",
}
SMALL = (
    b'["bucket","branch","net","share"]\n["LONG","STRING","LONG","DOUBLE"]\n'
    b'["TIMESTAMP","VARCHAR","BIGINT","DOUBLE"]\n'
    b'["2024-01-31T21:00:00.000Z","Nairobi \\n West",9223372036854775807,0.25]\n'
    b'["2024-02-29T21:00:00.000Z","",-9223372036854775808,1]\n'
    b"[null,null,null,null]\n\n"
)


def decode(body: bytes, *, headers: dict[str, str] | None = None, limits: AnswerLimits | None = None) -> WireResult:
    return decode_pieces([body], headers=headers, limits=limits)


def decode_pieces(
    pieces: list[bytes], *, headers: dict[str, str] | None = None, limits: AnswerLimits | None = None
) -> WireResult:
    decoder = AnswerDecoder(HEADERS if headers is None else headers, "q1", limits or AnswerLimits())
    for piece in pieces:
        decoder.feed(piece)
    return decoder.finish()


def body_of(columns: dict[str, str], *rows: list[Any]) -> bytes:
    head = [list(columns), ["LONG"] * len(columns), list(columns.values())]
    return b"".join(orjson.dumps(line) + b"\n" for line in (*head, *rows)) + b"\n"


def test_a_whole_answer() -> None:
    answer = decode(SMALL)
    assert answer.columns == ("bucket", "branch", "net", "share")
    assert answer.sql_types == ("TIMESTAMP", "VARCHAR", "BIGINT", "DOUBLE")
    assert answer.rows == [
        ["2024-01-31T21:00:00.000Z", "Nairobi \n West", 2**63 - 1, 0.25],
        ["2024-02-29T21:00:00.000Z", "", -(2**63), 1],
        [None, None, None, None],
    ]
    assert answer.by_name["net"] == (2**63 - 1, -(2**63), None)
    assert (answer.row_count, answer.byte_count, answer.query_id) == (3, len(SMALL), "q1")
    assert (answer.uncovered, answer.overflowed) == ((), False)


def test_no_rows_is_an_answer_too() -> None:
    answer = decode(body_of({"net": "BIGINT", "branch": "VARCHAR"}))
    assert (answer.columns, answer.rows, answer.by_name) == (("net", "branch"), [], {"net": (), "branch": ()})


def test_cut_at_every_byte_is_never_an_answer() -> None:
    for at in range(len(SMALL)):
        with pytest.raises(Truncated) as caught:
            decode(SMALL[:at])
        # the first row ends with the fourth line
        assert caught.value.rows_seen == max(SMALL[:at].count(b"\n") - 3, 0)


@given(cuts=st.lists(st.integers(0, len(SMALL)), max_size=12).map(sorted))
def test_pieces_make_no_difference(cuts: list[int]) -> None:
    edges = [0, *cuts, len(SMALL)]
    assert decode_pieces([SMALL[a:b] for a, b in pairwise(edges)]) == decode(SMALL)


@given(data=st.data())
def test_written_and_read_back(data: st.DataObject) -> None:
    values = {
        "BIGINT": st.integers(-(2**63), 2**63 - 1),
        "VARCHAR": st.text(st.characters(exclude_categories=["Cs"])),
        "DOUBLE": st.floats(allow_nan=False, allow_infinity=False),
        "BOOLEAN": st.booleans(),
    }
    names = data.draw(st.lists(st.text(string.ascii_letters, min_size=1), min_size=1, max_size=5, unique=True))
    columns = {name: data.draw(st.sampled_from(sorted(values))) for name in names}
    row = st.tuples(*(st.none() | values[kind] for kind in columns.values())).map(list)
    rows = data.draw(st.lists(row, max_size=8))
    assert decode(body_of(columns, *rows)).rows == rows


@settings(max_examples=300)
@given(data=st.data())
def test_one_changed_byte_is_seen_or_changes_only_a_value(data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(SMALL) - 1))
    spoilt = SMALL[:at] + bytes([data.draw(st.integers(0, 255))]) + SMALL[at + 1 :]
    try:
        answer = decode(spoilt)
    except (Truncated, Malformed):
        return
    assert len(answer.columns) == 4
    assert answer.row_count == 3


@pytest.mark.parametrize(
    ("sql_type", "value"),
    [
        ("BIGINT", 1.0),
        ("BIGINT", "1"),
        ("BIGINT", True),
        ("BIGINT", 2**63),
        ("BIGINT", [1]),
        ("INTEGER", 1.5),
        ("VARCHAR", 1),
        ("VARCHAR", {"a": 1}),
        ("DOUBLE", "NaN"),
        ("BOOLEAN", 1),
        ("TIMESTAMP", 1_700_000_000_000),
        ("TIMESTAMP", "2024-01-31"),
        ("TIMESTAMP", "2024-01-31T21:00:00.000+03:00"),
        ("TIMESTAMP", "2024-01-31T21:00:00.000Z\n"),
        ("GEOMETRY", "POINT"),
    ],
)
def test_a_value_of_another_type(sql_type: str, value: object) -> None:
    with pytest.raises(Malformed):
        decode(body_of({"x": sql_type, "n": "BIGINT"}, [None, 1], [value, 2]))


@pytest.mark.parametrize(
    "lines",
    [
        [b'["a","b"]', b'["LONG","LONG"]', b'["BIGINT","BIGINT"]', b"[1]"],
        [b'["a","b"]', b'["LONG","LONG"]', b'["BIGINT","BIGINT"]', b"[1,2,3]"],
        [b'["a","b"]', b'["LONG"]', b'["BIGINT","BIGINT"]', b"[1,2]"],
        [b'["a","a"]', b'["LONG","LONG"]', b'["BIGINT","BIGINT"]', b"[1,2]"],
        [b"[]", b"[]", b"[]"],
        [b'["a",7]', b'["LONG","LONG"]', b'["BIGINT","BIGINT"]'],
        [b'["a"]', b'["LONG"]', b'["BIGINT"]', b'{"error":"Query timeout","errorMessage":"secret"}'],
        [b'["a"]', b'["LONG"]', b'["BIGINT"]', b"[1", b"]"],
        [b'["a"]', b'["LONG"]', b'["BIGINT"]', b"[1],[2]"],
        [b'["a"]', b'["LONG"]', b'["BIGINT"]', b"[1]", b"", b"[2]"],
        [b'["a"]', b'["LONG"]', b'["BIGINT"]', b"[NaN]"],
        [b'["a"]', b'["LONG"]', b'["BIGINT"]', b"null"],
        [b'["a"]', b'["LONG"]'],
        [],
    ],
)
def test_lines_that_are_no_table(lines: list[bytes]) -> None:
    with pytest.raises(Malformed) as caught:
        decode(b"".join(line + b"\n" for line in lines) + b"\n")
    assert "secret" not in caught.value.message


def test_nothing_may_follow_the_end() -> None:
    for more in (b"\n", b"[1,2]\n\n", b"x"):
        with pytest.raises(Malformed):
            decode(SMALL + more)
        with pytest.raises(Malformed):
            decode_pieces([SMALL, more])


def test_the_mark_the_coverage_and_the_id_are_demanded() -> None:
    for name in HEADERS:
        with pytest.raises(Malformed):
            decode(SMALL, headers={key: text for key, text in HEADERS.items() if key != name})
    for name, text in (
        ("x-druid-sql-query-id", "q2"),
        ("x-druid-sql-header-included", "no"),
        ("x-druid-response-context", ""),
        ("x-druid-response-context", "[]"),
        ("x-druid-response-context", '{"uncoveredIntervals":["2024-01-01"]}'),
        ("x-druid-response-context", '{"uncoveredIntervals":["2024-01-01T00:00:00/2024-02-01T00:00:00"]}'),
        ("x-druid-response-context", '{"uncoveredIntervals":[7]}'),
        ("x-druid-response-context", '{"uncoveredIntervals":["2024-01-01T00:00:00.000Z/2024-02-01T'),
    ):
        with pytest.raises(Malformed):
            decode(SMALL, headers={**HEADERS, name: text})


@pytest.mark.parametrize(
    ("context", "uncovered", "overflowed"),
    [
        ('{"uncoveredIntervals":[],"uncoveredIntervalsOverflowed":false}', (), False),
        (
            '{"uncoveredIntervals":["1970-01-01T00:00:01.000Z/1970-01-02T00:00:00.000Z"],"other":1}',
            ((1000, 86_400_000),),
            False,
        ),
        (
            '{"uncoveredIntervals":["-146136543-09-08T08:23:32.096Z/1969-12-31T23:59:59.999Z"]}',
            ((DISTANT_PAST, -1),),
            False,
        ),
        (
            '{"uncoveredIntervals":["1970-01-01T00:00:00.000Z/146140482-04-24T15:36:27.903Z"]}',
            ((0, DISTANT_FUTURE),),
            False,
        ),
        ('{"uncoveredIntervals":[],"uncoveredIntervalsOverflowed":true}', (), True),
        ('{"truncated":true}', (), True),
    ],
)
def test_coverage(context: str, uncovered: tuple[tuple[int, int], ...], overflowed: bool) -> None:
    answer = decode(SMALL, headers={**HEADERS, "x-druid-response-context": context})
    assert (answer.uncovered, answer.overflowed) == (uncovered, overflowed)


def test_limits() -> None:
    body = body_of({"n": "BIGINT"}, [1], [2], [3])
    assert decode(body, limits=AnswerLimits(rows=3, size=len(body))).row_count == 3
    for limits in (AnswerLimits(rows=2), AnswerLimits(size=len(body) - 1)):
        with pytest.raises(TooLarge):
            decode(body, limits=limits)
    endless = AnswerDecoder(HEADERS, "q1", AnswerLimits(size=1000))
    endless.feed(b"[" * 1000)
    with pytest.raises(TooLarge):
        endless.feed(b"[")


@given(body=st.binary(max_size=200))
def test_no_other_error_ever(body: bytes) -> None:
    with pytest.raises(DruidError):
        decode(body)
