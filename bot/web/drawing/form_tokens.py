"""Form tokens: each answer carries its session's token under a pad of its own.

Pages are compressed, and show what others wrote. Whoever sees how long such answers are could
guess, letter by letter, a text that all of them carry (BREACH); one that differs each time tells
nothing.
"""

from __future__ import annotations

import base64
import binascii
import secrets
from typing import Final

_BYTES: Final = 32
MASKED_LENGTH: Final = -(-2 * _BYTES * 8 // 6)
"""The letters of a pad and a token, without padding: six bits each."""


def mask_token(token: str) -> str:
    """Return a token, 64 hexadecimal digits, as this answer alone shows it; "" for none."""
    if not token:
        return ""
    raw = bytes.fromhex(token)
    pad = secrets.token_bytes(len(raw))
    return base64.urlsafe_b64encode(pad + _xor(pad, raw)).decode().rstrip("=")


def unmask_token(given: str) -> str:
    """Return the token that a form sent; what is not masked is returned as it is."""
    if len(given) != MASKED_LENGTH:
        return given
    try:
        both = base64.b64decode(f"{given}==", altchars=b"-_", validate=True)
    except (ValueError, binascii.Error):
        return given
    # Shorter where padding was sent as part of it.
    return _xor(both[:_BYTES], both[_BYTES:]).hex() if len(both) == 2 * _BYTES else given


def _xor(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))
