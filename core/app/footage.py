"""Footage: the video of live moments, from the ring, a Twitch clip or the VOD."""

from __future__ import annotations

from dataclasses import dataclass

from core.app.outside import Limits, Ports
from core.domain.work.job import JobKind
from core.ports.accounts import FreshTokens
from core.services.chat.live_chat import LiveChat
from core.services.footage.footage_storage import FootageStorage
from core.services.footage.moment_footage import MomentFootage
from core.services.footage.ring_recording import RingRecording
from core.services.footage.twitch_clip_requests import TwitchClipRequests
from core.services.footage.vod_footage import VodFootage
from core.services.work.job_runner import Handlers, handle
from core.services.work.ownership import OwnedNames, name_channel


@dataclass(frozen=True, slots=True, kw_only=True)
class Footage:
    """The services for footage, and the job that fetches it."""

    rings: RingRecording
    handlers: Handlers


def build_footage(
    ports: Ports, limits: Limits, live: LiveChat, tokens: FreshTokens, owned: OwnedNames
) -> Footage:
    moments = _build_moments(ports, limits, tokens, owned)
    return Footage(
        rings=RingRecording(clock=ports.clock, live_chat=live, rings=ports.footage.rings),
        handlers={
            JobKind.CATCH_FOOTAGE: handle(
                moments.catch_footage, moments.give_up, is_for_us=moments.is_for_us
            )
        },
    )


def _build_moments(
    ports: Ports, limits: Limits, tokens: FreshTokens, owned: OwnedNames
) -> MomentFootage:
    storage = _build_storage(ports)
    return MomentFootage(
        streams=ports.stores.streams,
        spikes=ports.stores.spikes,
        bindings=ports.stores.bindings,
        rings=ports.footage.rings,
        fetcher=ports.videos.fetcher,
        asking=TwitchClipRequests(
            clock=ports.clock,
            moments=ports.stores.live_moments,
            tokens=tokens,
            clips=ports.footage.twitch_clips,
        ),
        footage_storage=storage,
        vod=VodFootage(
            clock=ports.clock,
            recordings=ports.footage.twitch_recordings,
            vods=ports.footage.vods,
            footage_storage=storage,
        ),
        scratch=limits.scratch,
        is_anothers=lambda broadcaster_id: owned.is_anothers(name_channel(broadcaster_id)),
    )


def _build_storage(ports: Ports) -> FootageStorage:
    return FootageStorage(
        clock=ports.clock,
        ids=ports.ids,
        moments=ports.stores.live_moments,
        assets=ports.stores.assets,
        clips=ports.stores.clips,
        storage=ports.storage,
        prober=ports.videos.prober,
    )
