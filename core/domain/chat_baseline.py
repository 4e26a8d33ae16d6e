"""The baseline: what is usual in a chat, over the last fifteen minutes that it was heard."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from typing import Final, NamedTuple

BUCKET_SECONDS: Final = 10
BASELINE_SECONDS: Final = 900
_BUCKETS: Final = BASELINE_SECONDS // BUCKET_SECONDS


class Bucket(NamedTuple):
    """Sums over ten seconds, `number` counting such spans from the start: chatter-seconds in the windows, messages, and shouted ones."""

    number: int
    all_long: int = 0
    all_short: int = 0
    reacting_long: int = 0
    reacting_short: int = 0
    messages: int = 0
    shouted: int = 0


class ChatBaseline:
    """A sliding sum of buckets; a bucket without a line costs nothing and counts as silence.

    The two newest buckets do not count yet, so that a burst is never compared with itself.
    """

    __slots__ = ("_buckets", "_started_at", "_sum", "_waiting")

    def __init__(self, started_at: int, buckets: Iterable[Bucket] = ()) -> None:
        self._started_at = started_at
        self._waiting = deque(buckets)
        self._buckets: deque[Bucket] = deque()
        self._sum = Bucket(0)

    def add(self, bucket: Bucket) -> None:
        """Take the sums of a bucket that is over; the index rises from call to call."""
        self._waiting.append(bucket)

    def sum_before(self, second: int) -> tuple[Bucket, int]:
        """Return the sums, and over how many seconds they run, when `second` is the current one."""
        index = second // BUCKET_SECONDS - 1
        while self._waiting and self._waiting[0].number < index:
            self._count(self._waiting.popleft())
        while self._buckets and self._buckets[0].number < index - _BUCKETS:
            self._discount(self._buckets.popleft())
        return self._sum, min(BASELINE_SECONDS, index * BUCKET_SECONDS - self._started_at)

    def buckets(self) -> tuple[Bucket, ...]:
        return (*self._buckets, *self._waiting)

    @property
    def started_at(self) -> int:
        return self._started_at

    def _count(self, bucket: Bucket) -> None:
        self._buckets.append(bucket)
        self._sum = Bucket(*(whole + part for whole, part in zip(self._sum, bucket, strict=True)))

    def _discount(self, bucket: Bucket) -> None:
        self._sum = Bucket(*(whole - part for whole, part in zip(self._sum, bucket, strict=True)))
