from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest

from core.adapters.clock import SystemClock
from core.adapters.helix import Helix
from core.domain.accounts.platform_token import PlatformToken
from core.domain.footage.twitch_clip import TwitchClipWish
from core.domain.work.platform import Platform
from core.errors import (
    ExternalFailure,
    Forbidden,
    InvalidInput,
    NotFound,
    ReconnectRequired,
    RetryLater,
    TokenRefused,
)
from core.ports.chat import ChatVoice
from core.ports.footage import TwitchClips, TwitchRecordings
from core.ports.streams import ChannelFinder, LiveStreams
from tests.builders import CREATOR, NOON
from tests.servers.openapi import OpenApi
from tests.servers.test_twitch import SPEC
from tests.servers.twitch import BOT_SCOPES, CREATOR_SCOPES, LoopbackTwitch, run_twitch
from tests.servers.twitch_state import CLIENT_ID, CLIENT_SECRET, Channel, LoopbackVideo

_finder: type[ChannelFinder] = Helix
_streams: type[LiveStreams] = Helix
_clips: type[TwitchClips] = Helix
_recordings: type[TwitchRecordings] = Helix
_voice: type[ChatVoice] = Helix


@pytest.fixture
def openapi() -> OpenApi | None:
    return OpenApi.read(SPEC) if SPEC.is_file() else None


@pytest.fixture
async def twitch(openapi: OpenApi | None) -> AsyncIterator[LoopbackTwitch]:
    async with run_twitch(openapi) as server:
        yield server
        assert server.faults == []


@pytest.fixture
async def helix(twitch: LoopbackTwitch) -> AsyncIterator[Helix]:
    async with aiohttp.ClientSession() as http:
        yield make_helix(twitch, http)


def make_helix(
    twitch: LoopbackTwitch, http: aiohttp.ClientSession, *, secret: str = CLIENT_SECRET
) -> Helix:
    return Helix(
        http,
        api_url=twitch.api_url,
        auth_url=twitch.auth_url,
        client_id=CLIENT_ID,
        client_secret=secret,
        clock=SystemClock(),
    )


@pytest.fixture
def creator(twitch: LoopbackTwitch) -> Channel:
    return twitch.add_channel("streamer", name="Streamer")


def make_token(
    twitch: LoopbackTwitch, channel: Channel, scopes: frozenset[str] = CREATOR_SCOPES | BOT_SCOPES
) -> PlatformToken:
    return PlatformToken(
        creator_id=CREATOR,
        platform=Platform.TWITCH,
        account_id=channel.id,
        access_token=twitch.issue_token(channel.id, scopes).value,
        scopes=scopes,
        created_at=NOON,
        updated_at=NOON,
    )


async def test_a_channel_is_found_by_its_login(helix: Helix, creator: Channel) -> None:
    found = await helix.find_channel("streamer")

    assert found is not None
    assert (found.broadcaster_id, found.name) == (creator.id, "Streamer")
    assert await helix.find_channel("nobody") is None


async def test_who_is_live_is_asked_a_hundred_at_once(
    twitch: LoopbackTwitch, helix: Helix, creator: Channel
) -> None:
    ids = [twitch.add_channel(f"channel{number}").id for number in range(150)]
    assert await helix.list_live([*ids, creator.id]) == ()
    await twitch.go_live(creator)
    creator.title, creator.category = "Blitz", "Chess"

    (live,) = await helix.list_live([*ids, creator.id])

    assert (live.broadcaster_id, live.title, live.category) == (creator.id, "Blitz", "Chess")
    assert creator.started_at is not None
    assert abs((live.started_at - creator.started_at).total_seconds()) < 1
    assert len(twitch.requests_to("GET", "/streams")) == 4


@pytest.mark.parametrize(
    "title",
    [
        "a+b & c%20d #1 100 %",
        "x&broadcaster_id=1&duration=5",
        "two\nlines\r\nof it",
        "?=/\\;,'\" 観客 🎉",
        "%2B%26",
    ],
)
async def test_a_title_arrives_as_written_and_injects_nothing(
    twitch: LoopbackTwitch, helix: Helix, creator: Channel, title: str
) -> None:
    await twitch.go_live(creator)
    wish = TwitchClipWish(broadcaster_id=creator.id, title=title, duration_seconds=29.5)

    clip_id = await helix.create_clip(make_token(twitch, creator), wish)

    assert twitch.clips[clip_id].title == title
    assert twitch.clips[clip_id].duration == 29.5
    (request,) = twitch.requests_to("POST", "/clips")
    assert sorted(name for name, _ in request.query) == ["broadcaster_id", "duration", "title"]


