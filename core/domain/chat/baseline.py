"""The baseline: a chat's usual activity, over the last minutes that were heard."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from typing import Final, NamedTuple

BUCKET_SECONDS: Final = 30
BASELINE_SECONDS: Final = 750
"""Fitted; anything from 600 to 900 does about as well."""

_BUCKETS: Final = BASELINE_SECONDS // BUCKET_SECONDS


class Bucket(NamedTuple):
    """Sums over the 30 seconds that begin at second `number` * 30.

    The `_long` and `_short` fields are chatter-seconds: the sum of a distinct-chatter count taken
    every second.
    """

    number: int
    brief_long: int = 0
    brief_short: int = 0
    reacting_long: int = 0
    reacting_short: int = 0
    chatters_long: int = 0
    newcomers: int = 0
    voices: int = 0


class ChatBaseline:
    """A sliding sum of buckets; a bucket without a line costs nothing and counts as silence.

    The current bucket and the one before it are left out, so that a burst is never compared with
    itself.
    """

    __slots__ = ("_buckets", "_sum", "_waiting", "started_at")

    def __init__(self, started_at: int, buckets: Iterable[Bucket] = ()) -> None:
        self.started_at = started_at
        self._waiting = deque(buckets)
        self._buckets: deque[Bucket] = deque()
        self._sum = Bucket(0)

    def add(self, bucket: Bucket) -> None:
        """Add a finished bucket; `number` must rise from call to call."""
        self._waiting.append(bucket)

    def sum_before(self, second: int) -> tuple[Bucket, int]:
        """Return the sums before `second` and how many seconds they cover (at least 1)."""
        number = second // BUCKET_SECONDS - 1
        while self._waiting and self._waiting[0].number < number:
            self._count(self._waiting.popleft())
        while self._buckets and self._buckets[0].number < number - _BUCKETS:
            self._discount(self._buckets.popleft())
        heard_seconds = number * BUCKET_SECONDS - self.started_at
        return self._sum, max(1, min(BASELINE_SECONDS, heard_seconds))

    def buckets(self) -> tuple[Bucket, ...]:
        return (*self._buckets, *self._waiting)

    def _count(self, bucket: Bucket) -> None:
        self._buckets.append(bucket)
        self._sum = Bucket(*(whole + part for whole, part in zip(self._sum, bucket, strict=True)))

    def _discount(self, bucket: Bucket) -> None:
        self._sum = Bucket(*(whole - part for whole, part in zip(self._sum, bucket, strict=True)))
