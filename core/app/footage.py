"""How the footage of running streams is kept and caught."""

from __future__ import annotations

from core.app.outside import Limits, Ports
from core.ports.accounts import FreshTokens
from core.services.chat.live_chat import LiveChat
from core.services.footage.footage_storage import FootageStorage
from core.services.footage.moment_footage import MomentFootage
from core.services.footage.ring_recording import RingRecording
from core.services.footage.twitch_clip_requests import TwitchClipRequests
from core.services.footage.vod_footage import VodFootage


def build_moment_footage(ports: Ports, limits: Limits, tokens: FreshTokens) -> MomentFootage:
    keeping = FootageStorage(
        clock=ports.clock,
        ids=ports.ids,
        moments=ports.live_moments,
        assets=ports.assets,
        clips=ports.clips,
        storage=ports.storage,
        prober=ports.prober,
    )
    return MomentFootage(
        streams=ports.streams,
        spikes=ports.spikes,
        bindings=ports.bindings,
        rings=ports.rings,
        fetcher=ports.fetcher,
        asking=TwitchClipRequests(
            clock=ports.clock,
            moments=ports.live_moments,
            tokens=tokens,
            clips=ports.twitch_clips,
        ),
        keeping=keeping,
        vod=VodFootage(
            clock=ports.clock,
            recordings=ports.twitch_recordings,
            vods=ports.vods,
            keeping=keeping,
        ),
        scratch=limits.scratch,
    )


def build_ring_recording(ports: Ports, live_chat: LiveChat) -> RingRecording:
    return RingRecording(clock=ports.clock, live_chat=live_chat, rings=ports.rings)
