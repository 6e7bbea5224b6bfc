"""wrk as the client: bodies, connections and seconds in, a `Driven` out.

wrk is not bound by Python, and its connections ask again as soon as they are answered (a closed loop); with a pause
each waits before it asks (people). What it posts and counts is in `driver.lua`.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import click
import orjson

SCRIPT = Path(__file__).with_name("driver.lua")
LONGEST_WAIT = 30
"""Seconds after which an answer counts as lost."""


@dataclass(frozen=True, slots=True)
class Driven:
    """What a run of requests came to; latencies in milliseconds.

    `answered` is 200, `refused` 429 or 503, of which `unadvised` without Retry-After, `failed` any other status;
    `broken` connections or lost answers; `faulty` answers hold a failure.
    """

    requests: int
    seconds: float
    p50: float
    p95: float
    p99: float
    longest: float
    answered: int
    refused: int
    unadvised: int
    failed: int
    faulty: int
    broken: int
    bad_status: int

    @property
    def per_second(self) -> float:
        return self.requests / self.seconds

    @property
    def errors(self) -> int:
        return self.failed + self.faulty + self.broken + self.unadvised


@dataclass(frozen=True, slots=True)
class Load:
    """How to ask: connections, for how long, the mean pause of each, whether answers are looked into, their coding."""

    connections: int
    seconds: int
    pause_ms: float = 0
    looks: bool = True
    coding: str = "-"


def found_wrk() -> str:
    found = shutil.which("wrk")
    if found is None:
        raise click.ClickException("wrk was not found. Install it (apt-get install wrk), or put it on the PATH.")
    return found


@dataclass(frozen=True, slots=True)
class Driver:
    """`folder` is for bodies; `key` is sent as the bearer's; bodies are posted to `path`."""

    folder: Path
    key: str = "-"
    path: str = "/graphql"
    program: str = field(default_factory=found_wrk)

    def start(self, port: int, bodies: Sequence[bytes], load: Load) -> subprocess.Popen[str]:
        """wrk, running."""
        file = self.folder / "bodies.txt"
        file.write_bytes(b"\n".join(bodies))
        options = ["-t1", f"-c{load.connections}", f"-d{load.seconds}s", f"--timeout={LONGEST_WAIT}s"]
        looks = "look" if load.looks else "blind"
        arguments = [str(file), self.key, str(load.pause_ms), looks, self.path, load.coding]
        command = [self.program, *options, "-s", str(SCRIPT), f"http://127.0.0.1:{port}{self.path}", "--", *arguments]
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def run(self, port: int, bodies: Sequence[bytes], load: Load) -> Driven:
        return result(self.start(port, bodies, load))


def result(running: subprocess.Popen[str]) -> Driven:
    """What wrk counted, once it has ended."""
    said, _ = running.communicate()
    lines = [line for line in said.splitlines() if line.startswith("{")]
    if running.returncode or not lines:
        raise click.ClickException(f"wrk failed: {said[-500:]}")
    return Driven(**orjson.loads(lines[-1]))
