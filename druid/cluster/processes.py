"""Start, find and end the processes of an instance; never one that is not its own.

In: an instance. Out: live processes by service. A process is ours when its command line names the instance's own
argument file; the number kept in the state only makes it quick to find, and may long be another's.
"""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

import psutil

from druid.cluster.errors import ClusterError
from druid.cluster.instance import Instance, State

# words that would reach every Java machine of the cluster from a shell's environment
_UNWANTED = ("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "CLASSPATH")
# the shell returns at once and leaves the service behind, so that no child is left to be waited for
_DETACHED = 'exec 3>"$1"; shift; "$@" </dev/null >&3 2>&1 3>&- & echo $!'
_PAUSE = 0.05


def launch(instance: Instance, name: str, java: Path) -> int:
    """Start a service and tell its number; it prints to its log, and the log before is kept beside it."""
    log = instance.log(name)
    if log.exists():
        log.replace(log.with_suffix(".log.1"))
    words = ["sh", "-c", _DETACHED, "sh", str(log), str(java), f"@{instance.arguments(name)}"]
    env = {key: value for key, value in os.environ.items() if key not in _UNWANTED}
    told = subprocess.run(
        words, cwd=instance.folder, env=env, stdout=subprocess.PIPE, text=True, start_new_session=True, check=False
    )
    if told.returncode != 0 or not told.stdout.strip():
        raise ClusterError("START_FAILED", f"The {name} could not be started.", f"Look at the rights of {log}.")
    pid = int(told.stdout)
    _await_own_words(pid, instance, name)
    return pid


def find(instance: Instance, state: State | None, names: Iterable[str]) -> dict[str, psutil.Process]:
    """The live processes of the named services, also those that the state has lost."""
    found: dict[str, psutil.Process] = {}
    missing: list[str] = []
    for name in names:
        process = _kept(instance, state, name)
        if process is None:
            missing.append(name)
        else:
            found[name] = process
    return {**found, **_searched(instance, missing)} if missing else found


def end(processes: Iterable[psutil.Process], patience: float) -> list[psutil.Process]:
    """Ask all to end, wait, then end those that do not; the ones that had to be made to."""
    asked = list(processes)
    for process in asked:
        _signal(process, gently=True)
    stubborn = _still_alive(asked, patience)
    for process in stubborn:
        _signal(process, gently=False)
    _still_alive(stubborn, 10)
    return stubborn


def resident_bytes(process: psutil.Process) -> int | None:
    """Memory in use, if the process still lives."""
    try:
        return int(process.memory_info().rss)
    except psutil.Error:
        return None


def is_alive(process: psutil.Process) -> bool:
    """Running, as opposed to ended and not yet taken note of by its parent."""
    try:
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.Error:
        return False


def _await_own_words(pid: int, instance: Instance, name: str) -> None:
    """For a moment after its start a process still bears the words of the shell."""
    until = time.monotonic() + 10
    while time.monotonic() < until:
        try:
            process = psutil.Process(pid)
        except psutil.Error:
            return
        if not is_alive(process) or _is_ours(process, f"@{instance.arguments(name)}"):
            return
        time.sleep(_PAUSE)


def _kept(instance: Instance, state: State | None, name: str) -> psutil.Process | None:
    pid = state.pids.get(name) if state else None
    if pid is None:
        return None
    try:
        process = psutil.Process(pid)
    except psutil.Error:
        return None
    return process if _is_ours(process, f"@{instance.arguments(name)}") else None


def _searched(instance: Instance, names: Iterable[str]) -> dict[str, psutil.Process]:
    words = {f"@{instance.arguments(name)}": name for name in names}
    found = {}
    for process in psutil.process_iter():
        for word, name in words.items():
            if _is_ours(process, word):
                found[name] = process
    return found


def _is_ours(process: psutil.Process, word: str) -> bool:
    try:
        return process.cmdline()[1:2] == [word] and is_alive(process)
    except psutil.Error:
        return False


def _signal(process: psutil.Process, *, gently: bool) -> None:
    try:
        if gently:
            process.terminate()
        else:
            process.kill()
    except psutil.NoSuchProcess:
        return


def _still_alive(processes: Sequence[psutil.Process], patience: float) -> list[psutil.Process]:
    until = time.monotonic() + patience
    alive = [process for process in processes if is_alive(process)]
    while alive and time.monotonic() < until:
        time.sleep(_PAUSE)
        alive = [process for process in alive if is_alive(process)]
    return alive
