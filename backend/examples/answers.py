"""What the examples answer: each asked of the deterministic sample, loaded by the command into a folder of its own.

Goes out: the selected fields of `data` by example, long lists cut to their first items. Nothing in them depends on the
machine or the day.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import graphql

from backend.access.policy import EVERYTHING
from backend.answer import AnswerContext, RequestFacts, answer
from backend.api.parameters import names_of, read_arguments
from backend.engine.embedded import EmbeddedEngine
from backend.examples.forms import Example
from backend.examples.questions import EXAMPLES
from backend.reports.registry import reports
from backend.reports.session import Conventions
from druid.catalog.sales import SALES

ROWS = 20_000
MOST_ITEMS = 3
CUT = "..."
NOW = datetime(2025, 1, 1, 9, 0, tzinfo=UTC)
PATIENCE_SECONDS = 120.0
FITTED = "customerLifetimeValue"
"""The report that waits for the model of a data version."""

Answers = Mapping[str, Any]


def key_of(example: Example) -> str:
    return f"{example.report}: {example.title}"


def make_answers() -> Answers:
    """Every example's answer, from a fresh sample."""
    with TemporaryDirectory() as folder:
        return asyncio.run(ask_all(sample_store(Path(folder))))


def sample_store(folder: Path) -> Path:
    """The deterministic sample in a store of its own."""
    sample, store = folder / "sample.csv", folder / "store"
    _ingest("seed", "--rows", str(ROWS), "--orders", "--out", str(sample))
    _ingest("load", str(sample), "--data-dir", str(store))
    return store


def _ingest(*words: str) -> None:
    subprocess.run([sys.executable, "-m", "ingestion", *words], check=True, capture_output=True)


async def ask_all(store: Path) -> dict[str, Any]:
    engine = EmbeddedEngine(store, SALES)
    context = AnswerContext(SALES, engine, Conventions())
    try:
        # asked first: other answers hold what the model says only once it is fitted
        await _ask(next(example for example in EXAMPLES if example.report == FITTED), context)
        return {key_of(example): await _ask(example, context) for example in EXAMPLES}
    finally:
        await engine.close()


async def _ask(example: Example, context: AnswerContext) -> object:
    spec = next(spec for spec in reports(SALES) if spec.name == example.report)
    arguments = read_arguments(example.arguments, spec, names_of(SALES))
    facts = RequestFacts("reference", time.monotonic() + PATIENCE_SECONDS, NOW, EVERYTHING)
    envelope = await answer(spec, arguments, facts, context)
    if envelope["error"] is not None:
        raise RuntimeError(f"{key_of(example)}: {envelope['error']}")
    return shortened(selected(envelope["data"], example.select))


def selected(data: object, select: str) -> object:
    """The fields of a GraphQL selection, in its order."""
    (document,) = graphql.parse(f"{{ {select} }}").definitions
    assert isinstance(document, graphql.OperationDefinitionNode)
    return _picked(data, document.selection_set)


def _picked(data: object, selection: graphql.SelectionSetNode) -> object:
    if isinstance(data, list):
        return [_picked(item, selection) for item in data]
    if not isinstance(data, Mapping):
        return data
    fields = [node for node in selection.selections if isinstance(node, graphql.FieldNode)]
    return {
        node.name.value: _picked(data[node.name.value], node.selection_set)
        if node.selection_set
        else data[node.name.value]
        for node in fields
    }


def shortened(data: object) -> object:
    """Lists cut to their first items, with a mark where something was left out."""
    if isinstance(data, Mapping):
        return {key: shortened(value) for key, value in data.items()}
    if not isinstance(data, list):
        return data
    most = MOST_ITEMS if data and isinstance(data[0], Mapping | list) else 8
    kept = [shortened(item) for item in data[:most]]
    return [*kept, CUT] if len(data) > most else kept
