"""Free ports of this machine, below those that the system lends to outgoing connections.

In: the router's port, if one is asked for. Out: a `Ports` of which each was free a moment ago; a collision shows when
a service starts, and is then tried again with others.
"""

from __future__ import annotations

import random
import socket
from collections.abc import Iterator
from dataclasses import fields
from itertools import islice

from druid.cluster.errors import ClusterError
from druid.cluster.services import HOST, Ports

_RANGE = range(20_000, 30_000)


def choose_ports(router: int | None) -> Ports:
    """Ports for all services; the router's is given, or free as the others are."""
    if router is not None and not is_free(router):
        said = f"Port {router} is in use by another program."
        raise ClusterError("PORT_IN_USE", said, "Stop it, or ask for another port: make druid-up DRUID_PORT=8889.")
    names = [field.name for field in fields(Ports)]
    free = list(islice((port for port in _free_ports() if port != router), len(names)))
    if len(free) < len(names):
        raise ClusterError("NO_PORTS", "No free ports are left on this machine.", "Stop programs that listen.")
    chosen = dict(zip(names, free, strict=True))
    return Ports(**chosen if router is None else {**chosen, "router": router})


def free_port() -> int:
    """Any port that is free, and that no outgoing connection takes before somebody listens there."""
    return next(_free_ports())


def _free_ports() -> Iterator[int]:
    return filter(is_free, random.SystemRandom().sample(_RANGE, len(_RANGE)))


def is_free(port: int) -> bool:
    """Nobody answers there and one may listen there."""
    with socket.socket() as asking:
        asking.settimeout(1)
        if asking.connect_ex((HOST, port)) == 0:
            return False
    with socket.socket() as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((HOST, port))
        except OSError:
            return False
    return True
