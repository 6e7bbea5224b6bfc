"""Bodies on their way in: the pace that is asked of them, and the one file of a form."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator

import pytest

from backend.errors import InvalidParameter, RequestTimeout
from backend.loads.arrival import Incoming, Pace, paced
from backend.loads.form import MOST_AROUND, Form

PACE = Pace(idle_seconds=3600, bytes_per_second=10, grace_seconds=30)


async def body(*chunks: bytes) -> AsyncIterator[bytes]:
    for chunk in chunks:
        yield chunk


def arrived(chunks: AsyncIterator[bytes]) -> bytes:
    async def whole() -> bytes:
        return b"".join([chunk async for chunk in chunks])

    return asyncio.run(whole())


def ticking(seconds: float) -> itertools.count[float]:
    """A clock of which each look is so much later."""
    return itertools.count(0.0, seconds)


def test_a_silent_sender_is_refused() -> None:
    async def silent() -> AsyncIterator[bytes]:
        yield b"a"
        await asyncio.Event().wait()

    with pytest.raises(RequestTimeout, match="Nothing of the file"):
        arrived(paced(silent(), Pace(idle_seconds=0.05)))


def test_a_dribble_is_refused_after_the_grace() -> None:
    slow = body(*[b"x" * 50] * 20)
    with pytest.raises(RequestTimeout, match="slower than 10 bytes"):
        arrived(paced(slow, PACE, ticking(10.0).__next__))


def test_a_slow_start_and_an_even_flow_are_taken() -> None:
    assert arrived(paced(body(b"", b"x", b"y" * 400), PACE, ticking(10.0).__next__)) == b"x" + b"y" * 400
    even = [b"x" * 100] * 50
    assert arrived(paced(body(*even), PACE, ticking(10.0).__next__)) == b"".join(even)


CONTENT = b"a,b\r\n--x-,2\r\n\r\n" + bytes(range(256))
KIND = "multipart/form-data; boundary=--x-y"


def form(*parts: tuple[bytes, bytes], end: bytes = b"----x-y--\r\n") -> bytes:
    head = b"Content-Disposition: form-data; "
    return b"".join(b"----x-y\r\n" + head + what + b"\r\n\r\n" + held + b"\r\n" for what, held in parts) + end


FILE = (b'name="file"; filename="m\xc3\xa4rz.csv"', CONTENT)


@pytest.mark.parametrize("size", [1, 2, 7, 100_000])
def test_the_file_of_a_form_arrives_as_it_was_sent(size: int) -> None:
    sent = form(FILE)
    incoming = Incoming(body(*(sent[at : at + size] for at in range(0, len(sent), size))), "")
    assert arrived(Form(KIND, incoming).file()) == CONTENT
    assert incoming.name == "m\u00e4rz.csv"


def test_a_name_that_is_given_stands() -> None:
    incoming = Incoming(body(form(FILE)), "april.csv")
    arrived(Form(KIND, incoming).file())
    assert incoming.name == "april.csv"


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        (form(FILE, FILE), "more than one file"),
        (form((b'name="mode"', b"replace"), FILE), "no file"),
        (form(FILE, end=b""), "middle"),
        (form(), "no file"),
        (b"", "no file"),
        (form(FILE) + b"x" * (MOST_AROUND + 1), "more than one file"),
        (b"something else entirely", "cannot be read"),
        (b"----x-y\r\n" + b"A: b\r\n" * 50 + b"\r\n", "cannot be read"),
        (b"----x-y\r\nA: " + b"b" * 10_000, "cannot be read"),
    ],
)
def test_any_other_form_is_refused(sent: bytes, told: str) -> None:
    with pytest.raises(InvalidParameter, match=told):
        arrived(Form(KIND, Incoming(body(sent), "")).file())


@pytest.mark.parametrize("kind", ["multipart/form-data", "multipart/form-data; boundary=", f"x; boundary={'y' * 300}"])
def test_a_form_without_a_usable_boundary_is_refused(kind: str) -> None:
    with pytest.raises(InvalidParameter, match="boundary"):
        Form(kind, Incoming(body(), ""))
