"""Ripening: a spike fires at the start of a burst; its evidence is complete seconds later."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from core.domain.chat.chat_message import ChatNotice
from core.domain.chat.chat_spike import ChatSpike
from core.domain.chat.spike_evidence import take_back

RIPENING_SECONDS: Final = 10
"""For this long after the alarm a stronger second replaces the evidence: a window's length."""

OVER_SHARE: Final = 0.6
"""An eruption is over once its score falls below this share of its maximum."""


class Ripening:
    """Follows one spike at a time; its place and detection time never change."""

    __slots__ = ("_growing", "_ripe", "_since")

    def __init__(self) -> None:
        self._growing: ChatSpike | None = None
        self._ripe: ChatSpike | None = None
        self._since = 0

    def start(self, spike: ChatSpike, second: int) -> None:
        """Follow a spike found in `second`; an earlier one is ripe from now on."""
        self._ripe = self._growing or self._ripe
        self._growing, self._since = spike, second

    def follow(self, second: int, score: float, describe: Callable[[], ChatSpike]) -> None:
        """Take the score of a second; `describe` gives the evidence of that second."""
        growing = self._growing
        if growing is None:
            return
        if second - self._since > RIPENING_SECONDS or score < OVER_SHARE * growing.score:
            self.end()
        elif score > growing.score:
            self._growing = replace(
                describe(),
                detected_at_seconds=growing.detected_at_seconds,
                start_seconds=growing.start_seconds,
                end_seconds=growing.end_seconds,
                peak_seconds=growing.peak_seconds,
                threshold=growing.threshold,
            )

    def forget(self, notice: ChatNotice) -> None:
        """Drop deleted lines, and those of banned chatters, from the evidence."""
        if self._growing:
            lines = take_back(self._growing.strongest, notice)
            self._growing = replace(self._growing, strongest=lines)

    def end(self) -> None:
        """Stop following: the eruption is over."""
        self._ripe, self._growing = self._growing or self._ripe, None

    def take(self) -> ChatSpike | None:
        """Return a spike that has become ripe, once."""
        ripe, self._ripe = self._ripe, None
        return ripe

    def finish(self) -> ChatSpike | None:
        """Return the spike still being followed: the stream is over."""
        self.end()
        return self.take()
