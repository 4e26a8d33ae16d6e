from datetime import timedelta

import pytest

from core.domain.footage.live_moment import FootageStatus
from core.domain.footage.twitch_recording import TwitchRecording
from core.errors import ExternalFailure, Forbidden, RetryLater
from core.ports.footage import CaughtVideo
from tests.builders import NOON
from tests.core.services.footage.footage_world import FootageWorld

LATE_SECONDS = 133 + 3 + 301 - 131.5
"""From now until the window, which ends at 133 s with its margin, was waited for five minutes."""


@pytest.fixture
async def world(tmp_path):
    made = FootageWorld(tmp_path)
    await made.begin()
    made.twitch.recordings = [TwitchRecording(id="77", created_at=NOON)]
    return made


def record(world, start, end):
    video = world.folder / "vod.mp4"
    video.write_bytes(b"vod")
    world.vods.videos["77"] = CaughtVideo(
        path=video,
        starts_at=NOON + timedelta(seconds=start),
        ends_at=NOON + timedelta(seconds=end),
    )


async def test_without_a_ring_and_a_download_the_recording_is_read(world):
    record(world, 98, 138)

    await world.catch()

    (clip,) = await world.clips()
    assert (clip.start_seconds, clip.end_seconds) == (5.0, 35.0)  # 103 - 98 to 133 - 98
    assert (await world.moment()).footage is FootageStatus.CAUGHT


async def test_where_the_ring_gave_a_video_no_recording_is_read(world):
    world.fill_ring(100, 136)
    record(world, 98, 138)

    await world.catch()

    assert world.vods.asked == []


@pytest.mark.parametrize("end", [None, 130])
async def test_a_recording_that_lags_behind_is_asked_again(world, end):
    if end:
        record(world, 98, end)

    with pytest.raises(RetryLater) as wait:
        await world.catch()
    record(world, 98, 138)
    await world.catch()

    assert wait.value.again_seconds == 120
    assert len(await world.clips()) == 1
    assert len(world.twitch.wishes) == 1


async def test_what_a_recording_shows_when_it_grows_no_more_is_all(world):
    record(world, 110, 130)
    world.clock.advance(LATE_SECONDS)

    await world.catch()

    (clip,) = await world.clips()
    assert clip.start_seconds == 0.0


@pytest.mark.parametrize(
    ("failure", "expected"),
    [
        (None, "the recording does not show it"),
        (ExternalFailure("It cannot be read.", retryable=True), "It cannot be read"),
        (ExternalFailure("It is too large."), "It is too large"),
    ],
)
async def test_a_recording_that_gives_nothing_is_named_as_the_reason(world, failure, expected):
    world.vods.failing = failure
    world.clock.advance(LATE_SECONDS)

    progress = await world.catch()

    assert (progress.note or "").endswith(f"nor in a VOD ({expected}).")
    assert (await world.moment()).footage is FootageStatus.MISSING


async def test_while_it_may_still_come_a_failure_is_tried_again(world):
    world.vods.failing = ExternalFailure("It cannot be read.", retryable=True)

    with pytest.raises(RetryLater, match="cannot be read"):
        await world.catch()


async def test_what_twitch_refuses_is_said(world):
    world.twitch.refusals["list_recordings"] = [Forbidden("Twitch does not allow it.")]

    assert "nor in a VOD (Twitch does not allow it)." in ((await world.catch()).note or "")


async def test_without_an_application_nothing_can_be_asked(world):
    world.has_twitch = False

    assert "nor in a VOD (no Twitch application is set up)." in ((await world.catch()).note or "")
