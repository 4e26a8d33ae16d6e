"""Model watch: whether the model's service can be used, told to health."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import date
from typing import Final, NoReturn

from core.domain.videos.model_spend import TokenUse
from core.domain.videos.understanding import AnalysisWindow, Trouble
from core.errors import ExternalFailure
from core.ports.understanding import ClipAnswer, VideoAnalyst, WindowAnswer, WindowMaterial
from core.ports.work import Clock
from core.services.work.health import Health
from core.services.work.patience import Patience, SparseLog

CHECK_SECONDS: Final = 60.0
"""How often the service is looked at while all is well; a failed question has it looked at once."""
FIRST_SECONDS: Final = 1.0
MEANWHILE: Final = "Until then clips keep their local score; Truss keeps asking."
_DOUBTS: Final = frozenset({Trouble.UNREACHABLE, Trouble.REFUSED, Trouble.UPLOAD, Trouble.GARBLED})
"""What may be the service's fault or the video's: the check tells."""
_HELD_SECONDS: Final = {
    Trouble.OVERLOADED: 300.0,
    Trouble.TIMED_OUT: 300.0,
    Trouble.QUOTA_DAY: 24 * 3600.0,
}
"""What no check can see, and how long it is believed unless an answer comes."""


class ModelWatch:
    """An analyst that tells health how its service does, by each answer and by free checks."""

    def __init__(self, analyst: VideoAnalyst, *, health: Health, clock: Clock) -> None:
        self._analyst = analyst
        self._health = health
        self._clock = clock
        self._is_doubted = asyncio.Event()
        self._held_until = float("-inf")

    @property
    def name(self) -> str:
        return self._analyst.name

    @property
    def service(self) -> str:
        return self._analyst.service

    @property
    def fingerprint(self) -> str:
        return self._analyst.fingerprint

    def estimate_use(self, window: AnalysisWindow, *, has_audio: bool = True) -> TokenUse:
        return self._analyst.estimate_use(window, has_audio=has_audio)

    def count_cost(self, use: TokenUse, on: date) -> int:
        return self._analyst.count_cost(use, on)

    async def understand(self, material: WindowMaterial) -> WindowAnswer:
        answer = await self._analyst.understand(material)
        self._note(answer.trouble, answer.reason)
        return answer

    async def judge_clip(self, material: WindowMaterial) -> ClipAnswer:
        answer = await self._analyst.judge_clip(material)
        self._note(answer.trouble, answer.reason)
        return answer

    async def find_obstacle(self) -> str:
        return await self._analyst.find_obstacle()

    async def keep_checking(self, *, every_seconds: float = CHECK_SECONDS) -> NoReturn:
        """Check now and then, and after each failure again, with growing pauses."""
        patience = Patience(SparseLog("model.not_ready", self._clock), first_seconds=FIRST_SECONDS)
        while True:
            self._is_doubted.clear()
            try:
                await self._check()
            except Exception as error:  # noqa: BLE001 - the edge of a loop that must not end
                await patience.wait(error)
                continue
            patience.reset()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._is_doubted.wait(), every_seconds)

    async def _check(self) -> None:
        if obstacle := await self._analyst.find_obstacle():
            self._health.note_trouble(self.service, f"{obstacle} {MEANWHILE}")
            raise ExternalFailure(obstacle, retryable=True)
        if self._clock.steady_seconds() >= self._held_until:
            self._health.note_ok(self.service)

    def _note(self, trouble: Trouble | None, reason: str) -> None:
        """Take what an answer says of the service; what it says of a video is no matter here."""
        if trouble is None:
            self._held_until = float("-inf")
            self._health.note_ok(self.service)
        elif seconds := _HELD_SECONDS.get(trouble):
            self._held_until = self._clock.steady_seconds() + seconds
            self._health.note_trouble(self.service, f"{self.service}: {reason} {MEANWHILE}")
        elif trouble in _DOUBTS:
            self._is_doubted.set()


_: type[VideoAnalyst] = ModelWatch
