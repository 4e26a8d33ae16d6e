"""Metric requests: asking a platform for figures, and what its refusals mean."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

import aiohttp

from core.domain.work.platform import Platform
from core.errors import ExternalFailure, TokenRefused, describe_outage

TIMEOUT_SECONDS: Final = 20.0
REPLY_BYTES_MAX: Final = 2 * 1024 * 1024


async def ask(
    http: aiohttp.ClientSession, platform: Platform, method: str, url: str, **given: Any
) -> Mapping[str, Any]:
    """Return the object that a platform answers with.

    Raises TokenRefused for a 401, and a retryable ExternalFailure for every other failure: the next
    run asks again.
    """
    try:
        async with http.request(
            method,
            url,
            allow_redirects=False,
            timeout=aiohttp.ClientTimeout(total=TIMEOUT_SECONDS),
            **given,
        ) as response:
            status, raw = response.status, await _read(response)
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise ExternalFailure(
            f"{platform.label} cannot be reached ({describe_outage(error)}).", retryable=True
        ) from None
    if status == HTTPStatus.UNAUTHORIZED:
        raise TokenRefused(f"{platform.label} no longer accepts the access token.")
    if status != HTTPStatus.OK:
        raise ExternalFailure(f"{platform.label} gave no figures ({status}).", retryable=True)
    try:
        body = json.loads(raw)
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise ExternalFailure(f"{platform.label} answered in an unexpected form.", retryable=True)
    return body


async def _read(response: aiohttp.ClientResponse) -> bytes:
    raw = bytearray()
    async for chunk in response.content.iter_any():
        raw += chunk
        if len(raw) > REPLY_BYTES_MAX:
            return b""
    return bytes(raw)


def bear(access_token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {access_token}"}


def read_count(value: Any) -> int:
    """Return a count that may be a number or, as on YouTube, text; 0 if it is neither."""
    if isinstance(value, bool):
        return 0
    if isinstance(value, int | float):
        return max(0, int(value))
    return int(value) if isinstance(value, str) and value.isascii() and value.isdecimal() else 0


def list_objects(value: Any) -> list[Mapping[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def read_object(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