async def test_a_clip_is_there_when_twitch_shows_it(
    twitch: LoopbackTwitch, helix: Helix, creator: Channel
) -> None:
    twitch.clip_polls, twitch.clip_offset_polls = 2, 1
    await twitch.go_live(creator)
    wish = TwitchClipWish(broadcaster_id=creator.id)
    clip_id = await helix.create_clip(make_token(twitch, creator), wish)

    seen = [await helix.find_clip(clip_id) for _ in range(4)]

    assert seen[:2] == [None, None]
    assert seen[2] is not None
    assert (seen[2].url, seen[2].vod_seconds) == (f"https://clips.twitch.tv/{clip_id}", None)
    assert seen[3] is not None
    assert seen[3].vod_seconds == 0


async def test_a_clip_that_cannot_be_made_has_a_reason(
    twitch: LoopbackTwitch, helix: Helix, creator: Channel
) -> None:
    token, wish = make_token(twitch, creator), TwitchClipWish(broadcaster_id=creator.id)
    with pytest.raises(NotFound, match="offline channel"):
        await helix.create_clip(token, wish)
    await twitch.go_live(creator)
    creator.clip_refusal = (403, "Clips are disabled for this channel.")

    with pytest.raises(Forbidden, match="Clips are disabled for this channel"):
        await helix.create_clip(token, wish)


async def test_a_line_is_written_into_chat_as_the_account(
    twitch: LoopbackTwitch, helix: Helix, creator: Channel
) -> None:
    token = make_token(twitch, creator)

    await helix.say(token, broadcaster_id=creator.id, text="Clipped! " * 100, reply_to="m1")

    (sent,) = creator.sent
    assert (sent["sender_id"], sent["reply_parent_message_id"]) == (creator.id, "m1")
    assert len(sent["message"]) == 500


async def test_what_twitch_shows_to_nobody_is_an_error_although_the_status_is_200(
    twitch: LoopbackTwitch, helix: Helix, creator: Channel
) -> None:
    creator.drop_reason = ("channel_settings", "Only followers may write.")

    with pytest.raises(Forbidden, match="Only followers may write"):
        await helix.say(make_token(twitch, creator), broadcaster_id=creator.id, text="hi")


async def test_a_token_that_is_not_taken_is_told_apart_from_one_that_may_not(
    twitch: LoopbackTwitch, helix: Helix, creator: Channel
) -> None:
    wish = TwitchClipWish(broadcaster_id=creator.id)
    with pytest.raises(ReconnectRequired, match="Missing scope: clips:edit"):
        await helix.create_clip(make_token(twitch, creator, BOT_SCOPES), wish)
    token = make_token(twitch, creator)
    twitch.tokens[token.access_token].is_revoked = True

    with pytest.raises(TokenRefused):
        await helix.create_clip(token, wish)


async def test_our_applications_token_is_renewed_when_twitch_has_dropped_it(
    twitch: LoopbackTwitch, helix: Helix, creator: Channel
) -> None:
    await helix.find_channel("streamer")
    for token in twitch.tokens.values():
        token.is_revoked = True

    assert await helix.find_channel("streamer") is not None
    assert len(twitch.requests_to("POST", "/oauth2/token")) == 2


async def test_an_empty_bucket_is_waited_for_as_its_headers_say(
    twitch: LoopbackTwitch, helix: Helix, creator: Channel
) -> None:
    twitch.points_a_minute = 1
    await helix.find_channel("streamer")

    with pytest.raises(RetryLater) as wait:
        await helix.find_channel("streamer")

    assert 1 <= wait.value.seconds <= 60


@pytest.mark.parametrize("attribute", ["helix_status", "token_status"])
async def test_a_problem_of_twitchs_own_may_be_tried_again(
    twitch: LoopbackTwitch, helix: Helix, attribute: str
) -> None:
    setattr(twitch, attribute, 503)

    with pytest.raises(ExternalFailure) as failure:
        await helix.find_channel("streamer")

    assert failure.value.retryable


async def test_an_application_that_twitch_refuses_is_told_with_the_settings_to_check(
    twitch: LoopbackTwitch,
) -> None:
    async with aiohttp.ClientSession() as http:
        helix = make_helix(twitch, http, secret="wrong-secret-value")

        with pytest.raises(InvalidInput, match="TRUSS_TWITCH_CLIENT_SECRET") as refusal:
            await helix.find_channel("streamer")

    assert "wrong-secret-value" not in str(refusal.value)


async def test_twitch_that_is_away_may_be_tried_again(twitch: LoopbackTwitch) -> None:
    async with aiohttp.ClientSession() as http:
        helix = make_helix(twitch, http)
        helix._api_url = helix._auth_url = "http://127.0.0.1:1"

        with pytest.raises(ExternalFailure, match="cannot be reached") as failure:
            await helix.find_channel("streamer")

    assert failure.value.retryable


