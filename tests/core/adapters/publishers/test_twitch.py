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
from core.errors import ExternalFailure, InvalidInput, ReconnectRequired
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


async def look_on(world, order, *, seconds, times):
    """Look again and again, as the service does; return the last step."""
    for _ in range(times):
        world.clock.advance(seconds)
        order = replace(order, now=world.clock.now())
        step = await world.publisher.look(order)
        order = replace(order, progress=step.progress)
    return step, order


async def test_a_clip_that_takes_its_time_is_waited_for_and_asked_once_more(twitch_world):
    twitch_world.twitch.clip_polls = None
    _, order = await twitch_world.advance(twitch_world.order)
    _, order = await twitch_world.advance(order)

    for seconds in (5, 60, 120, 181):
        late = replace(order, now=twitch_world.order.now + timedelta(seconds=seconds))
        step, order = await twitch_world.advance(late)
        assert step.status is PublicationStatus.RETRY_AT
        assert (step.progress.restarts, step.progress.is_begun) == (
            (1, False) if seconds > 180 else (0, True)
        )

    worn = replace(late, progress=replace(late.progress, restarts=3))
    with pytest.raises(ExternalFailure, match="did not make this clip"):
        await twitch_world.advance(worn)


async def test_long_away_one_look_is_not_enough_to_ask_for_another(twitch_world):
    """A process that was dead for an hour looks as often as one that was there."""
    twitch_world.twitch.clip_polls = 2
    _, order = await twitch_world.advance(twitch_world.order)
    await twitch_world.advance(order)  # the answer is lost with the process

    step, order = await look_on(twitch_world, order, seconds=3600, times=3)

    assert (step.progress.step, step.progress.remote_id) == (
        "wait",
        next(iter(twitch_world.twitch.clips)),
    )
    assert step.is_recognised
    assert len(twitch_world.twitch.requests_to("POST", "/videos/clips")) == 1


async def test_what_may_be_on_its_way_is_waited_for_before_it_is_asked_again(twitch_world):
    _, order = await twitch_world.advance(twitch_world.order)

    early, order = await look_on(twitch_world, order, seconds=5, times=10)
    late, order = await look_on(twitch_world, order, seconds=131, times=1)

    assert (early.status, early.progress.step) == (PublicationStatus.RETRY_AT, "clip")
    assert (late.status, late.progress.step) == (PublicationStatus.UPLOADING, "clip")
    early, _ = await look_on(twitch_world, order, seconds=30, times=5)
    assert early.status is PublicationStatus.RETRY_AT, "the second one is waited for as long"


async def test_a_clip_that_came_after_it_was_given_up_is_still_taken(twitch_world):
    _, order = await twitch_world.advance(twitch_world.order)
    twitch_world.twitch.clip_seconds = 240
    await twitch_world.advance(order)
    _, order = await look_on(twitch_world, order, seconds=61, times=4)
    assert order.progress.looks == 0

    step, _ = await look_on(twitch_world, order, seconds=30, times=1)

    assert step.progress.remote_id in twitch_world.twitch.clips


async def test_nobody_elses_clip_is_taken_for_ours(twitch_world):
    """Not a viewer's of the same name, nor the same account's of another length or place."""
    twitch, channel = twitch_world.twitch, twitch_world.channel
    _, order = await twitch_world.advance(twitch_world.order)
    viewer, own = (
        twitch.issue_token(twitch.add_channel("viewer").id),
        twitch.issue_token(channel.id),
    )
    title = "Ace & hearts + 100%"
    twitch.helix.clips.add_clip(viewer, channel, title, 25.0)
    twitch.helix.clips.add_clip(own, channel, title, 59.0)
    twitch.helix.clips.add_clip(own, channel, "Something else", 25.0)
    elsewhere = twitch.helix.clips.add_clip(own, channel, title, 25.0)
    elsewhere.vod_offset = 900

    step, order = await look_on(twitch_world, order, seconds=5, times=1)
    assert (step.progress.step, step.progress.looks) == ("clip", 1)
    ours = twitch.helix.clips.add_clip(own, channel, title, 25.0)
    step, _ = await look_on(twitch_world, order, seconds=5, times=1)

    assert step.progress.remote_id == ours.id


async def test_a_title_is_known_whatever_twitch_does_to_its_spaces(twitch_world):
    order = replace(twitch_world.order, wording=Wording(title="Ace  &\thearts"))
    _, order = await twitch_world.advance(order)
    own = twitch_world.twitch.issue_token(twitch_world.channel.id)
    clip = twitch_world.twitch.helix.clips.add_clip(
        own, twitch_world.channel, "Ace & hearts ", 25.0
    )

    step, _ = await look_on(twitch_world, order, seconds=5, times=1)

    assert step.progress.remote_id == clip.id


async def test_among_hundreds_of_clips_of_the_same_minutes_ours_is_found(twitch_world):
    """Twitch lists the most watched first, and a new one is the least watched."""
    twitch, channel = twitch_world.twitch, twitch_world.channel
    _, order = await twitch_world.advance(twitch_world.order)
    viewer = twitch.issue_token(twitch.add_channel("viewer").id)
    for number in range(230):
        twitch.helix.clips.add_clip(viewer, channel, "Wow", 30.0).views = number + 1
    await twitch_world.advance(order)

    step, _ = await look_on(twitch_world, order, seconds=5, times=1)

    assert step.progress.step == "wait"


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
