"""Ids: random ones, and ones derived from a seed and names."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from core.domain.work.ids import make_ulid


class RandomIds:
    """ULIDs whose last 80 bits are random."""

    def new_ulid(self, at: datetime, *names: str) -> str:  # noqa: ARG002 - the names are for seeds
        return make_ulid(at, secrets.token_bytes(10))


class SeededIds:
    """ULIDs whose last 80 bits are a hash of the seed and the names: equal in every run."""

    def __init__(self, seed: str) -> None:
        self._seed = seed

    def new_ulid(self, at: datetime, *names: str) -> str:
        digest = hashlib.blake2b("\x1f".join((self._seed, *names)).encode(), digest_size=10)
        return make_ulid(at, digest.digest())
