"""A kept body written for another request is what encoding it anew would give, whatever names the data holds."""

from __future__ import annotations

import gzip
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.cache.kept import Kept, Stamp, Unpatchable, template_of

FIRST = "first-1"
HOSTILE = st.sampled_from(
    (
        f'"requestId":"{FIRST}"',
        '"tookMs":1.5',
        '"cache":{"hit":false,"ageMs":0}',
        "\\",
        FIRST,
        '","requestId":"',
        "ü 😀\n",
    )
)
TEXTS = st.one_of(HOSTILE, st.text(max_size=12))
SAFE_IDS = st.from_regex(r"[A-Za-z0-9_.-]{1,64}", fullmatch=True)
DATA = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.floats(allow_nan=False, allow_infinity=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["branch", "revenue", "rows"]), inner),
    max_leaves=12,
)
OWN: tuple[dict[str, Any], ...] = (
    {"requestId": FIRST, "cache": {"hit": False, "ageMs": 0}, "tookMs": 12.75},
    {"tookMs": 0.0, "cache": {"ageMs": 0, "hit": False}},
    {"cache": {"hit": False}, "requestId": FIRST},
    {"tookMs": 1e-05, "cache": {"ageMs": 0}},
    {},
)
ENVELOPES = st.lists(st.tuples(DATA, st.sampled_from(OWN), TEXTS), min_size=1, max_size=4)


def rewritten(own: dict[str, Any], stamp: Stamp) -> dict[str, Any]:
    """The oracle: the same block as this request would have encoded it."""
    new = dict(own)
    if "requestId" in new:
        new["requestId"] = stamp.request_id.decode()
    if "tookMs" in new:
        new["tookMs"] = stamp.took_ms
    if "cache" in new and stamp.age_ms is not None:
        told = {"hit": True, "ageMs": stamp.age_ms}
        new["cache"] = {name: told[name] for name in new["cache"]}
    return new


@given(ENVELOPES, SAFE_IDS, st.integers(0, 10**7), st.none() | st.integers(0, 10**9))
@settings(max_examples=300, deadline=None)
def test_a_patched_body_is_one_encoded_anew(
    envelopes: list[tuple[Any, dict[str, Any], str]], request_id: str, micros: int, age: int | None
) -> None:
    stamp = Stamp(request_id.encode(), micros / 1000, age)

    def told(blocks: list[dict[str, Any]]) -> Any:  # noqa: ANN401  # JSON
        parts = zip(envelopes, blocks, strict=True)
        return {"data": {f"f{n}": {"data": d, "metadata": {"note": t, **b}} for n, ((d, _, t), b) in enumerate(parts)}}

    body = orjson.dumps(told([own for _, own, _ in envelopes]))
    template = template_of(body, FIRST)
    patched = template.written(stamp)
    assert orjson.loads(patched) == orjson.loads(orjson.dumps(told([rewritten(own, stamp) for _, own, _ in envelopes])))
    kept = Kept(template, None, 0.0, 1.0, FIRST, {})
    assert gzip.decompress(kept.pack(stamp)) == patched


def test_one_template_serves_many_requests() -> None:
    template = template_of(orjson.dumps({"metadata": OWN[0]}), FIRST)
    for number in range(3):
        told = orjson.loads(template.written(Stamp(b"other-%d" % number, number / 8, number)))["metadata"]
        assert told == {"requestId": f"other-{number}", "cache": {"hit": True, "ageMs": number}, "tookMs": number / 8}


@pytest.mark.parametrize("block", [{"hit": True, "ageMs": 7}, {"hit": False, "__typename": "Cache"}])
def test_a_block_in_another_form_is_not_kept(block: dict[str, object]) -> None:
    with pytest.raises(Unpatchable):
        template_of(orjson.dumps({"metadata": {"cache": block}}), FIRST)
