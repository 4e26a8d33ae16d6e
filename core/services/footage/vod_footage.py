"""VOD footage: reads a live moment from the stream's VOD if it was recorded nowhere else."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

import structlog

from core.domain.chat.chat_spike import ChatSpike
from core.domain.footage.live_moment import FootageStatus, LiveMoment, MomentWindow
from core.domain.footage.twitch_recording import TwitchRecording, choose_recording
from core.domain.streams.stream import Stream
from core.errors import Conflict, RetryLater, TrussError, may_pass
from core.ports.footage import TwitchRecordings, VodReader
from core.ports.work import Clock
from core.services.footage.footage_storage import FootageStorage

_log = structlog.get_logger(__name__)

GROWS_FOR: Final = timedelta(minutes=5)
"""How long after a moment its recording may still lag behind; later, what is there is all."""

AGAIN_SECONDS: Final = 120.0
"""Three more tries, which is what a job has, last longer than `GROWS_FOR`."""

_NO_APPLICATION: Final = "no Twitch application is set up"
_NONE: Final = "Twitch has no recording of it"
_NOT_IN_IT: Final = "the recording does not show it"


class VodFootage:
    """Finds the VOD of a stream and stores what it shows of a moment."""

    def __init__(
        self,
        *,
        clock: Clock,
        recordings: TwitchRecordings | None,
        vods: VodReader,
        footage_storage: FootageStorage,
    ) -> None:
        self._clock = clock
        self._recordings = recordings
        self._vods = vods
        self._footage_storage = footage_storage

    async def catch(
        self, stream: Stream, spike: ChatSpike, moment: LiveMoment, window: MomentWindow
    ) -> tuple[LiveMoment, str]:
        """Return the moment, and why it still has no video; empty if it has one.

        Raises:
            RetryLater: the recording grows, and does not show the whole moment yet.
        """
        if self._recordings is None or stream.broadcaster_id is None:
            return moment, _NO_APPLICATION
        try:
            found = await self._recordings.list_recordings(stream.broadcaster_id)
            recording = choose_recording(found, stream)
            if recording is None:
                return moment, _NONE
            moment = await self._read(recording, stream, spike, moment, window)
        except (Conflict, RetryLater):
            raise
        except TrussError as failure:
            if may_pass(failure):
                self._wait(window, str(failure))
            return moment, str(failure).rstrip(".")
        return moment, "" if moment.footage is FootageStatus.CAUGHT else _NOT_IN_IT

    async def _read(
        self,
        recording: TwitchRecording,
        stream: Stream,
        spike: ChatSpike,
        moment: LiveMoment,
        window: MomentWindow,
    ) -> LiveMoment:
        async with self._vods.read(
            recording.id,
            created_at=recording.created_at,
            start_at=window.wanted_from,
            peak_at=window.peak_at,
            end_at=window.wanted_until,
        ) as caught:
            if caught is None or caught.ends_at < window.end_at:
                self._wait(window, "The stream's recording does not show all of the moment yet.")
            if caught is None:
                return moment
            return await self._footage_storage.keep(stream, spike, moment, window, caught)

    def _wait(self, window: MomentWindow, reason: str) -> None:
        """Raise RetryLater while the VOD may still grow to hold the moment."""
        if self._clock.now() < window.wanted_until + GROWS_FOR:
            _log.info("vod.awaited", reason=reason)
            raise RetryLater(reason, seconds=AGAIN_SECONDS)
