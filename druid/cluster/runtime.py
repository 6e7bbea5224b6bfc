"""Start and stop a cluster, or one of its services.

In: an `Instance`. Out: `Endpoints` once questions and tasks are answered. Whatever a failed start began is ended again;
Druid's services end before ZooKeeper, without which they would wait for minutes.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass

import psutil

from druid.cluster.errors import ClusterError
from druid.cluster.instance import Endpoints, Instance, State, endpoints
from druid.cluster.jars import cache_folder, install
from druid.cluster.launching import PATIENCE, Launch, stop_all
from druid.cluster.locks import Say, hold, quiet
from druid.cluster.ports import choose_ports
from druid.cluster.processes import end, find, launch, resident_bytes
from druid.cluster.programs import find_java
from druid.cluster.readiness import PortTaken, await_druid, last_lines, watch_over
from druid.cluster.services import NAMES

READY_SECONDS = 240.0
_TRIES = 4


@dataclass(frozen=True, slots=True)
class ServiceStatus:
    """One service as found now; `last` is the end of its log when it is not running."""

    name: str
    port: int | None
    pid: int | None
    resident_bytes: int | None
    last: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Status:
    """A cluster as found now."""

    endpoints: Endpoints | None
    services: tuple[ServiceStatus, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """Services that do not run."""
        return tuple(service.name for service in self.services if service.pid is None)

    @property
    def word(self) -> str:
        """running, partly or stopped."""
        if not self.missing:
            return "running"
        return "stopped" if len(self.missing) == len(self.services) else "partly"


def start(instance: Instance, say: Say = quiet, seconds: float = READY_SECONDS) -> Endpoints:
    """Start what is not running and wait until all of it answers."""
    java = find_java(os.environ)
    jars = install(cache_folder(os.environ), os.environ, say)
    with _alone(instance, say):
        state, running = _found(instance, say)
        if state is not None:
            return Launch(instance, java, state, say, seconds).complete(running)
        for _ in range(_TRIES):
            state = State(choose_ports(instance.port), {})
            instance.prepare(state.ports, jars)
            try:
                return Launch(instance, java, state, say, seconds).complete({})
            except PortTaken as taken:
                say(f"{taken.said} Trying again with other ports.")
    raise ClusterError("PORT_IN_USE", "Other programs took every port that was chosen.", "Start again.")


def stop(instance: Instance, say: Say = quiet, *, remove: bool = False) -> bool:
    """End the whole cluster; whether any of it was running. Data stays unless it is to be removed."""
    if not instance.folder.exists():
        return False
    with _alone(instance, say):
        running = find(instance, instance.read(), NAMES)
        stop_all(running, say)
        instance.forget()
        if remove:
            shutil.rmtree(instance.folder, ignore_errors=True)
    return bool(running)


def kill(instance: Instance, name: str, *, gently: bool = False) -> None:
    """End one service, by default as a crash would."""
    process = find(instance, instance.read(), [_known(name)]).get(name)
    if process is not None:
        end([process], PATIENCE if gently else 0)


def restart(instance: Instance, name: str, say: Say = quiet, *, wait: bool = True) -> None:
    """Start one service again on its port and, unless told otherwise, wait until the whole cluster answers."""
    kill(instance, name, gently=True)
    with _alone(instance, say):
        state = _running_state(instance)
        instance.write(state.with_pid(name, launch(instance, name, find_java(os.environ))))
    if wait:
        wait_ready(instance, say)


def wait_ready(instance: Instance, say: Say = quiet, seconds: float = READY_SECONDS) -> Endpoints:
    """Wait until every service runs and answers."""
    state = _running_state(instance)
    await_druid(watch_over(instance, NAMES, say, time.monotonic(), seconds), state.ports)
    return endpoints(state.ports)


def status(instance: Instance) -> Status:
    """What runs now, without waiting for anything."""
    state = instance.read()
    running = find(instance, state, NAMES)
    services = tuple(_service_status(instance, state, name, running.get(name)) for name in NAMES)
    return Status(endpoints(state.ports) if state and running else None, services)


def _running_state(instance: Instance) -> State:
    state = instance.read()
    if state is None:
        raise ClusterError("NOT_RUNNING", f"No cluster runs in {instance.folder}.", "Start it first.")
    return state


def _known(name: str) -> str:
    if name not in NAMES:
        raise ClusterError("NO_SUCH_SERVICE", f"There is no service {name}.", f"There are {', '.join(NAMES)}.")
    return name


def _alone(instance: Instance, say: Say) -> AbstractContextManager[None]:
    return hold(instance.path(".lock"), f"Another command works on {instance.folder}; waiting for it.", say)


def _found(instance: Instance, say: Say) -> tuple[State | None, Mapping[str, psutil.Process]]:
    """What runs already, with its ports; processes whose ports nobody knows any more are ended."""
    state = instance.read()
    running = find(instance, state, NAMES)
    if not running:
        return None, {}
    if state is None:
        say("Services run here whose ports are not known any more; ending them.")
        stop_all(running, say)
        return None, {}
    if instance.port not in {None, state.ports.router}:
        said = f"The cluster in {instance.folder} runs on port {state.ports.router}, not on {instance.port}."
        raise ClusterError("OTHER_PORT", said, "Stop it first, or name another folder with --dir.")
    return state, running


def _service_status(
    instance: Instance, state: State | None, name: str, process: psutil.Process | None
) -> ServiceStatus:
    port = state.ports.of(name) if state else None
    if process is None:
        return ServiceStatus(name, port, None, None, tuple(last_lines(instance, name, 3)) if state else ())
    return ServiceStatus(name, port, process.pid, resident_bytes(process))
