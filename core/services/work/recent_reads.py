"""Recent reads: what was read a moment ago serves again, where it need not be newer than a moment.

A change that hundreds of jobs follow, as new posting slots do, has each of them read the same rows.
What was read since a job was made is as new as what the job is about.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, TypeVar, cast

from core.ports.work import Clock

T = TypeVar("T")

KEPT_FOR: Final = timedelta(seconds=30)
CLOCKS_APART: Final = timedelta(seconds=5)
"""By so much the clock of the machine that made a job may differ from that of this one."""
STEP: Final = timedelta(seconds=0.5)
"""A clock that goes wrong by more since something was read has been set: it is read anew."""
KEPT_MOST: Final = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    value: Any
    at: datetime
    steady_seconds: float


class OldestRead:
    """Notes the time of the oldest of several reads: all of them are as new as that."""

    def __init__(self, *, begun_at: datetime) -> None:
        self.at = begun_at

    def note(self, at: datetime) -> None:
        self.at = min(self.at, at)


class RecentReads:
    """Keeps what was read for half a minute; each reader says since when it must have been read."""

    def __init__(self, *, clock: Clock) -> None:
        self._clock = clock
        self._kept: OrderedDict[Hashable, _Read] = OrderedDict()

    async def read(
        self,
        name: Hashable,
        read: Callable[[], Awaitable[T]],
        *,
        since: datetime | None,
        oldest: OldestRead | None = None,
    ) -> T:
        """Return what was read after `since`, or read it now; None stands for now.

        `oldest` is told when that was.
        """
        if since is None:
            return await read()
        kept = self._kept.get(name)
        if kept is not None and since + CLOCKS_APART <= kept.at and self._is_recent(kept):
            if oldest is not None:
                oldest.note(kept.at)
            return cast(T, kept.value)
        # It may have been read before a change that came while it was under way.
        at, steady_seconds = self._clock.now(), self._clock.steady_seconds()
        value = await read()
        self._kept[name] = _Read(value=value, at=at, steady_seconds=steady_seconds)
        self._kept.move_to_end(name)
        if len(self._kept) > KEPT_MOST:
            self._kept.popitem(last=False)
        return value

    def _is_recent(self, kept: _Read) -> bool:
        """Say whether it was read a moment ago, by a clock that nobody has set since."""
        age = timedelta(seconds=self._clock.steady_seconds() - kept.steady_seconds)
        return age < KEPT_FOR and abs(self._clock.now() - kept.at - age) < STEP