@pytest.mark.parametrize("title", ["a+b & c%20d #1 100 %", "two\nlines\r\nof it", "%2B%26&a=b"])
async def test_a_marker_says_what_was_written(
    twitch: LoopbackTwitch, helix: Helix, creator: Channel, title: str
) -> None:
    await twitch.go_live(creator, started_at=datetime.now(UTC) - timedelta(seconds=90))

    seconds = await helix.mark_stream(make_token(twitch, creator), creator.id, title)

    assert 89 <= seconds <= 92
    assert creator.markers[0]["description"] == title


async def test_a_stream_without_a_recording_gets_no_marker(
    twitch: LoopbackTwitch, helix: Helix, creator: Channel
) -> None:
    with pytest.raises(NotFound, match="not live"):
        await helix.mark_stream(make_token(twitch, creator), creator.id, "x")
    with pytest.raises(ReconnectRequired, match="channel:manage:broadcast"):
        await helix.mark_stream(make_token(twitch, creator, BOT_SCOPES), creator.id, "x")


async def test_a_clips_video_is_had_once_the_clip_is_there(
    twitch: LoopbackTwitch, helix: Helix, creator: Channel
) -> None:
    twitch.clip_polls, twitch.clip_download_url = 1, "https://production.example/clip.mp4?sig=x"
    await twitch.go_live(creator)
    token = make_token(twitch, creator)
    clip_id = await helix.create_clip(token, TwitchClipWish(broadcaster_id=creator.id))

    early = await helix.find_download(token, creator.id, clip_id)
    await helix.find_clip(clip_id)
    late = await helix.find_download(token, creator.id, clip_id)

    assert (early, late) == (None, "https://production.example/clip.mp4?sig=x")
    twitch.clips[clip_id].landscape_url = None
    assert await helix.find_download(token, creator.id, clip_id) is None
    with pytest.raises(ReconnectRequired):
        await helix.find_download(make_token(twitch, creator, BOT_SCOPES), creator.id, clip_id)


async def test_what_this_account_clipped_since_then_is_found_the_oldest_first(
    twitch: LoopbackTwitch, helix: Helix, creator: Channel
) -> None:
    twitch.clip_polls = 0
    await twitch.go_live(creator)
    token, wish = make_token(twitch, creator), TwitchClipWish(broadcaster_id=creator.id)
    viewer = twitch.add_channel("viewer")
    await helix.create_clip(make_token(twitch, viewer), wish)
    old, first, second = [await helix.create_clip(token, wish) for _ in range(3)]
    since = datetime.now(UTC).replace(microsecond=0)
    for clip_id, ago in ((old, 60), (first, -1), (second, -2)):
        twitch.clips[clip_id].created_at = since - timedelta(seconds=ago)

    until = since + timedelta(seconds=60)
    found = await helix.list_own_clips(token, creator.id, since=since, until=until)

    assert [clip.id for clip in found] == [first, second]


async def test_of_more_clips_than_twitch_lists_at_once_ours_are_found(
    twitch: LoopbackTwitch, helix: Helix, creator: Channel
) -> None:
    """An event has thousands in minutes, and ours are those that nobody has watched yet."""
    twitch.clip_polls, twitch.openapi = 0, None
    await twitch.go_live(creator)
    token, viewer = make_token(twitch, creator), make_token(twitch, twitch.add_channel("viewer"))
    theirs, ours = (twitch.find_token(one.access_token) for one in (viewer, token))
    assert theirs is not None
    assert ours is not None
    since = datetime.now(UTC).replace(microsecond=0)
    for number in range(1300):
        clip = twitch.helix.clips.add_clip(theirs, creator, "Wow", 30.0)
        clip.views, clip.created_at = 5, since + timedelta(seconds=number % 60)
    mine = twitch.helix.clips.add_clip(ours, creator, "Mine", 30.0)
    mine.created_at = since + timedelta(seconds=41)

    found = await helix.list_own_clips(
        token, creator.id, since=since, until=since + timedelta(seconds=60)
    )

    assert [clip.id for clip in found] == [mine.id]


async def test_recordings_are_those_of_the_channel_with_an_id_that_is_a_number(
    helix: Helix, twitch: LoopbackTwitch
) -> None:
    """Their id becomes a part of an address."""
    channel, other = twitch.add_channel("ada"), twitch.add_channel("bob")
    for video_id, user_id, kind in [
        ("77", channel.id, "archive"),
        ("78", channel.id, "highlight"),
        ("79", other.id, "archive"),
        ("../8", channel.id, "archive"),
    ]:
        twitch.videos[video_id] = LoopbackVideo(
            id=video_id, user_id=user_id, stream_id="1", created_at=NOON, kind=kind
        )

    found = await helix.list_recordings(channel.id)

    assert [(one.id, one.created_at) for one in found] == [("77", NOON)]
