"""Asking platforms: one short request at a time, whose answer is read whole and never believed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import aiohttp

from core.errors import ExternalFailure, describe_outage

TIMEOUT_SECONDS: Final = 12.0
BYTES_MAX: Final = 512 * 1024
USER_AGENT: Final = "DiscordBot (https://github.com, 0.2) Truss"
"""Discord lets nobody in who does not name themselves in this form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was answered; `body` is an object, empty where it was none."""

    status: int
    body: Mapping[str, Any] = field(default_factory=dict, repr=False)
    items: tuple[Any, ...] = field(default=(), repr=False)
    text: str = field(default="", repr=False)
    date: str = ""
    location: str = field(default="", repr=False)

    @property
    def is_ok(self) -> bool:
        return self.status == 200

    @property
    def words(self) -> str:
        """Everything that may say what is wrong, in small letters."""
        return self.text[:2000].lower()


async def ask(
    name: str,
    method: str,
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    form: Mapping[str, str] | None = None,
    seconds: float = TIMEOUT_SECONDS,
) -> Answer:
    """Ask once; ExternalFailure says why nobody answered, without what was asked."""
    try:
        async with (
            aiohttp.ClientSession(
                timeout=aiohttp.ClientTimeout(total=seconds),
                headers={"User-Agent": USER_AGENT},
                trust_env=False,
            ) as http,
            http.request(method, url, headers=headers, data=form, allow_redirects=False) as reply,
        ):
            raw = await reply.content.read(BYTES_MAX)
            return _read(reply.status, raw, reply.headers)
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
        raise ExternalFailure(
            f"{name} cannot be reached ({describe_outage(error)}); look at this machine's network, "
            "or try again later.",
            retryable=True,
        ) from None


def _read(status: int, raw: bytes, headers: Mapping[str, str]) -> Answer:
    text = raw.decode(errors="replace")
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        value = None
    return Answer(
        status=status,
        body=value if isinstance(value, dict) else {},
        items=tuple(value) if isinstance(value, list) else (),
        text=text,
        date=headers.get("Date", ""),
        location=headers.get("Location", ""),
    )
