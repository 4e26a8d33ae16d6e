"""Understanding: asking a model that can watch video, and storing what it said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

from core.domain.chat.chat_spike import ChatSpike
from core.domain.clips.asset_analysis import AssetAnalysis, WindowResult
from core.domain.people.voice import PLAIN_VOICE, Voice
from core.domain.videos.heard_words import Stretch
from core.domain.videos.model_spend import NOTHING_USED, MonthSpend, Reservation, TokenUse
from core.domain.videos.spoken_word import Word
from core.domain.videos.understanding import AnalysisWindow, Rubric, Trouble, Understanding
from core.domain.work.ids import AssetId, CreatorId


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowMaterial:
    """What an analyst gets to watch, with the window's `spikes` and `words` (heard by others).

    The window is one of `parts`, and begins within `chapter`. `measured` says in sentences what was
    measured of a clip. `title`, `game` and everything from chat was written by strangers. With
    `has_two_titles` each moment gets one that asks nothing and one that asks something.
    """

    video: Path
    window: AnalysisWindow
    has_audio: bool
    title: str = ""
    spikes: Sequence[ChatSpike] = ()
    words: Sequence[Word] = ()
    voice: Voice = PLAIN_VOICE
    parts: int = 1
    chapter: str = ""
    game: str = ""
    measured: Sequence[str] = ()
    has_two_titles: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowAnswer:
    """An understanding, or the trouble met and a sentence about it; the tokens used either way.

    Where only a part of an answer could be used there are both. `retry_seconds` is when the service
    wants to be asked again, if it said so.
    """

    understanding: Understanding | None
    trouble: Trouble | None = None
    reason: str = ""
    retry_seconds: float | None = None
    use: TokenUse = NOTHING_USED


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipAnswer:
    """A title and a rubric for one clip, or the trouble met; the tokens used either way.

    `retry_seconds` is when the service wants to be asked again, if it said so.
    """

    title: str = ""
    rubric: Rubric | None = None
    trouble: Trouble | None = None
    reason: str = ""
    retry_seconds: float | None = None
    use: TokenUse = NOTHING_USED


class VideoAnalyst(Protocol):
    """Watches stretches of video. It never raises for its own trouble: the answer reports it."""

    @property
    def name(self) -> str:
        """The model's public name."""
        ...

    @property
    def service(self) -> str:
        """The name of the service that runs the model, as people know it."""
        ...

    @property
    def fingerprint(self) -> str:
        """The model and the question: what an answer depends on besides the material."""
        ...

    def estimate_use(self, window: AnalysisWindow, *, has_audio: bool = True) -> TokenUse:
        """Return the tokens a window is expected to take."""
        ...

    def count_cost(self, use: TokenUse, on: date) -> int:
        """Return what tokens cost on a day, in micro-dollars."""
        ...

    async def understand(self, material: WindowMaterial) -> WindowAnswer:
        """Watch a window of 5 to 10 minutes."""
        ...

    async def judge_clip(self, material: WindowMaterial) -> ClipAnswer:
        """Watch one clip: the window is the clip's."""
        ...

    async def find_obstacle(self) -> str:
        """Ask, at no cost, whether the model could be asked now.

        Return "", or a sentence without secrets that says why not and what to do.
        """
        ...


class WindowStore(Protocol):
    """Keeps the result for each window of an asset for 30 days."""

    async def find_window(
        self, creator_id: CreatorId, asset_id: AssetId, number: int
    ) -> WindowResult | None: ...

    async def put_window(
        self, creator_id: CreatorId, asset_id: AssetId, result: WindowResult
    ) -> bool:
        """Store a result; False, and nothing changed, if one with this fingerprint is stored.

        A result with another fingerprint is replaced.
        """
        ...


class SpendStore(Protocol):
    """Keeps what each creator's analyses cost in a month.

    The month's cost holds what is reserved for requests that are still under way.
    """

    async def get_spend(self, creator_id: CreatorId, month: str) -> MonthSpend:
        """Return the month's (`yyyy-mm`) spend; zero if none is stored."""
        ...

    async def reserve(self, reservation: Reservation, *, most: int) -> bool:
        """Add a reservation to its month and keep it, both or neither.

        False where the month would then exceed `most`.
        """
        ...

    async def give_back(self, reservation: Reservation) -> bool:
        """Take a reservation from its month and forget it, both or neither.

        True for one of all who try; False where it lapsed or was never made.
        """
        ...

    async def book(self, reservation: Reservation, use: TokenUse, cost_micro_dollars: int) -> bool:
        """Put one request and its cost in the place of its reservation, as `give_back` does."""
        ...

    async def list_lapsed(
        self, creator_id: CreatorId, month: str, *, by: datetime
    ) -> tuple[Reservation, ...]:
        """Return what was reserved until then at the latest, and not settled."""
        ...

    async def add_spend(
        self, creator_id: CreatorId, month: str, use: TokenUse, cost_micro_dollars: int
    ) -> MonthSpend:
        """Add one request to the month, atomically, and return the new sum."""
        ...


class AnalysisStore(Protocol):
    """Keeps the newest analysis of each asset."""

    async def find_analysis(
        self, creator_id: CreatorId, asset_id: AssetId
    ) -> AssetAnalysis | None: ...

    async def put_analysis(self, analysis: AssetAnalysis) -> None:
        """Store it, replacing an older one of the same asset."""
        ...


class TranscriptStore(Protocol):
    """Keeps the words of an asset: those of a file, or those a model heard."""

    async def find_words(
        self, creator_id: CreatorId, asset_id: AssetId, *, is_heard_by_model: bool
    ) -> tuple[Word, ...]:
        """Return the words in chronological order; none if none are stored."""
        ...

    async def put_words(
        self,
        creator_id: CreatorId,
        asset_id: AssetId,
        words: Sequence[Word],
        *,
        is_heard_by_model: bool,
    ) -> None:
        """Store the words, replacing older ones of the same source."""
        ...

    async def find_stretches(
        self, creator_id: CreatorId, asset_id: AssetId, source: str
    ) -> tuple[Stretch, ...]:
        """Return what was kept of one source (`ear`, or `clip-<id>` for mended words), in order."""
        ...

    async def put_stretches(
        self, creator_id: CreatorId, asset_id: AssetId, source: str, stretches: Sequence[Stretch]
    ) -> None:
        """Store the stretches, replacing older ones of the same source."""
        ...
