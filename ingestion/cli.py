"""The command `python -m ingestion`: words in, exit code out.

In: arguments. Out: a report on standard output (one JSON document with --json), progress and errors on the error
stream, and the exit codes of docs/operations.md. Settings, store and clock come from `ingestion.workplace`, printing is
done by `ingestion.terminal`.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NotRequired, TypedDict, Unpack

import click
from click.exceptions import NoArgsIsHelpError

from ingestion.errors import LoadRefused, StoreFailed
from ingestion.plan_commands import rates, targets
from ingestion.terminal import Answer, Said, answer_with, say
from ingestion.workplace import now, publisher_of, shared, store_of

if TYPE_CHECKING:
    from ingestion.run import Request
    from ingestion.sink.store import Store
    from ingestion.watch import Watch


class Words(TypedDict):
    """The arguments of commands that read files; only `load` has the last one."""

    files: tuple[Path, ...]
    mapping: Path | None
    data_dir: Path | None
    as_json: bool
    mode: str
    name: str | None
    progress: str
    covers: NotRequired[str | None]


def main() -> None:
    """Run the command; a command that gets to its end leaves by `Answer.finish`."""
    code = 0
    try:
        code = commands(standalone_mode=False) or 0
    except NoArgsIsHelpError as error:
        say(error.format_message(), is_error=True)
        code = 2
    except click.ClickException as error:
        say(_usage_text(error), is_error=True)
        code = 2
    except click.Abort:
        code = 3
    os._exit(code)


def _usage_text(error: click.ClickException) -> str:
    """Words that are no command, option or value, in the form of every other refusal."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    command = context.command_path if context else "python -m ingestion"
    return f"USAGE: {error.format_message()}\n  See {command} --help."


@click.group()
def commands() -> None:
    """Load sales files into the store, check them, and look after what is loaded."""


commands.add_command(targets)
commands.add_command(rates)


def _reading(command: Callable[..., None]) -> Callable[..., None]:
    files = click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
    mapping = click.option("--mapping", type=click.Path(path_type=Path), help="Mapping of the file, a YAML file.")
    mode = click.option("--mode", type=click.Choice(["append", "replace"]), default="append", help=_MODE_HELP)
    name = click.option("--name", help="What reports call the file, when not by its own name.")
    return files(mapping(mode(name(_watched(shared(command))))))


_MODE_HELP = "Add lines, or replace days."


def _watched(command: Callable[..., None]) -> Callable[..., None]:
    return click.option(
        "--progress", type=click.Choice(["auto", "json"]), default="auto", help="For people, or a JSON object a line."
    )(command)


@commands.command()
@_reading
@click.option("--covers", metavar="A..B", help="Local days the file speaks for, when not those of its lines.")
def load(**words: Unpack[Words]) -> None:
    """Load each FILE, wholly or not at all."""
    from ingestion.progress import seen_from_outside
    from ingestion.report import outcome_json, outcome_text
    from ingestion.run import load_file

    def run(store: Store, request: Request, watch: Watch) -> Said:
        outcome = load_file(store, request, now(), seen_from_outside(watch, store.lock), publisher_of(store))
        return outcome_text(outcome), outcome_json(outcome), outcome.exit_code

    _each_file(words, run)


@commands.command()
@_reading
def check(**words: Unpack[Words]) -> None:
    """Read each FILE as a load would, propose a mapping, store nothing."""
    from ingestion.inspection import inspect_file, inspection_json, inspection_text

    def run(store: Store, request: Request, watch: Watch) -> Said:
        found = inspect_file(store, request, now(), watch)
        return inspection_text(found), inspection_json(found), found.exit_code

    _each_file(words, run)


