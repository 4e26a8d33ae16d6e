"""Moment footage: finds the video of a live moment, and sends its clip to be rendered."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Final

import structlog

from core.domain.chat.chat_spike import ChatSpike
from core.domain.footage.live_moment import (
    FootageStatus,
    LiveMoment,
    MomentWindow,
    place_platform_clip,
    place_window,
    read_moment_name,
    to_ms,
)
from core.domain.footage.twitch_clip import TwitchClip
from core.domain.streams.stream import Stream
from core.domain.work.job import Job
from core.errors import ExternalFailure, NotFound
from core.ports.chat import SpikeStore
from core.ports.footage import CaughtVideo, LiveRings
from core.ports.streams import StreamStore, TwitchBindingStore
from core.ports.videos import Fetcher
from core.services.footage.footage_storage import FootageStorage
from core.services.footage.twitch_clip_requests import TwitchClipRequests
from core.services.footage.vod_footage import VodFootage
from core.services.work.job_handlers import JobProgress
from core.services.work.scratch_folder import open_scratch

_log = structlog.get_logger(__name__)

TAIL_WAIT_SECONDS: Final = 45.0
"""A platform shows a stream this late at most; what is not on disk by then was not seen."""

_POLL_SECONDS: Final = 0.25
_CLIP_BYTES_MAX: Final = 500 * 1024**2
_NOTHING: Final = (
    "The moment was not kept on this machine, nor as a Twitch clip ({clip}), nor in a VOD ({vod})."
)


class MomentFootage:
    """Performs `catch_footage` jobs, in the process that records the rings."""

    def __init__(
        self,
        *,
        streams: StreamStore,
        spikes: SpikeStore,
        bindings: TwitchBindingStore,
        rings: LiveRings,
        fetcher: Fetcher,
        asking: TwitchClipRequests,
        footage_storage: FootageStorage,
        vod: VodFootage,
        scratch: Path,
        tail_wait_seconds: float = TAIL_WAIT_SECONDS,
        is_anothers: Callable[[str], bool] = lambda _: False,
    ) -> None:
        self._streams = streams
        self._spikes = spikes
        self._bindings = bindings
        self._rings = rings
        self._fetcher = fetcher
        self._asking = asking
        self._footage_storage = footage_storage
        self._vod = vod
        self._scratch = scratch
        self._tail_wait_seconds = tail_wait_seconds
        self._is_anothers = is_anothers

    async def is_for_us(self, job: Job) -> bool:
        """Say whether no other process reads the channel, and so keeps its ring."""
        stream_id, _ = read_moment_name(job.subject_id)
        try:
            stream = await self._streams.get_stream(job.creator_id, stream_id)
        except NotFound:
            return True
        return not self._is_anothers(stream.broadcaster_id or "")

    async def catch_footage(self, job: Job, progress: JobProgress) -> None:
        """Get the platform's own clip and a video of the moment; from the video, draft a clip.

        What the platform wants to be asked again for later waits for the footage at hand.
        """
        stream, spike = await self._read(job)
        window = place_window(stream, spike)
        moment = await self._footage_storage.open_moment(stream, spike)
        progress.enter("platform clip", 0.1)
        later: ExternalFailure | None = None
        try:
            moment = await self._asking.ask(stream, spike, moment, window)
        except ExternalFailure as failure:
            later = failure
            moment = await self._footage_storage.open_moment(stream, spike)
        progress.enter("footage", 0.3)
        if moment.footage is FootageStatus.WAITING:
            moment = await self._catch_ring(stream, spike, moment, window)
        if later is not None:
            raise later
        progress.enter("platform clip", 0.6)
        moment, clip = await self._asking.await_clip(moment)
        if moment.footage is FootageStatus.WAITING:
            moment, why = await self._catch_clip(stream, spike, moment, window, clip)
            if moment.footage is FootageStatus.WAITING:
                progress.enter("recording", 0.8)
                moment = await self._catch_vod(stream, spike, moment, window, why)
        progress.note = moment.reason or None

    async def give_up(self, job: Job, stage: str, reason: str) -> None:
        """Record why there is no video and no Twitch clip."""
        stream, spike = await self._read(job)
        moment = await self._footage_storage.open_moment(stream, spike)
        if not moment.twitch_clip_url and not moment.refusal:
            moment = await self._asking.give_up(stream, moment, reason)
        if moment.footage is FootageStatus.WAITING:
            await self._footage_storage.miss(moment, f"{stage}: {reason}" if stage else reason)

    async def _catch_ring(
        self, stream: Stream, spike: ChatSpike, moment: LiveMoment, window: MomentWindow
    ) -> LiveMoment:
        try:
            async with self._cut_ring(stream, window) as caught:
                if caught:
                    spike = await self._find_spike(stream, to_ms(spike.detected_at_seconds))
                    return await self._footage_storage.keep(stream, spike, moment, window, caught)
        except ExternalFailure as failure:
            _log.warning("ring.not_cut", stream_id=stream.id, reason=str(failure))
        return moment

    async def _catch_clip(
        self,
        stream: Stream,
        spike: ChatSpike,
        moment: LiveMoment,
        window: MomentWindow,
        clip: TwitchClip | None,
    ) -> tuple[LiveMoment, str]:
        """Use the Twitch clip's video if we may download it; else say why not."""
        url = await self._asking.find_download(stream, moment) if clip else None
        if clip is None or url is None:
            why = moment.refusal or "its video may not be downloaded"
            return moment, why.rstrip(".")
        async with open_scratch(self._scratch, prefix="twitch-clip-") as folder:
            video = folder / "clip.mp4"
            await self._fetcher.fetch_file(url, video, size_bytes_max=_CLIP_BYTES_MAX)
            starts_at = place_platform_clip(stream, moment, clip)
            ends_at = starts_at + timedelta(seconds=clip.duration_seconds)
            caught = CaughtVideo(path=video, starts_at=starts_at, ends_at=ends_at)
            moment = await self._footage_storage.keep(stream, spike, moment, window, caught)
        return moment, "it shows too little"

    async def _catch_vod(
        self,
        stream: Stream,
        spike: ChatSpike,
        moment: LiveMoment,
        window: MomentWindow,
        why: str,
    ) -> LiveMoment:
        """Use the stream's VOD; if there is none, record why there is no video."""
        moment, reason = await self._vod.catch(stream, spike, moment, window)
        if moment.footage is FootageStatus.WAITING:
            return await self._footage_storage.miss(moment, _NOTHING.format(clip=why, vod=reason))
        return moment

    @asynccontextmanager
    async def _cut_ring(
        self, stream: Stream, window: MomentWindow
    ) -> AsyncIterator[CaughtVideo | None]:
        """Wait until the window's end is on disk, and yield its cut; None without a ring."""
        binding = await self._bindings.find_binding(stream.broadcaster_id or "")
        if binding is None or not await self._wait_for_tail(binding.login, window):
            yield None
            return
        async with self._rings.cut(
            binding.login,
            start_at=window.wanted_from,
            peak_at=window.peak_at,
            end_at=window.wanted_until,
        ) as caught:
            yield caught

    async def _wait_for_tail(self, login: str, window: MomentWindow) -> bool:
        """Return whether the ring holds anything of this channel, with as much tail as came."""
        for _ in range(int(self._tail_wait_seconds / _POLL_SECONDS)):
            reached = self._rings.reach(login)
            if reached is None:
                return False
            if reached >= window.wanted_until:
                return True
            await asyncio.sleep(_POLL_SECONDS)
        return True

    async def _read(self, job: Job) -> tuple[Stream, ChatSpike]:
        stream_id, detected_ms = read_moment_name(job.subject_id)
        stream = await self._streams.get_stream(job.creator_id, stream_id)
        return stream, await self._find_spike(stream, detected_ms)

    async def _find_spike(self, stream: Stream, detected_ms: int) -> ChatSpike:
        """Return the moment as it is known now: while its video came, somebody may have asked."""
        at = detected_ms / 1000
        near = await self._spikes.list_near(stream, first_seconds=at - 1, last_seconds=at + 1)
        for spike in near:
            if to_ms(spike.detected_at_seconds) == detected_ms:
                return spike
        raise NotFound("That moment of the stream is no longer kept.")
