"""Addresses: the page's public one, those that platforms send people back to, and the proxies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network
from typing import Final
from urllib.parse import urlsplit

from core.adapters.doctor.asking import ask
from core.adapters.doctor.port import ALIVE
from core.domain.work.finding import Finding, advise, fault
from core.errors import TrussError

CHECK: Final = "addresses"
_LOCAL: Final = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """What the settings say of where the page is, and who sends people back to it."""

    public_url: str
    is_at_google: bool
    is_at_tiktok: bool
    is_tiktok_desktop: bool
    proxies: Sequence[IPv4Network | IPv6Network]


async def look_at_addresses(at: Addresses, *, is_served: bool) -> list[Finding] | None:
    """Return what is wrong; where the public address leads is asked while the page `is_served`."""
    found = [*_look_at_redirects(at), *_look_at_proxies(at)]
    found += [] if found else _look_at_encryption(at.public_url)
    if at.public_url and is_served:
        found += await _look_from_outside(at.public_url)
    is_nothing = not at.public_url and not at.proxies and not found
    return None if is_nothing else found


def _look_at_encryption(public_url: str) -> list[Finding]:
    parts = urlsplit(public_url)
    if parts.scheme != "http" or parts.hostname in _LOCAL:
        return []
    return [
        advise(
            CHECK,
            "The page is reached without https, so whoever is on the way can read sign-in links "
            "and what people send",
            "put a web server with a certificate in front of it, and set TRUSS_PUBLIC_URL to its "
            "https address",
        )
    ]


def _look_at_redirects(at: Addresses) -> list[Finding]:
    names = [
        name for name, here in (("YouTube", at.is_at_google), ("TikTok", at.is_at_tiktok)) if here
    ]
    if not at.public_url:
        return [
            fault(
                CHECK,
                f"{name} has nowhere to send people back to, so that no account can be linked",
                f"set TRUSS_PUBLIC_URL, and register its {_callback(name)} there",
            )
            for name in names
        ]
    parts = urlsplit(at.public_url)
    is_local, found = parts.hostname in _LOCAL, []
    if at.is_at_google and parts.scheme != "https" and not is_local:
        found.append(_insecure("YouTube"))
    if at.is_at_tiktok and not at.is_tiktok_desktop and parts.scheme != "https":
        found.append(_insecure("TikTok"))
    if at.is_at_tiktok and at.is_tiktok_desktop and not (is_local and parts.port):
        found.append(
            fault(
                CHECK,
                "A TikTok application for desktops sends people back to this machine only",
                "set TRUSS_PUBLIC_URL=http://localhost:8080, or register it for the web and set "
                "TRUSS_TIKTOK_IS_DESKTOP=false",
            )
        )
    return found


def _look_at_proxies(at: Addresses) -> list[Finding]:
    if any(network.prefixlen == 0 for network in at.proxies):
        return [
            fault(
                CHECK,
                "TRUSS_PROXIES trusts everybody, so that nobody who guesses sign-in links is held "
                "up",
                "name the addresses of your proxies alone, such as 127.0.0.1",
            )
        ]
    if urlsplit(at.public_url).scheme == "https" and not at.proxies:
        return [
            advise(
                CHECK,
                "The page is behind a proxy, and TRUSS_PROXIES is empty, so that all visitors "
                "share one limit",
                "set TRUSS_PROXIES to the proxy's address, if it writes X-Forwarded-For itself",
            )
        ]
    return []


async def _look_from_outside(public_url: str) -> list[Finding]:
    try:
        answer = await ask(public_url, "GET", f"{public_url}/livez")
    except TrussError as error:
        problem, _, _ = str(error).partition("; ")
        return [fault(CHECK, problem, "let the name and its proxy lead to the page's port")]
    if answer.is_ok and answer.text.strip() == ALIVE:
        return []
    return [
        fault(
            CHECK,
            f"Something other than Truss answers at {public_url} ({answer.status})",
            "let the proxy pass everything on to the page's port, with the header Host as it came",
        )
    ]


def _insecure(name: str) -> Finding:
    return fault(
        CHECK,
        f"{name} sends people back to https addresses only",
        "set TRUSS_PUBLIC_URL to one, with a proxy that has a certificate",
    )


def _callback(name: str) -> str:
    return f"/oauth/{name.lower()}/callback"
