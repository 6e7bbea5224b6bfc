"""The commands `targets` and `rates`: small files taken whole or not at all.

In: a file and the options of the command. Out: a report, or every defect of the file with its line; exit codes as of a
load.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack

import click

from ingestion.terminal import Said, answer_with
from ingestion.workplace import now, publisher_of, shared, store_of

if TYPE_CHECKING:
    from ingestion.plans.load import PlanKind


class PlanWords(TypedDict):
    """The arguments of both commands."""

    file: Path
    replace: bool
    encoding: str | None
    data_dir: Path | None
    as_json: bool


def _taking(command: Callable[..., None]) -> Callable[..., None]:
    file = click.argument("file", type=click.Path(path_type=Path))
    whole = click.option("--replace", is_flag=True, help="Take out all that were loaded before; else rows are added.")
    encoding = click.option("--encoding", metavar="NAME", help="Encoding of the file, when it is not UTF-8.")
    return file(whole(encoding(shared(command))))


@click.command()
@_taking
def targets(**words: Unpack[PlanWords]) -> None:
    """Load the targets in FILE: month, salesperson or branch or product line, target."""
    from ingestion.plans.load import PlanKind

    _load(PlanKind.TARGETS, words)


@click.command()
@_taking
def rates(**words: Unpack[PlanWords]) -> None:
    """Load the commission rates in FILE: whom they are for, rate, first and last day."""
    from ingestion.plans.load import PlanKind

    _load(PlanKind.RATES, words)


def _load(kind: PlanKind, words: PlanWords) -> None:
    from ingestion.plans.load import PlanRequest, load_plans
    from ingestion.plans.report import plan_json, plan_text
    from ingestion.progress import watch_for

    def run() -> Said:
        store = store_of(words["data_dir"])
        request = PlanRequest(words["file"], kind, words["replace"], words["encoding"])
        with watch_for() as watch:
            outcome = load_plans(store, request, now(), watch, publisher_of(store))
        return plan_text(outcome), plan_json(outcome), outcome.exit_code

    answer_with(run, as_json=words["as_json"], file=str(words["file"]))
