"""When a cluster is ready, and why it is not.

In: an instance and its ports. Out: nothing once every service answers, the overlord has a leader and a worker, and the
router's SQL sees the servers that hold data; before the deadline progress, after it a reason with the log's last lines.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import httpx
import psutil

from druid.cluster.errors import ClusterError
from druid.cluster.instance import Instance
from druid.cluster.locks import Say
from druid.cluster.processes import find, is_alive
from druid.cluster.services import HOST, NAMES, Ports

_PAUSE = 0.2
_REMIND_SECONDS = 15.0
_DETAIL_LINES = 12
_SERVERS = {"query": "SELECT server_type FROM sys.servers", "resultFormat": "array"}
_HOLDING = {"broker", "coordinator", "historical", "indexer", "overlord", "router"}
_NO_PORT = ("BindException", "Address already in use")
_NO_MEMORY = ("OutOfMemoryError", "Cannot allocate memory", "Could not reserve enough space", "insufficient memory")

Check = Callable[[], bool]


class PortTaken(ClusterError):
    """Another program took a port between the choice and the start."""


@dataclass(frozen=True, slots=True)
class Watch:
    """A start that is being waited for."""

    instance: Instance
    processes: Mapping[str, psutil.Process]
    say: Say
    began: float
    seconds: float

    def until(self, checks: Mapping[str, Check]) -> None:
        """Wait for all of them; each is told once when it holds."""
        waiting = dict(checks)
        remind = time.monotonic() + _REMIND_SECONDS
        while waiting:
            self._refuse_dead()
            for name in [name for name, check in waiting.items() if check()]:
                del waiting[name]
                self.say(f"  {name} after {time.monotonic() - self.began:.0f} s")
            if waiting and time.monotonic() > remind:
                remind += _REMIND_SECONDS
                self.say(f"  waiting for {', '.join(waiting)}")
            if waiting:
                self._refuse_late(waiting)
                time.sleep(_PAUSE)

    def _refuse_dead(self) -> None:
        for name, process in self.processes.items():
            if not is_alive(process):
                raise reason_of_death(self.instance, name)

    def _refuse_late(self, waiting: Iterable[str]) -> None:
        if time.monotonic() < self.began + self.seconds:
            return
        names = [name for name in NAMES if any(told.startswith(name) for told in waiting)]
        detail = "\n".join(line for name in names for line in last_lines(self.instance, name, 4))
        said = f"After {self.seconds:.0f} s these do not answer: {', '.join(waiting)}."
        raise ClusterError("NOT_READY", said, f"The logs are in {self.instance.path('log')}.", detail)


def watch_over(instance: Instance, names: Sequence[str], say: Say, began: float, seconds: float) -> Watch:
    """A watch of the named services; one that has ended already is refused at once."""
    running = find(instance, instance.read(), names)
    for name in names:
        if name not in running:
            raise reason_of_death(instance, name)
    return Watch(instance, running, say, began, seconds)


def await_zookeeper(watch: Watch, ports: Ports) -> None:
    """What must hold before Druid's own services start."""
    watch.until({"zookeeper answers": partial(_listens, ports.zookeeper)})


def await_druid(watch: Watch, ports: Ports) -> None:
    """What must hold before the first question."""
    address = f"http://{HOST}:{ports.router}"
    with httpx.Client(base_url=address, timeout=5, trust_env=False) as router:
        names = [name for name in NAMES if name != "zookeeper"]
        # the router logs at length what it cannot forward yet, so it is asked last
        watch.until({f"{name} answers": partial(_is_healthy, router, ports.of(name)) for name in names})
        watch.until(
            {
                "coordinator leads": partial(_leads, router, "/druid/coordinator/v1/leader"),
                "overlord leads": partial(_leads, router, "/druid/indexer/v1/leader"),
                "overlord has a worker": partial(_has_worker, router),
                "router answers SQL and sees all servers": partial(_sees_servers, router),
            }
        )


def reason_of_death(instance: Instance, name: str) -> ClusterError:
    """Why a service ended, as far as its log tells."""
    lines = last_lines(instance, name, _DETAIL_LINES)
    text, detail = _tail(instance, name), "\n".join(lines)
    if any(sign in text for sign in _NO_PORT):
        return PortTaken("PORT_IN_USE", f"A port of the {name} was taken by another program.", "Try again.", detail)
    if any(sign in text for sign in _NO_MEMORY):
        hint = "Close other programs; the cluster needs about 2.5 GB."
        return ClusterError("OUT_OF_MEMORY", f"The {name} ended because memory ran out.", hint, detail)
    if not lines:
        hint = "The system ends processes without a word when memory runs out; the cluster needs about 2.5 GB."
        return ClusterError("SERVICE_ENDED", f"The {name} ended without a word.", hint)
    return ClusterError("SERVICE_ENDED", f"The {name} ended.", f"The whole log is {instance.log(name)}.", detail)


def last_lines(instance: Instance, name: str, count: int) -> list[str]:
    """The end of a log without the inner steps of stack traces."""
    lines = (line.rstrip() for line in _tail(instance, name).splitlines())
    return [line for line in lines if line and not line.lstrip().startswith(("at ", "... "))][-count:]


def _tail(instance: Instance, name: str) -> str:
    try:
        return instance.log(name).read_text(encoding="utf-8", errors="replace")[-50_000:]
    except OSError:
        return ""


def _listens(port: int) -> bool:
    with socket.socket() as asking:
        asking.settimeout(1)
        return asking.connect_ex((HOST, port)) == 0


def _get(router: httpx.Client, url: str) -> httpx.Response | None:
    try:
        answer = router.get(url)
    except httpx.HTTPError:
        return None
    return answer if answer.is_success else None


def _is_healthy(router: httpx.Client, port: int) -> bool:
    return _get(router, f"http://{HOST}:{port}/status/health") is not None


def _leads(router: httpx.Client, path: str) -> bool:
    answer = _get(router, path)
    return answer is not None and answer.text.strip('" \n') != ""


def _has_worker(router: httpx.Client) -> bool:
    answer = _get(router, "/druid/indexer/v1/workers")
    return answer is not None and answer.json() != []


def _sees_servers(router: httpx.Client) -> bool:
    try:
        answer = router.post("/druid/v2/sql", json=_SERVERS)
        return answer.is_success and {row[0] for row in answer.json()} >= _HOLDING
    except (httpx.HTTPError, ValueError):
        return False
