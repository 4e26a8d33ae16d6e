"""A log has to be of one channel: what two chats say together is nobody's chat."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final

from core.errors import InvalidInput

_STRAY_SHARE: Final = 0.05


def check_one_channel(channels: Iterable[str | None], *, is_table: bool = False) -> None:
    """Refuse a log with lines of several channels, given each line's."""
    counts = Counter(channel.lower() for channel in channels if channel)
    if len(counts) < 2:
        return
    (first, _), (second, lines) = counts.most_common(2)
    if lines > counts.total() * _STRAY_SHARE:
        way_out = "." if is_table else f", for example with grep '{first} ' LOG > one.log."
        raise InvalidInput(
            f"The log mixes several channels ({first}, {second}): take out the lines of one"
            f"{way_out}"
        )
