"""Earlier cuts: how a clip was before it was made anew, so that it can be made so again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from core.domain.clips.box import Box
from core.domain.clips.edit_plan import Layout

EARLIER_KEPT: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierCut:
    """The choices of one cut, and until when it was the clip; its files are gone."""

    version: int
    title: str
    start_seconds: float
    end_seconds: float
    until: datetime
    layout: Layout | None = None
    facecam: Box | None = None
