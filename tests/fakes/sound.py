"""Measured sound: quiet, except for the seconds that a test wants loud."""

from __future__ import annotations

from pathlib import Path

from core.domain.signals.signals import Signals
from core.ports.videos import SignalReader


class SoundReader:
    """Returns two loud seconds from each given offset of the video on."""

    is_mixed = False

    def __init__(self, *loud_at: float) -> None:
        self._loud_at = loud_at

    async def read_signals(
        self, video: Path, *, start_seconds: float, end_seconds: float
    ) -> Signals:
        levels = [
            -12.0 if any(0 <= start_seconds + n / 10 - at < 2 for at in self._loud_at) else -35.0
            for n in range(round(10 * (end_seconds - start_seconds)))
        ]
        return Signals(
            start_seconds=start_seconds,
            end_seconds=end_seconds,
            loudness_db=tuple(levels),
            cuts_at_seconds=(),
        )


_: type[SignalReader] = SoundReader
