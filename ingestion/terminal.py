"""What a command says and the exit code it ends with: on standard output, errors on the error stream.

In: what a command does, as a function. Out: its text or one JSON document, printed; a refusal with code, sentence and
hint; the process ended with the exit codes of docs/operations.md.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import click
import orjson

from ingestion.errors import IngestionError, StoreFailed

Said = tuple[str, dict[str, object], int]
"""Text, document and exit code."""


@dataclass(slots=True)
class Answer:
    """What a command says and the exit code it ends with; several files make several sayings, the worst code stands."""

    as_json: bool
    texts: list[str]
    documents: list[dict[str, object]]
    exit_code: int = 0

    def add(self, text: str, document: dict[str, object], exit_code: int) -> None:
        self.texts.append(text)
        self.documents.append(document)
        self.exit_code = max(self.exit_code, exit_code)

    def refuse(self, error: IngestionError, file: str | None = None) -> None:
        from ingestion.report import error_json, error_text

        if not self.as_json:
            say(error_text(error), is_error=True)
        self.documents.append(error_json(error, file))
        self.exit_code = max(self.exit_code, error.exit_code)

    def attempt(self, run: Callable[[], Said], file: str | None = None) -> None:
        """Add what `run` says, or the refusal that it raises; a traceback never reaches a user."""
        try:
            self.add(*run())
        except IngestionError as error:
            self.refuse(error, file)
        except MemoryError:
            hint = "Free some memory, or raise the limit of the process. Nothing visible changed."
            self.refuse(StoreFailed("OUT_OF_MEMORY", "The command needs more memory than it may use.", hint), file)
        except Exception as error:  # noqa: BLE001 - the last net under everything that no error class foresees
            self.refuse(_unexpected(error), file)

    def finish(self, *, several: bool) -> None:
        """Print and end; native libraries get no chance to change the exit code."""
        if self.as_json:
            document: Any = {"files": self.documents, "exitCode": self.exit_code} if several else self.documents[-1]
            say(orjson.dumps(document, option=orjson.OPT_INDENT_2))
        elif self.texts:
            say("\n\n".join(self.texts))
        os._exit(self.exit_code)


def answer_with(run: Callable[[], Said], *, as_json: bool, file: str | None = None) -> None:
    """Say what `run` says, or why it is refused, and end."""
    answer = Answer(as_json, [], [])
    answer.attempt(run, file)
    answer.finish(several=False)


def _unexpected(error: Exception) -> StoreFailed:
    place = f"{type(error).__name__}: {error}"
    return StoreFailed("UNEXPECTED", f"Something failed that should not ({place}).", "Nothing visible changed.")


def say(text: str | bytes, *, is_error: bool = False) -> None:
    """Print. A stream that is closed or full changes nothing: the exit code still tells what became of the data."""
    try:
        click.echo(text, err=is_error)
        (sys.stderr if is_error else sys.stdout).flush()
    except (OSError, AttributeError) as lost:
        if not is_error:
            reason = getattr(lost, "strerror", None) or "it is closed"
            say(f"OUTPUT: The report cannot be printed ({reason}).\n  The exit code holds.", is_error=True)
