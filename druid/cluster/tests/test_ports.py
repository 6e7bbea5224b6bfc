"""Ports that are chosen are free, differ, and keep to what was asked."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import astuple

import pytest

from druid.cluster.errors import ClusterError
from druid.cluster.ports import choose_ports, is_free


@pytest.fixture(params=["127.0.0.1", ""], ids=["this machine", "every address"])
def taken(request: pytest.FixtureRequest) -> Iterator[int]:
    with socket.socket() as door:
        door.bind((request.param, 0))
        door.listen()
        yield door.getsockname()[1]


def test_chosen_ports_differ_and_are_free() -> None:
    ports = astuple(choose_ports(None))
    assert len(set(ports)) == len(ports)
    assert all(20_000 <= port < 30_000 and is_free(port) for port in ports)


def test_the_router_gets_the_port_that_was_asked() -> None:
    free = choose_ports(None).router
    assert choose_ports(free).router == free


def test_a_taken_port_is_refused(taken: int) -> None:
    assert not is_free(taken)
    with pytest.raises(ClusterError) as refused:
        choose_ports(taken)
    assert refused.value.code == "PORT_IN_USE"
    assert str(taken) in refused.value.said


def test_a_port_is_free_again_afterwards() -> None:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        door.listen()
        port = door.getsockname()[1]
        assert not is_free(port)
    assert is_free(port)
