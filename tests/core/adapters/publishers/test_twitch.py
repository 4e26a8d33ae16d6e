from dataclasses import replace
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest

from core.adapters.helix import Helix
from core.adapters.publishers.twitch import TwitchPublisher
from core.domain.publishing.publication import PublicationStatus
from core.domain.publishing.wording import Wording
from core.domain.work.ids import AssetId
from core.domain.work.platform import Platform
from core.errors import ExternalFailure, InvalidInput, ReconnectRequired, RetryLater
from core.ports.publishing import ClipFiles, Publisher
from tests.builders import make_clip, make_order, make_publication, make_spike, make_stream
from tests.contracts.publisher import PublisherContract, PublisherWorld
from tests.fakes.stores import FakeStores
from tests.fakes.time_and_ids import FakeClock
from tests.plan_builders import make_token
from tests.servers.twitch import CREATOR_SCOPES, run_twitch
from tests.servers.twitch_state import CLIENT_ID, CLIENT_SECRET

_: type[Publisher] = TwitchPublisher
SCOPES = CREATOR_SCOPES | {"user:write:chat", "user:read:chat"}
STARTED_AT = datetime(2026, 3, 1, 10, 0, tzinfo=UTC)
END = 128.0


class World:
    files: ClipFiles
    """A channel whose stream was recorded, a clip of it, and the publisher."""

    async def open(self, twitch, http):
        self.twitch = twitch
        twitch.clip_polls = 0
        self.channel = twitch.add_channel("ana")
        await twitch.go_live(self.channel, started_at=STARTED_AT)
        clock = FakeClock(STARTED_AT + timedelta(hours=1))
        twitch.now = clock.now
        self.clock = clock
        stores = FakeStores(clock)
        self.stream = make_stream(started_at=STARTED_AT, broadcaster_id=self.channel.id)
        await stores.streams.add_stream(self.stream)
        helix = Helix(
            http,
            api_url=twitch.api_url,
            auth_url=twitch.auth_url,
            client_id=CLIENT_ID,
            client_secret=CLIENT_SECRET,
            clock=clock,
        )
        self.publisher = TwitchPublisher(helix=helix, streams=stores.streams)
        spike = replace(make_spike(), start_seconds=END - 25, end_seconds=END)
        clip = make_clip(stream_id=self.stream.id, spike=spike, object_key="made/clip.mp4")
        self.order = make_order(
            clip,
            platform=Platform.TWITCH,
            publication=make_publication(clip_id=clip.id, platform=Platform.TWITCH),
            wording=Wording(title="Ace & hearts + 100%"),
            token=self.make_token(),
            now=clock.now(),
        )
        return self

    def make_token(self, scopes=SCOPES):
        issued = self.twitch.issue_token(self.channel.id, scopes, seconds=10**9)
        return make_token(
            platform=Platform.TWITCH,
            account_id=self.channel.id,
            access_token=issued.value,
            scopes=frozenset(scopes),
        )

    async def advance(self, order, **given):
        step = await self.publisher.advance(order, self.files, **given)
        publication = replace(order.publication, link=step.link or order.publication.link)
        return step, replace(order, progress=step.progress, publication=publication)

    async def publish(self, order=None):
        order = order or self.order
        for _ in range(10):
            step, order = await self.advance(order)
            if step.status is not PublicationStatus.UPLOADING:
                return step, order
        raise AssertionError("no end")


@pytest.fixture
async def twitch_world(tmp_path):
    async with run_twitch() as twitch, aiohttp.ClientSession() as http:
        world = await World().open(twitch, http)
        world.files = ClipFiles(video=tmp_path / "in.mp4", thumbnail=tmp_path / "in.jpg")
        yield world


class TestContract(PublisherContract):
    @pytest.fixture
    async def world(self, twitch_world):
        return PublisherWorld(
            publisher=twitch_world.publisher,
            order=twitch_world.order,
            files=twitch_world.files,
            count_posts=lambda: len(twitch_world.twitch.clips),
        )


async def test_a_moment_becomes_twitch_s_own_clip_and_its_link_is_said_in_chat(twitch_world):
    step, order = await twitch_world.publish()

    assert step.status is PublicationStatus.PUBLISHED
    (clip,) = twitch_world.twitch.clips.values()
    # `vod_offset` is the end when a clip is asked for, and the start when it is read.
    (made,) = twitch_world.twitch.requests_to("POST", "/videos/clips")
    assert dict(made.query)["vod_offset"] == "128"
    assert (clip.vod_offset, clip.duration) == (128 - 25, 25.0)
    assert clip.title == "Ace & hearts + 100%"
    (line,) = twitch_world.channel.sent
    assert line["message"] == f"Ace & hearts + 100% https://clips.twitch.tv/{clip.id}"
    assert order.publication.link == f"https://clips.twitch.tv/{clip.id}"


