"""The quick and the careful reader agree: every short text over the signs that matter, and every cut of a line end."""

from itertools import product

import pytest

from ingestion.read.block import Block, Table, parse_block
from ingestion.read.bytetext import LineEnds, normalise
from ingestion.read.careful import parse_carefully
from ingestion.read.limits import LIMITS
from ingestion.read.record import Grammar

TABLE = Table(Grammar(",", '"'), ("name", "amount"), ("name", "amount"), 0, LIMITS)


def content(block: Block) -> tuple[object, ...]:
    return block.frame.rows(), block.bad, block.blank, block.repeated, block.lines, block.inner


@pytest.mark.parametrize("length", range(1, 7))
def test_quick_reader_gives_what_the_careful_one_gives_or_nothing(length: int) -> None:
    taken = 0
    for signs in product('a",\n', repeat=length):
        data = f"{''.join(signs)}\nx,y\n".encode()
        quick = parse_block(data, 1, TABLE)
        if quick is not None and quick.size == len(data):
            careful = parse_carefully(data, 1, TABLE, final=True)
            assert content(quick) == content(careful), data
            taken += 1
    assert taken > 0


@pytest.mark.parametrize("step", [1, 2, 3, 5])
def test_line_ends_cut_between_pieces_are_counted_once(step: int) -> None:
    data = b"a\r\nb\r\rc\n\r\nd\re"
    ends = LineEnds()
    pieces = (data[start : start + step] for start in range(0, len(data), step))
    assert b"".join(normalise(pieces, ends)) == b"a\nb\n\nc\n\nd\ne"
    assert (ends.crlf, ends.lf, ends.cr, ends.open_end, ends.lines) == (2, 1, 3, True, 7)
