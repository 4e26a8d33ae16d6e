"""The open bucket: what is counted for the baseline in the half minute that is not over."""

from __future__ import annotations

from core.domain.chat.baseline import Bucket
from core.domain.chat.recent_chat import ChatWindow


class OpenBucket:
    """Counts voices and newcomers; the sums over chatters are gathered by the window.

    What a restart interrupted goes on with what was `known` of it.
    """

    __slots__ = ("_newcomers", "_voices")

    def __init__(self, window: ChatWindow, known: Bucket | None) -> None:
        self._voices = self._newcomers = 0
        if known is None:
            return
        self._voices, self._newcomers = known.voices, known.newcomers
        window.brief.give_gains(known.brief_long, known.brief_short)
        window.reacting.give_gains(known.reacting_long, known.reacting_short)
        window.chatters.give_gains(known.chatters_long, 0)

    def note(self, *, is_newcomer: bool) -> None:
        """Take that somebody writes who had been silent."""
        self._voices += 1
        self._newcomers += is_newcomer

    def look(self, number: int, window: ChatWindow) -> Bucket | None:
        """Return what it holds by now; None while nobody wrote."""
        if not self._voices:
            return None
        brief, reacting = window.brief.gains(), window.reacting.gains()
        chatters, _ = window.chatters.gains()
        return Bucket(number, *brief, *reacting, chatters, self._newcomers, self._voices)

    def take(self, number: int, window: ChatWindow) -> Bucket | None:
        """Return what it holds now that it is full, and begin the next one."""
        bucket = self.look(number, window)
        if bucket:
            for counted in (window.brief, window.reacting, window.chatters):
                counted.take_gains()
            self._voices = self._newcomers = 0
        return bucket
