"""Footage: the video of live moments, from the ring, a Twitch clip or the VOD."""

from __future__ import annotations

from core.app.outside import Limits, Ports
from core.domain.work.job import JobKind
from core.ports.accounts import FreshTokens
from core.services.chat.live_chat import LiveChat
from core.services.footage.footage_storage import FootageStorage
from core.services.footage.moment_footage import MomentFootage
from core.services.footage.ring_recording import RingRecording
from core.services.footage.twitch_clip_requests import TwitchClipRequests
from core.services.footage.vod_footage import VodFootage
from core.services.work.job_handlers import Handlers, handle
from core.services.work.ownership import OwnedNames, name_channel


class Footage:
    """The services for footage, and the job that fetches it."""

    def __init__(
        self, ports: Ports, limits: Limits, live: LiveChat, tokens: FreshTokens, owned: OwnedNames
    ) -> None:
        clock, stores, outside = ports.clock, ports.stores, ports.footage
        self.rings = RingRecording(clock=clock, live_chat=live, rings=outside.rings)
        storage = FootageStorage(
            clock=clock,
            ids=ports.ids,
            moments=stores.live_moments,
            assets=stores.assets,
            clips=stores.clips,
            profiles=stores.profiles,
            storage=ports.storage,
            prober=ports.videos.prober,
        )
        moments = MomentFootage(
            streams=stores.streams,
            spikes=stores.spikes,
            bindings=stores.bindings,
            rings=outside.rings,
            fetcher=ports.videos.fetcher,
            asking=TwitchClipRequests(
                clock=clock,
                moments=stores.live_moments,
                publications=stores.publications,
                tokens=tokens,
                clips=outside.twitch_clips,
            ),
            footage_storage=storage,
            vod=VodFootage(
                clock=clock,
                recordings=outside.twitch_recordings,
                vods=outside.vods,
                footage_storage=storage,
            ),
            scratch=limits.scratch,
            is_anothers=lambda broadcaster_id: owned.is_anothers(name_channel(broadcaster_id)),
        )
        self.handlers: Handlers = {
            JobKind.CATCH_FOOTAGE: handle(
                moments.catch_footage, moments.give_up, is_for_us=moments.is_for_us
            )
        }