async def test_no_file_is_ever_sent(twitch_world):
    """Twitch has no upload: the files of this order do not even exist."""
    await twitch_world.publish()

    assert not twitch_world.files.video.exists()


async def test_without_a_recording_a_fresh_moment_is_clipped_live(twitch_world):
    twitch_world.twitch.videos.clear()
    twitch_world.clock.at = STARTED_AT + timedelta(seconds=END + 30)
    order = replace(twitch_world.order, now=twitch_world.clock.now())

    step, _ = await twitch_world.publish(order)

    assert step.status is PublicationStatus.PUBLISHED
    assert len(twitch_world.twitch.requests_to("POST", "/clips")) == 1


async def test_without_a_recording_an_old_moment_is_gone(twitch_world):
    twitch_world.twitch.videos.clear()

    with pytest.raises(ExternalFailure, match="no recording of that stream") as raised:
        await twitch_world.publish()

    assert not raised.value.retryable


async def test_a_clip_that_takes_its_time_is_waited_for_and_asked_once_more(twitch_world):
    twitch_world.twitch.clip_polls = None
    _, order = await twitch_world.advance(twitch_world.order)
    _, order = await twitch_world.advance(order)

    with pytest.raises(RetryLater):
        await twitch_world.advance(order)
    late = replace(order, now=order.now + timedelta(seconds=61))
    step, again = await twitch_world.advance(late)

    assert (step.status, step.progress.restarts) == (PublicationStatus.RETRY_AT, 1)
    worn = replace(late, progress=replace(late.progress, restarts=3))
    with pytest.raises(ExternalFailure, match="did not make this clip"):
        await twitch_world.advance(worn)
    assert not again.progress.is_begun


async def test_what_may_be_on_its_way_is_waited_for_before_it_is_asked_again(twitch_world):
    _, order = await twitch_world.advance(twitch_world.order)

    with pytest.raises(RetryLater):
        await twitch_world.publisher.look(order)
    late = replace(order, now=order.now + timedelta(seconds=61))

    assert (await twitch_world.publisher.look(late)).progress.step == "clip"


async def test_a_line_that_may_have_been_said_is_not_said_again(twitch_world):
    order = twitch_world.order
    while order.progress.step != "sharing":
        _, order = await twitch_world.advance(order)

    step = await twitch_world.publisher.look(order)

    assert step.status is PublicationStatus.PUBLISHED
    assert twitch_world.channel.sent == []


async def test_a_line_that_chat_does_not_show_leaves_the_clip(twitch_world):
    twitch_world.channel.drop_reason = ("msg_duplicate", "Your message was not sent.")

    step, _ = await twitch_world.publish()

    assert step.status is PublicationStatus.PUBLISHED
    assert "not posted in chat" in (step.sentence or "")


async def test_another_channel_s_stream_is_not_clipped(twitch_world):
    other = replace(twitch_world.make_token(), account_id="9")

    with pytest.raises(InvalidInput, match="another Twitch channel"):
        await twitch_world.publish(replace(twitch_world.order, token=other))


async def test_an_account_that_did_not_allow_it_is_asked_for_again(twitch_world):
    token = twitch_world.make_token({"clips:edit"})

    with pytest.raises(ReconnectRequired, match="did not allow"):
        await twitch_world.publish(replace(twitch_world.order, token=token))
    with pytest.raises(ReconnectRequired, match="No Twitch account"):
        await twitch_world.publish(replace(twitch_world.order, token=None))


async def test_a_channel_that_allows_no_clips_says_so(twitch_world):
    twitch_world.twitch.videos.clear()
    twitch_world.channel.clip_refusal = (403, "Clips are disabled.")
    twitch_world.clock.at = STARTED_AT + timedelta(seconds=END + 30)

    with pytest.raises(ExternalFailure, match="Twitch made no clip of it"):
        await twitch_world.publish(replace(twitch_world.order, now=twitch_world.clock.now()))


async def test_a_clip_of_another_video_is_no_moment_of_a_stream(twitch_world):
    publisher, order = twitch_world.publisher, twitch_world.order
    foreign = replace(order, clip=replace(order.clip, stream_id=None))
    elsewhere = replace(order.clip, spike=None, asset_id=AssetId("another"))
    unplaced = replace(order, clip=elsewhere)

    assert "another video" in (publisher.find_problem(foreign) or "")
    assert publisher.find_problem(order) is None
    with pytest.raises(InvalidInput, match="where in the stream"):
        await twitch_world.publish(unplaced)
