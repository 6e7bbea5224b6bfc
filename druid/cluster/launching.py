"""One start of a cluster's services in their order, and their end in the opposite one.

In: an instance whose settings are written, and what runs already. Out: addresses, or an error after which nothing runs
that this start began. Druid's services end before ZooKeeper: without it they would wait for minutes.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

from druid.cluster.held_signals import held_back
from druid.cluster.instance import Endpoints, Instance, State, endpoints
from druid.cluster.locks import Say, quiet
from druid.cluster.processes import end, find, launch
from druid.cluster.readiness import Watch, await_druid, await_zookeeper, watch_over
from druid.cluster.services import DRUID, NAMES, ZOOKEEPER

PATIENCE = 30.0
_ZOOKEEPER_PATIENCE = 5.0


@dataclass(frozen=True, slots=True)
class Launch:
    """A start under way."""

    instance: Instance
    java: Path
    state: State
    say: Say
    seconds: float

    def complete(self, running: Mapping[str, psutil.Process]) -> Endpoints:
        """Start what is not running and wait until all of it answers."""
        self.instance.write(self.state)
        began = time.monotonic()
        try:
            self._begin([ZOOKEEPER.name], running)
            await_zookeeper(self._watch([ZOOKEEPER.name], began), self.state.ports)
            self._begin([service.name for service in DRUID], running)
            await_druid(self._watch(NAMES, began), self.state.ports)
        except BaseException:
            now = find(self.instance, self.instance.read(), NAMES)
            stop_all({name: process for name, process in now.items() if name not in running}, quiet)
            if not running:
                self.instance.forget()
            raise
        return endpoints(self.state.ports)

    def _begin(self, names: Iterable[str], running: Mapping[str, psutil.Process]) -> None:
        missing = [name for name in names if name not in running]
        if missing:
            self.say(f"Starting {', '.join(missing)}.")
        for name in missing:
            with held_back():
                state = self.instance.read() or self.state
                self.instance.write(state.with_pid(name, launch(self.instance, name, self.java)))

    def _watch(self, names: Sequence[str], began: float) -> Watch:
        return watch_over(self.instance, names, self.say, began, self.seconds)


def stop_all(running: Mapping[str, psutil.Process], say: Say) -> None:
    """End Druid's services together, then ZooKeeper."""
    druid = {name: process for name, process in running.items() if name != ZOOKEEPER.name}
    if druid:
        say(f"Ending {', '.join(druid)}.")
    stubborn = end(druid.values(), PATIENCE)
    for name, process in druid.items():
        if process in stubborn:
            say(f"  {name} did not end within {PATIENCE:.0f} s and was ended by force")
    if ZOOKEEPER.name in running:
        end([running[ZOOKEEPER.name]], _ZOOKEEPER_PATIENCE)
