"""How the footage of running streams is kept and caught."""

from __future__ import annotations

from core.app.outside import Limits, Ports
from core.ports.accounts import FreshTokens
from core.services.asking_twitch import AskingTwitch
from core.services.catching import Catching
from core.services.footage_keeping import FootageKeeping
from core.services.listening import Listening
from core.services.ring_tending import RingTending
from core.services.vod_catching import VodCatching


def build_catching(ports: Ports, limits: Limits, tokens: FreshTokens) -> Catching:
    keeping = FootageKeeping(
        clock=ports.clock,
        ids=ports.ids,
        moments=ports.live_moments,
        assets=ports.assets,
        clips=ports.clips,
        storage=ports.storage,
        prober=ports.prober,
    )
    return Catching(
        streams=ports.streams,
        spikes=ports.spikes,
        bindings=ports.bindings,
        rings=ports.rings,
        fetcher=ports.fetcher,
        asking=AskingTwitch(
            clock=ports.clock,
            moments=ports.live_moments,
            tokens=tokens,
            clips=ports.twitch_clips,
        ),
        keeping=keeping,
        vod=VodCatching(
            clock=ports.clock,
            recordings=ports.twitch_recordings,
            vods=ports.vods,
            keeping=keeping,
        ),
        scratch=limits.scratch,
    )


def build_ring_tending(ports: Ports, listening: Listening) -> RingTending:
    return RingTending(clock=ports.clock, listening=listening, rings=ports.rings)