@commands.command()
@click.option("--rows", type=click.IntRange(min=1), default=200_000, show_default=True, help="Lines to write.")
@click.option("--out", type=click.Path(path_type=Path), default=Path("var/sample.csv"), show_default=True)
@click.option("--orders", is_flag=True, help="Add OrderId, Region, Channel and Status.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def seed(*, rows: int, out: Path, orders: bool, as_json: bool) -> None:
    """Write sample sales of a Kenyan company, the same for the same arguments."""
    from ingestion.seed.sample import write_sample
    from ingestion.sink.failures import coded_failures

    def run() -> Said:
        if out.is_dir():
            raise LoadRefused("NOT_A_FILE", f"{out} is a folder, not a file.", "Name a file, such as --out sample.csv.")
        with coded_failures():
            facts = write_sample(out, rows, orders=orders)
        document = {"file": str(out), "rows": facts.rows, "first": str(facts.first), "last": str(facts.last)}
        return f"{out}: {facts.rows:,} lines from {facts.first} to {facts.last}", document, 0

    answer_with(run, as_json=as_json)


@commands.command()
@shared
def status(*, data_dir: Path | None, as_json: bool) -> None:
    """Say what is loaded."""
    from ingestion.report import status_json, status_text
    from ingestion.state import current_snapshot

    def run() -> Said:
        store = store_of(data_dir)
        snapshot = current_snapshot(store)
        state = publisher_of(store).state(snapshot.manifest if snapshot else None)
        base = store.catalog.base
        return status_text(snapshot, base, state), status_json(snapshot, base, state), 0

    answer_with(run, as_json=as_json)


@commands.command()
@shared
def verify(*, data_dir: Path | None, as_json: bool) -> None:
    """Read every file again and compare every rollup with the sale lines."""
    from ingestion.progress import seen_from_outside, watch_for
    from ingestion.report import verification_json, verification_text
    from ingestion.verify import verify_store

    def run() -> Said:
        store = store_of(data_dir)
        with watch_for() as watch:
            found = verify_store(store, now(), seen_from_outside(watch, store.lock), publisher_of(store))
        return verification_text(found), verification_json(found), 0 if found.is_equal else 1

    answer_with(run, as_json=as_json)


@commands.command()
@_watched
@shared
def undo(*, data_dir: Path | None, as_json: bool, progress: str) -> None:
    """Publish the state before the newest load as a new version."""
    from ingestion.copy_report import copy_json, copy_lines
    from ingestion.progress import watch_for
    from ingestion.verify import undo_everywhere

    def run() -> Said:
        store = store_of(data_dir)
        with watch_for(form=progress) as watch:
            undone = undo_everywhere(store, now(), watch, publisher_of(store))
        manifest, code = undone.manifest, undone.copy.exit_code if undone.copy else 0
        text = f"undone: load {manifest.undone[-1]}; the state before it is version {manifest.version}"
        document = {"undone": manifest.undone[-1], "version": manifest.version, "published": copy_json(undone.copy)}
        return "\n".join([text, *copy_lines(undone.copy)]), {**document, "exitCode": code}, code

    answer_with(run, as_json=as_json)


@commands.command()
@click.option("--months", default="", metavar="YYYY-MM,...", help="Publish these months again in any case.")
@click.option("--all", "everything", is_flag=True, help="Publish every month again; takes the datasources over.")
@shared
def publish(*, months: str, everything: bool, data_dir: Path | None, as_json: bool) -> None:
    """Make the cluster hold what is loaded: go on after a failure, mend it, or fill a new one."""
    from ingestion.copy import publish_record
    from ingestion.copy_report import copy_json, copy_lines
    from ingestion.progress import watch_for
    from ingestion.sink.port import Wanted

    def run() -> Said:
        store = store_of(data_dir)
        wanted = Wanted(frozenset(filter(None, months.split(","))), everything)
        publisher = publisher_of(store)
        publisher.check(wanted)
        with watch_for() as watch:
            outcome = publish_record(store, now(), watch, publisher, wanted)
        if outcome is None:
            raise LoadRefused("NO_CLUSTER", "The record itself is served; there is no copy.", "Set SALES_ENGINE=druid.")
        if outcome.failure:
            raise outcome.failure
        return "\n".join(copy_lines(outcome)), copy_json(outcome) or {}, outcome.exit_code

    answer_with(run, as_json=as_json)


@commands.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@shared
def backup(*, folder: Path, data_dir: Path | None, as_json: bool) -> None:
    """Keep the newest version in DIR, a new or empty folder."""
    from ingestion.backup import back_up
    from ingestion.report import backup_json, backup_text

    def run() -> Said:
        kept = back_up(store_of(data_dir), folder)
        return backup_text(kept), backup_json(kept), kept.exit_code

    answer_with(run, as_json=as_json)


@commands.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@shared
def restore(*, folder: Path, data_dir: Path | None, as_json: bool) -> None:
    """Publish the version kept in DIR as the next one of the store."""
    from ingestion.backup import restore as restore_kept
    from ingestion.copy import publish_record
    from ingestion.progress import watch_for
    from ingestion.report import restored_json, restored_text

    def run() -> Said:
        store = store_of(data_dir)
        publisher = publisher_of(store)
        publisher.check()
        restored = restore_kept(store, folder, now())
        with watch_for() as watch:
            copy = publish_record(store, now(), watch, publisher)
        return restored_text(restored, copy), restored_json(restored, copy), copy.exit_code if copy else 0

    answer_with(run, as_json=as_json)


def _each_file(words: Words, run: Callable[[Store, Request, Watch], Said]) -> None:
    """Work on every file by itself; a failure of the store itself ends the row."""
    from ingestion.progress import watch_for

    def one(file: Path, watch: Watch) -> Said:
        return run(store_of(words["data_dir"]), _request(file, words), watch)

    answer = Answer(words["as_json"], [], [])
    with watch_for(form=words["progress"]) as watch:
        for file in words["files"]:
            answer.attempt(partial(one, file, watch), str(file))
            if answer.exit_code == StoreFailed.exit_code:
                break
    answer.finish(several=len(words["files"]) > 1)


def _request(file: Path, words: Words) -> Request:
    from ingestion.run import Request
    from ingestion.sink.port import Mode

    if words["name"] and len(words["files"]) > 1:
        raise LoadRefused("USAGE", "--name names one file, and several are given.", "Load them one by one.")
    covers = _covered(words.get("covers"))
    return Request(file, words["mapping"], Mode(words["mode"]), covers, words["name"] or "")


def _covered(text: str | None) -> tuple[str, str] | None:
    """The first and last day of "2024-01-01..2024-01-31"."""
    if text is None:
        return None
    first, _, last = text.partition("..")
    try:
        days = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        days = None
    if days is None or days[1] < days[0]:
        raise LoadRefused(
            "COVERS", f"--covers {text} is not two days in order.", "Write --covers 2024-01-01..2024-01-31."
        )
    return days[0].isoformat(), days[1].isoformat()
