"""One question of a small shop, and the codes that its answer gives for what is null or worth a warning."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from backend.question import Period
from backend.reports.spec import Arguments
from backend.tests.asking import asking

ALL = Arguments(period=Period.ALL, compare=())


async def envelope_of(store: Path, report: str, arguments: Arguments) -> dict[str, Any]:
    async with asking(store) as asker:
        return await asker.envelope(report, arguments)


def row_codes(rows: list[dict[str, Any]], member: str) -> dict[Any, dict[str, str]]:
    return {row[member]: {null["field"]: null["code"] for null in row["nulls"]} for row in rows}


def codes(found: list[dict[str, str]]) -> list[str]:
    return [one["code"] for one in found]
