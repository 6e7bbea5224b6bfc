"""A question that fails made as small as it can be while it still fails, to be committed before it is mended.

Comes in: a question and whether a question fails. Goes out: one from which nothing more can be left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeVar

from backend.question import Period, Question

T = TypeVar("T")


def shrunk(question: Question, fails: Callable[[Question], bool]) -> Question:
    """Tries every way to leave something out, again from the start after each that still fails."""
    smaller = next((tried for tried in _smaller(question) if fails(tried)), None)
    return question if smaller is None else shrunk(smaller, fails)


def _smaller(question: Question) -> Iterator[Question]:
    for index in range(len(question.measures) if len(question.measures) > 1 else 0):
        yield replace(question, measures=_without(question.measures, index))
    for index in range(len(question.dimensions)):
        yield replace(question, dimensions=_without(question.dimensions, index))
    for index in range(len(question.filters)):
        yield replace(question, filters=_without(question.filters, index))
    for index in range(len(question.compare)):
        yield replace(question, compare=_without(question.compare, index))
    plain = Question(question.measures, timezone=question.timezone)
    for name in ("start_of_week", "fiscal_start", "grain"):
        if getattr(question, name) != getattr(plain, name):
            yield replace(question, **{name: getattr(plain, name)})
    if question.period is not Period.ALL:
        yield replace(question, period=Period.ALL, span=None)


def _without(items: tuple[T, ...], index: int) -> tuple[T, ...]:
    return items[:index] + items[index + 1 :]
