"""Understanding: asking somebody who can see a video, and keeping what they said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

from core.domain.chat.chat_spike import ChatSpike
from core.domain.clips.asset_analysis import (
    AssetAnalysis,
    WindowResult,
)
from core.domain.people.voice import (
    PLAIN_VOICE,
    Voice,
)
from core.domain.videos.model_spend import (
    NOTHING_USED,
    MonthSpend,
    TokenUse,
)
from core.domain.videos.spoken_word import Word
from core.domain.videos.understanding import (
    AnalysisWindow,
    Rubric,
    Trouble,
    Understanding,
)
from core.domain.work.ids import (
    AssetId,
    CreatorId,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowMaterial:
    """What an analyst gets to look at; `spikes` and `words` (heard by others) are the window's.

    `title` and everything from chat is what strangers wrote.
    """

    video: Path
    window: AnalysisWindow
    has_audio: bool
    title: str = ""
    spikes: Sequence[ChatSpike] = ()
    words: Sequence[Word] = ()
    voice: Voice = PLAIN_VOICE


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowAnswer:
    """An understanding, or the trouble that was met and a sentence about it; tokens either way."""

    understanding: Understanding | None
    trouble: Trouble | None = None
    reason: str = ""
    use: TokenUse = NOTHING_USED


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipAnswer:
    """A title and a rubric for one clip, or the trouble that was met; tokens either way.

    `retry_seconds` is when the service wants to be asked again, where it said so.
    """

    title: str = ""
    rubric: Rubric | None = None
    trouble: Trouble | None = None
    reason: str = ""
    retry_seconds: float | None = None
    use: TokenUse = NOTHING_USED


class VideoAnalyst(Protocol):
    """Looks at stretches of video. It never raises for trouble of its own: the answer says it."""

    @property
    def name(self) -> str:
        """The model, as people know it."""
        ...

    @property
    def fingerprint(self) -> str:
        """The model and the question: what else an answer depends on than the material."""
        ...

    def estimate_use(self, window: AnalysisWindow) -> TokenUse:
        """Return the tokens that a window is expected to take."""
        ...

    def count_cost(self, use: TokenUse, on: date) -> int:
        """Return what tokens cost on a day, in micro-dollars."""
        ...

    async def understand(self, material: WindowMaterial) -> WindowAnswer:
        """Look at a window of 5 to 10 minutes."""
        ...

    async def judge_clip(self, material: WindowMaterial) -> ClipAnswer:
        """Look at one clip: the window is the clip's."""
        ...


class WindowStore(Protocol):
    """Keeps what was said of each window of an asset for 30 days, once."""

    async def find_window(
        self, creator_id: CreatorId, asset_id: AssetId, number: int
    ) -> WindowResult | None: ...

    async def put_window(
        self, creator_id: CreatorId, asset_id: AssetId, result: WindowResult
    ) -> bool:
        """Keep a result; False, and nothing is changed, where one of this fingerprint is kept.

        A result of another fingerprint is replaced.
        """
        ...


class SpendStore(Protocol):
    """Keeps what each creator's analyses took in a month."""

    async def get_spend(self, creator_id: CreatorId, month: str) -> MonthSpend:
        """Return the month's (`yyyy-mm`) spend; nothing was spent where none is stored."""
        ...

    async def add_spend(
        self, creator_id: CreatorId, month: str, use: TokenUse, cost_micro_dollars: int
    ) -> MonthSpend:
        """Add one request to the month, atomically, and return what it is now."""
        ...


class AnalysisStore(Protocol):
    """Keeps the newest analysis of each asset."""

    async def find_analysis(
        self, creator_id: CreatorId, asset_id: AssetId
    ) -> AssetAnalysis | None: ...

    async def put_analysis(self, analysis: AssetAnalysis) -> None:
        """Keep it; an older one of the same asset is replaced."""
        ...


class TranscriptStore(Protocol):
    """Keeps the words of an asset: those of a file, or those that a model heard."""

    async def find_words(
        self, creator_id: CreatorId, asset_id: AssetId, *, is_heard_by_model: bool
    ) -> tuple[Word, ...]:
        """Return the words in the order of time; none where there are none."""
        ...

    async def put_words(
        self,
        creator_id: CreatorId,
        asset_id: AssetId,
        words: Sequence[Word],
        *,
        is_heard_by_model: bool,
    ) -> None:
        """Keep the words; older ones of the same source are replaced."""
        ...
