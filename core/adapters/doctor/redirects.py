"""Redirect addresses: whether each platform has registered the one that Truss sends people with.

The page of consent is asked for as a browser would, without anybody signed in. A platform that does
not know the address says so there; whatever else it answers is no finding.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import parse_qs, unquote, urlsplit

from core.adapters.doctor.asking import Answer, ask
from core.adapters.oauth import HttpOAuth
from core.domain.work.finding import Finding
from core.errors import TrussError

CHECK: Final = "redirects"
_MARKS: Final = (
    "redirect_uri_mismatch",
    "redirect_mismatch",
    "does not match registered",
    "redirect_uri is not matched",
)
_PLACES: Final[Mapping[str, str]] = {
    "YouTube": "under Authorized redirect URIs on the page Credentials of Google Cloud",
    "TikTok": "in Login Kit on the application's page at developers.tiktok.com",
    "Twitch": "under OAuth Redirect URLs in Twitch's developer console",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """A platform's page of consent, with the address that it sends people back to."""

    name: str
    address: str = field(repr=False)
    redirect_uri: str


def list_consents(clients: Iterable[HttpOAuth], *, public_url: str) -> list[Consent]:
    """Return the pages of consent that Truss sends people to, as if somebody linked an account."""
    consents = []
    for client in clients:
        back = f"{public_url}/oauth/{client.platform.value}/callback"
        address = client.make_address(state="s" * 43, redirect_uri=back, code_verifier="v" * 43)
        consents.append(Consent(name=client.platform.label, address=address, redirect_uri=back))
    return consents


async def look_at_redirects(consents: Sequence[Consent]) -> list[Finding] | None:
    """Return which redirect addresses are not registered; None where nobody is sent anywhere."""
    if not consents:
        return None
    refused = await asyncio.gather(*map(_is_refused, consents))
    return [
        Finding(
            check=CHECK,
            problem=f"{consent.name} does not know the redirect address {consent.redirect_uri}",
            mend=f"add it {_PLACES[consent.name]}, letter by letter",
        )
        for consent, is_refused in zip(consents, refused, strict=True)
        if is_refused
    ]


async def _is_refused(consent: Consent) -> bool:
    try:
        answer = await ask(consent.name, "GET", consent.address)
    except TrussError:
        return False
    return says_mismatch(answer)


def says_mismatch(answer: Answer) -> bool:
    """Say whether an answer is the refusal of a redirect address, on a page or as a redirect."""
    said = f"{answer.words} {_unfold(answer.location)}".lower()
    if any(mark in said for mark in _MARKS):
        return True
    return 400 <= answer.status < 500 and "redirect_uri" in answer.words


def _unfold(location: str) -> str:
    """Return where it leads, with what Google packs into `authError`."""
    packed = parse_qs(urlsplit(location).query).get("authError", [""])[0]
    try:
        raw = base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4))
    except (binascii.Error, ValueError):
        raw = b""
    return f"{unquote(location)} {raw.decode(errors='replace')}"
