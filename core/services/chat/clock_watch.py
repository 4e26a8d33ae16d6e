"""Clock watch: reports a machine whose time of day is not the platform's."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from core.domain.chat.delivery_delay import ChatDelay
from core.services.work.health import Health

PART: Final = "Clock"
SKEW_SECONDS_MIN: Final = 2.0
SKEW_SECONDS_FINE: Final = 1.5
LINES_MIN: Final = 10
"""Of fewer lines, all may have come late."""

_RETOLD_SHARE: Final = 0.1


class ClockWatch:
    """Compares this machine's clock with the times that Twitch gives its lines."""

    def __init__(self, *, health: Health) -> None:
        self._health = health
        self._told_seconds = 0.0

    def look_at(self, delays: Iterable[ChatDelay]) -> None:
        """Judge by the channel whose lines arrive the quickest."""
        skews = [delay.skew_seconds for delay in delays if delay.lines >= LINES_MIN]
        if not skews:
            return
        skew, told = min(skews), self._told_seconds
        if abs(skew) < (SKEW_SECONDS_FINE if told else SKEW_SECONDS_MIN):
            self._told_seconds = 0.0
            self._health.note_ok(PART)
        elif abs(skew - told) >= max(1.0, _RETOLD_SHARE * abs(told)):
            self._told_seconds = skew
            self._health.note_trouble(PART, describe_skew(skew))


def describe_skew(skew_seconds: float) -> str:
    side = "ahead of" if skew_seconds > 0 else "behind"
    return (
        f"This machine's clock is {abs(skew_seconds):.0f} s {side} Twitch; set it by NTP "
        "(timedatectl set-ntp true). Chat is heard by Twitch's time meanwhile."
    )
