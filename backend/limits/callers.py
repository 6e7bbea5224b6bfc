"""Who a request is counted for: the principal that it was admitted as, else the address that it came from.

Comes in: the ASGI scope, the networks of proxies that may say for whom they ask. Goes out: a word. Addresses of one
IPv6 network of 64 bits are one caller, because one household or server has all of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from starlette.types import Scope

Networks = tuple[IPv4Network | IPv6Network, ...]
LOCAL = "local"
"""A caller without an address, as over a socket of this machine."""
MOST_FORWARDED = 20


def networks_of(written: Iterable[str]) -> Networks:
    """Addresses and networks as people write them; raises ValueError.

    >>> networks_of(["10.0.0.7", "fd00::/8"])
    (IPv4Network('10.0.0.7/32'), IPv6Network('fd00::/8'))
    """
    return tuple(ip_network(one, strict=False) for one in written)


def address_of(scope: Scope, trusted: Networks) -> str:
    """The nearest address that no trusted proxy has; what anybody else says of it is not believed."""
    client = scope.get("client")
    if client is None:
        return LOCAL
    peer: str = client[0]
    if not trusted or not _is_trusted(peer, trusted):
        return group_of(peer)
    given = b",".join(value for name, value in scope["headers"] if name == b"x-forwarded-for")
    named = [part.strip() for part in given.decode("latin-1").split(",") if part.strip()]
    for one in reversed(named[-MOST_FORWARDED:]):
        if _parsed(one) is None:
            break
        peer = one
        if not _is_trusted(one, trusted):
            break
    return group_of(peer)


@lru_cache(maxsize=4096)
def group_of(address: str) -> str:
    """An address as it is counted.

    >>> group_of("192.0.2.7"), group_of("::ffff:192.0.2.7"), group_of("2001:db8:1:2:3::4"), group_of("testclient")
    ('192.0.2.7', '192.0.2.7', '2001:db8:1:2::', 'testclient')
    """
    found = _parsed(address)
    if found is None:
        return address[:64]
    if isinstance(found, IPv6Address) and found.ipv4_mapped is None:
        return str(ip_network((int(found) >> 64 << 64, 64)).network_address)
    return str(found.ipv4_mapped if isinstance(found, IPv6Address) else found)


@lru_cache(maxsize=4096)
def _is_trusted(address: str, trusted: Networks) -> bool:
    found = _parsed(group_of(address)) if address.startswith("::ffff:") else _parsed(address)
    return found is not None and any(found.version == one.version and found in one for one in trusted)


def _parsed(address: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(address)
    except ValueError:
        return None
