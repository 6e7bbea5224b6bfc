"""What this process keeps between questions, and its slowest ones. It says plainly what is not kept.

In: the answer context and the slow questions. Out: plain values.
"""

from __future__ import annotations

from typing import Any

from backend.answer import AnswerContext
from backend.cache.figures import CacheFigures
from backend.slow import KEPT_SECONDS, Slow, SlowQuestions

MOST_SHOWN = 20


def cache_block(context: AnswerContext, cached: CacheFigures) -> dict[str, Any]:
    """`reused` is whether answers are given again; `standIn` is null for an engine that is never away."""
    return {
        "reused": cached.most_bytes > 0,
        "answers": cached.state(),
        "standIn": None if context.last is None else context.last.state(),
        "computed": context.remembered.state(),
        "memberLists": sum(len(lists) for lists in context.members.values()),
    }


def slow_block(slow: SlowQuestions) -> dict[str, Any]:
    return {
        "asked": slow.asked,
        "keptSeconds": round(KEPT_SECONDS),
        "questions": [_question(one) for one in slow.slowest(MOST_SHOWN)],
    }


def _question(slow: Slow) -> dict[str, Any]:
    return {
        "at": slow.at.isoformat(timespec="seconds"),
        "report": slow.report,
        "tookMs": slow.took_ms,
        "requestId": slow.request_id,
        "rows": slow.rows,
        "tables": list(slow.tables),
        "rejected": [dict(one) for one in slow.rejected],
        "code": slow.code,
        "planHash": slow.plan_hash,
        "arguments": None if slow.arguments is None else dict(slow.arguments),
    }
