"""Speaking: an answer as it comes, sentence by sentence, each checked before anybody sees it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final

from core.domain.asking.figures import KnownFigures, check_figures, split_sentences

CHARACTERS_MAX: Final = 1700
OnText = Callable[[str], Awaitable[None]]
"""Called with the whole text so far."""


class Speaking:
    """Collects one answer; `taken_out` counts figures and addresses that no tool gave."""

    def __init__(self, known: KnownFigures, on_text: OnText | None) -> None:
        self._known = known
        self._on_text = on_text
        self._open = ""
        self.text = ""
        self.taken_out = 0

    async def take(self, piece: str) -> None:
        """Take what came; whole sentences are shown."""
        self._open += piece
        whole, self._open = split_sentences(self._open)
        for sentence in whole:
            self._add(sentence)
        if whole and self._on_text:
            await self._on_text(self.text)

    async def end(self) -> str:
        """Take the last sentence, and return all."""
        self._add(self._open)
        self._open = ""
        if self._on_text and self.text:
            await self._on_text(self.text)
        return self.text.strip()

    def restart(self) -> None:
        """Forget what was said before a call: the answer comes after it."""
        self._open, self.text, self.taken_out = "", "", 0

    def _add(self, sentence: str) -> None:
        if len(self.text) >= CHARACTERS_MAX or not sentence:
            return
        checked, count = check_figures(sentence, self._known)
        self.text += checked
        self.taken_out += count
        if len(self.text) > CHARACTERS_MAX:
            self.text = self.text[:CHARACTERS_MAX].rstrip() + "…"
