"""A live stream with one moment, and the services that fetch its footage, on fakes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from core.domain.accounts.platform_token import PlatformToken
from core.domain.clips.clip import Clip
from core.domain.footage.live_moment import LiveMoment, name_moment, to_ms
from core.domain.streams.stream import Stream
from core.domain.streams.twitch_channel import TwitchBinding
from core.domain.work.job import Job, JobKind
from core.domain.work.platform import Platform
from core.ports.footage import CaughtVideo
from core.services.footage.footage_storage import FootageStorage
from core.services.footage.moment_footage import MomentFootage
from core.services.footage.twitch_clip_requests import TwitchClipRequests
from core.services.footage.vod_footage import VodFootage
from core.services.work.job_handlers import JobProgress
from tests.builders import CREATOR, NOON, make_job, make_spike, make_stream
from tests.fakes.accounts import FakeFreshTokens
from tests.fakes.all_stores import FakeAllStores
from tests.fakes.fetching import FakeFetcher
from tests.fakes.footage import FakeRings, FakeVods
from tests.fakes.media import FakeProber
from tests.fakes.storage import FakeStorage
from tests.fakes.time_and_ids import FakeClock, FakeIds
from tests.fakes.twitch import FakeTwitch

LOGIN, BROADCASTER = "streamer", "id-streamer"
STREAM: Stream = make_stream(asset_id=None, broadcaster_id=BROADCASTER, title="Blitz & more")
SPIKE = make_spike()
"""Found at 131 s; its window is 103 to 133 s, its peak 128 s."""


def make_token(account_id: str = BROADCASTER) -> PlatformToken:
    return PlatformToken(
        creator_id=CREATOR,
        platform=Platform.TWITCH,
        account_id=account_id,
        access_token=f"access-{account_id}",
        created_at=NOON,
        updated_at=NOON,
    )


def make_catch_job() -> Job:
    return make_job(kind=JobKind.CATCH_FOOTAGE, subject_id=name_moment(STREAM.id, SPIKE))


@dataclass(slots=True)
class FootageWorld:
    folder: Path
    clock: FakeClock = field(default_factory=lambda: FakeClock(NOON + timedelta(seconds=131.5)))
    twitch: FakeTwitch = field(default_factory=FakeTwitch)
    has_twitch: bool = True
    rings: FakeRings = field(default_factory=FakeRings)
    vods: FakeVods = field(default_factory=FakeVods)
    fetcher: FakeFetcher = field(default_factory=FakeFetcher)
    tokens: FakeFreshTokens = field(default_factory=lambda: FakeFreshTokens(make_token()))
    prober: FakeProber = field(default_factory=FakeProber)
    others: set[str] = field(default_factory=set)
    stores: FakeAllStores = field(init=False)
    storage: FakeStorage = field(init=False)

    def __post_init__(self) -> None:
        self.stores = FakeAllStores(self.clock)
        self.storage = FakeStorage(self.folder)
        self.twitch.now = self.clock.now

    @property
    def asking(self) -> TwitchClipRequests:
        return TwitchClipRequests(
            clock=self.clock,
            moments=self.stores.live_moments,
            publications=self.stores.publications,
            tokens=self.tokens,
            clips=self.twitch if self.has_twitch else None,
            poll_seconds=0.001,
            appears_seconds=0.005,
        )

    @property
    def keeping(self) -> FootageStorage:
        return FootageStorage(
            clock=self.clock,
            ids=FakeIds(),
            moments=self.stores.live_moments,
            assets=self.stores.assets,
            clips=self.stores.clips,
            profiles=self.stores.profiles,
            storage=self.storage,
            prober=self.prober,
        )

    @property
    def moment_footage(self) -> MomentFootage:
        return MomentFootage(
            streams=self.stores.streams,
            spikes=self.stores.spikes,
            bindings=self.stores.bindings,
            rings=self.rings,
            fetcher=self.fetcher,
            asking=self.asking,
            footage_storage=self.keeping,
            vod=VodFootage(
                clock=self.clock,
                recordings=self.twitch if self.has_twitch else None,
                vods=self.vods,
                footage_storage=self.keeping,
            ),
            scratch=self.folder / "scratch",
            tail_wait_seconds=0.5,
            is_anothers=lambda broadcaster_id: broadcaster_id in self.others,
        )

    async def begin(self) -> None:
        """Connect the channel, start the stream and store its moment."""
        await self.stores.streams.add_stream(STREAM)
        await self.stores.spikes.add_spike(STREAM, SPIKE)
        await self.stores.bindings.add_binding(
            TwitchBinding(
                broadcaster_id=BROADCASTER,
                creator_id=CREATOR,
                login=LOGIN,
                created_at=NOON,
                updated_at=NOON,
                keeps_footage=True,
            )
        )

    def fill_ring(self, start: float, end: float) -> None:
        """Put the footage from `start` to `end`, in seconds of the stream, into the ring."""
        video = self.folder / "ring.mp4"
        video.write_bytes(b"ring")
        self.rings.videos[LOGIN] = CaughtVideo(
            path=video,
            starts_at=NOON + timedelta(seconds=start),
            ends_at=NOON + timedelta(seconds=end),
        )

    async def catch(self) -> JobProgress:
        progress = JobProgress()
        await self.moment_footage.catch_footage(make_catch_job(), progress)
        return progress

    async def give_up(self, reason: str) -> None:
        await self.moment_footage.give_up(make_catch_job(), "footage", reason)

    async def moment(self) -> LiveMoment:
        found = await self.stores.live_moments.find_moment(
            CREATOR, STREAM.id, to_ms(SPIKE.detected_at_seconds)
        )
        assert found is not None
        return found

    async def clips(self) -> list[Clip]:
        return list((await self.stores.clips.list_clips(CREATOR)).items)
