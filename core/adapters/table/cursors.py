"""Cursors: opaque to callers, and signed for one creator and one list.

The key inside a cursor is the boundary between tenants, so nobody may forge one.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from typing import Any

from core.errors import InvalidInput

_SIGNATURE_BYTES = 16
_LENGTH_MAX = 4096


class CursorSigner:
    """Signs and verifies cursors with a secret of at least 16 bytes."""

    def __init__(self, secret: bytes) -> None:
        if len(secret) < 16:
            raise ValueError("the secret of the cursors needs at least 16 bytes")
        self._secret = secret

    def seal(self, scope: str, value: Any) -> str:
        """Return a cursor that carries a JSON value and is valid for this scope only."""
        payload = json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()
        return base64.urlsafe_b64encode(self._sign(scope, payload) + payload).decode().rstrip("=")

    def open(self, scope: str, cursor: str | None) -> Any:
        """Return the sealed value; InvalidInput for a cursor of another scope.

        None for no cursor, and for an empty one, as scripts send it for the first page.
        """
        if not cursor:
            return None
        signature, payload = _split(cursor)
        if not hmac.compare_digest(signature, self._sign(scope, payload)):
            raise _refusal()
        return json.loads(payload)

    def _sign(self, scope: str, payload: bytes) -> bytes:
        message = scope.encode() + b"\x00" + payload
        return hmac.new(self._secret, message, hashlib.sha256).digest()[:_SIGNATURE_BYTES]


def _split(cursor: str) -> tuple[bytes, bytes]:
    if len(cursor) > _LENGTH_MAX or not cursor.isascii():
        raise _refusal()
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
    except (binascii.Error, ValueError) as error:
        raise _refusal() from error
    return raw[:_SIGNATURE_BYTES], raw[_SIGNATURE_BYTES:]


def _refusal() -> InvalidInput:
    return InvalidInput("This page of the list cannot be opened: start again from its first page.")
