"""Recent reads: what was read a moment ago serves again, where it need not be newer than a moment.

A change that hundreds of jobs follow, as new posting slots do, has each of them read the same rows.
What was read since a job was made is as new as what the job is about.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from datetime import datetime, timedelta
from typing import Any, Final, TypeVar, cast

from core.ports.work import Clock

T = TypeVar("T")

KEPT_FOR: Final = timedelta(seconds=30)
CLOCKS_APART: Final = timedelta(seconds=1)
"""By so much the clock of the machine that made a job may differ from that of this one."""
KEPT_MOST: Final = 1_000


class RecentReads:
    """Keeps what was read for half a minute; each reader says since when it must have been read."""

    def __init__(self, *, clock: Clock) -> None:
        self._clock = clock
        self._kept: OrderedDict[Hashable, tuple[datetime, Any]] = OrderedDict()

    async def read(
        self, name: Hashable, read: Callable[[], Awaitable[T]], *, since: datetime | None
    ) -> T:
        """Return what was read after `since`, or read it now; None stands for now."""
        now = self._clock.now()
        if since is None:
            return await read()
        read_at, value = self._kept.get(name, (None, None))
        if read_at is not None and since + CLOCKS_APART <= read_at and now - read_at < KEPT_FOR:
            return cast(T, value)
        value = await read()
        # It may have been read before a change that came while it was under way.
        self._kept[name] = (now, value)
        self._kept.move_to_end(name)
        if len(self._kept) > KEPT_MOST:
            self._kept.popitem(last=False)
        return value
