"""Turns: on which side of an experiment a clip is, while one is carried out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from core.domain.clips.edit_plan import Layout
from core.domain.clips.framing_wish import FramingWish


class TurnTrait(StrEnum):
    """What can be alternated by itself, because it is decided here for each clip."""

    STACKED = "stacked"
    CAPTIONED = "captioned"
    TITLE_ASKS = "title asks"
    EVENING = "evening"


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A clip's side: whether it is to have the trait that is tried."""

    trait: TurnTrait
    has_it: bool

    def choose_title(self, title: str, asking: str) -> str:
        """Return which of a clip's two titles it bears on its side."""
        asks = self.trait is TurnTrait.TITLE_ASKS and self.has_it
        return asking if asks and asking else title

    def change_wish(self, wish: FramingWish) -> FramingWish:
        """Return how a clip is to look on its side; what one person asks of one clip wins."""
        if self.trait is TurnTrait.STACKED:
            return replace(wish, layout=Layout.STACK if self.has_it else Layout.FOLLOW)
        if self.trait is TurnTrait.CAPTIONED:
            return replace(wish, has_captions=self.has_it)
        return wish
