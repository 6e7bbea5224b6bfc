"""Which fields of each root field's data a document selects."""

from __future__ import annotations

import pytest

from backend.api.document import DocumentLimits, analyse


@pytest.mark.parametrize(
    ("document", "rows"),
    [
        ("{a{data{x y} error{code}}}", {"a": {"x", "y"}}),
        ("{n:a{data{z:x}} a{metadata{x}}}", {"n": {"x"}, "a": set()}),
        ("{a{rows:data{x{deep{y}}}}}", {"a": {"x", "deep", "y"}}),
        ("{a{data{x}} a{data{y}}}", {"a": {"x", "y"}}),
        ("{a{data @include(if:$v){x @skip(if:$v)}}}", {"a": {"x"}}),
        ("{...on Q{a{...{data{...on R{x}}}}}}", {"a": {"x"}}),
        (
            "{...F} fragment F on Q{a{...E} b{...E}} fragment E on V{data{...R}} fragment R on W{x y}",
            {
                "a": {"x", "y"},
                "b": {"x", "y"},
            },
        ),
        ("{a{data{x{...R} y{...R}}}} fragment R on W{z}", {"a": {"x", "y", "z"}}),
    ],
)
def test_names_within_data_by_response_key(document: str, rows: dict[str, set[str]]) -> None:
    assert analyse(document, {}, DocumentLimits()).rows == rows
