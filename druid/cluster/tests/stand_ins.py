"""Services that are Python scripts: Python itself stands in for Java, and runs the word that names an argument file.

`java @/folder/conf/broker.args` reads options from a file; `python @/folder/conf/broker.args` runs a script at that
place under the working folder. So a stand-in bears the same words as the service it stands for.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

import psutil

from druid.cluster.instance import Instance, State
from druid.cluster.processes import launch
from druid.cluster.services import Ports

JAVA = Path(sys.executable)
PORTS = Ports(1, 2, 3, 4, 5, 6, 7)
_SCRIPT = """
import signal, sys, time
def end(*_):
    with open("ended", "a") as told:
        told.write("{name}\\n")
    sys.exit(0)
signal.signal(signal.SIGTERM, {answer})
print("ready", flush=True)
time.sleep(120)
"""


def make_instance(folder: Path, *, deaf: Iterable[str] = (), names: Iterable[str] = ()) -> Instance:
    """An instance whose named services only sleep; those that are deaf do not hear a request to end."""
    instance = Instance(folder)
    instance.prepare(PORTS, [])
    for name in names:
        script = folder / f"@{instance.arguments(name)}"
        script.parent.mkdir(parents=True, exist_ok=True)
        script.write_text(_SCRIPT.format(name=name, answer="signal.SIG_IGN" if name in set(deaf) else "end"))
    return instance


def begin(instance: Instance, names: Iterable[str]) -> State:
    """Start the named services and wait until they listen to signals."""
    state = State(PORTS, {})
    for name in names:
        state = state.with_pid(name, launch(instance, name, JAVA))
        while "ready" not in instance.log(name).read_text():
            pass
    instance.write(state)
    return state


def processes_naming(folder: Path) -> list[int]:
    """Processes on this machine whose command line names the folder; those that have ended have no words left."""
    lines = {process.pid: process.info["cmdline"] or () for process in psutil.process_iter(["cmdline"])}
    return [pid for pid, words in lines.items() if any(str(folder) in word for word in words)]
