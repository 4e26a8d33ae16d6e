"""Web addresses from people: which ones this machine may connect to, and which never.

The rules do no I/O. An adapter applies `find_address_problem` to the very address it is about to
connect to, so that no name, redirect or second DNS answer leads elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from core.errors import InvalidInput

IPAddress = IPv4Address | IPv6Address
IPNetwork = IPv4Network | IPv6Network

URL_LENGTH_MAX = 2048
PORTS = {"http": 80, "https": 443}
NOT_AN_ADDRESS = "That is not a web address; give one that begins with https:// or http://."
NOT_PUBLIC = (
    "That address leads into a private network, which Truss does not connect to; give one that "
    "everybody can reach, or have its network added to TRUSS_FETCH_ALLOWED_NETWORKS."
)
WRONG_PORT = "Truss connects to ports 80 and 443 only; give an address without a port."
# The standard library counts these as global, or did in an older version.
_NEVER: tuple[IPNetwork, ...] = tuple(
    ip_network(network)
    for network in (
        "0.0.0.0/8",  # this host itself
        "100.64.0.0/10",  # carrier-grade NAT, and Alibaba's metadata service
        "168.63.129.16/32",  # Azure's platform services
        "192.0.0.0/24",  # protocol assignments, and Oracle's metadata service
        "192.88.99.0/24",  # 6to4 relays
        "198.18.0.0/15",  # benchmarks
        "240.0.0.0/4",
        "64:ff9b:1::/48",  # local translation to IPv4
        "100::/64",
        "2001::/23",  # including Teredo
        "2001:db8::/32",
        "3fff::/20",
        "5f00::/16",
        "fec0::/10",
    )
)
_TRANSLATED: tuple[tuple[IPv6Network, int], ...] = (
    (IPv6Network("::ffff:0:0/96"), 0),
    (IPv6Network("::ffff:0:0:0/96"), 0),  # stateless translation (SIIT)
    (IPv6Network("::/96"), 0),
    (IPv6Network("64:ff9b::/96"), 0),
    (IPv6Network("2002::/16"), 80),  # 6to4 carries it right after its prefix
)
"""IPv6 networks whose addresses embed an IPv4 address, and how many bits follow it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WebAddress:
    """An address that may be asked if its machine may; `url` is as it was given."""

    url: str = field(repr=False)
    scheme: str
    host: str
    port: int

    @property
    def origin(self) -> str:
        return f"{self.scheme}://{self.host}:{self.port}"

    @property
    def file_name(self) -> str:
        """The last part of the path, '' if there is none."""
        return PurePosixPath(unquote(urlsplit(self.url).path, errors="replace")).name


def read_web_address(url: str) -> WebAddress:
    """Parse an address; InvalidInput, with what to do, if it is none or has a password."""
    text = url.strip()
    if len(text) > URL_LENGTH_MAX:
        raise InvalidInput(f"That address is longer than {URL_LENGTH_MAX} characters.")
    if not text.isprintable() or re.search(r"[\s\\]", text):
        raise InvalidInput(NOT_AN_ADDRESS)
    try:
        parts = urlsplit(text)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise InvalidInput(NOT_AN_ADDRESS) from None
    if parts.scheme not in PORTS or not host or port == 0:
        raise InvalidInput(NOT_AN_ADDRESS)
    if "@" in parts.netloc:
        raise InvalidInput(
            "That address contains a user name or a password; give one that works without."
        )
    return WebAddress(
        url=text, scheme=parts.scheme, host=host, port=PORTS[parts.scheme] if port is None else port
    )


def find_address_problem(address: str, port: int, allowed: Sequence[IPNetwork]) -> str | None:
    """Return why a connection to this address is refused; None if it is allowed.

    `address` is an IPv4 or IPv6 address as the operating system writes it, `port` where to connect
    to. `allowed` are networks the operator has opened, at any port.
    """
    try:
        meant = tuple(_list_meant(ip_address(address.partition("%")[0])))
    except ValueError:
        return NOT_PUBLIC
    if any(_is_inside(each, network) for each in meant for network in allowed):
        return None
    if not all(is_public(each) for each in meant):
        return NOT_PUBLIC
    return None if port in PORTS.values() else WRONG_PORT


def is_public(address: IPAddress) -> bool:
    """Return whether everybody reaches the same machine at this address."""
    if any(_is_inside(address, network) for network in _NEVER):
        return False
    return address.is_global and not address.is_multicast


def _list_meant(address: IPAddress) -> Iterator[IPAddress]:
    """Yield the address itself and the IPv4 address it embeds; only the latter if it is mapped."""
    if not isinstance(address, IPv6Address):
        yield address
        return
    for network, shift in _TRANSLATED:
        if address in network and int(address) > 1:
            yield IPv4Address((int(address) >> shift) & 0xFFFFFFFF)
            return
    yield address


def _is_inside(address: IPAddress, network: IPNetwork) -> bool:
    return address.version == network.version and address in network
