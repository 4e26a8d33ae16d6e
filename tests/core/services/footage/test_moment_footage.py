from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.clips.clip import ClipStatus
from core.domain.footage.live_moment import FootageStatus
from core.domain.work.job import Job, JobKind, JobStatus
from core.errors import ExternalFailure, Forbidden, InvalidInput, NotFound, RetryLater
from tests.builders import CREATOR, NOON, make_facts, make_job
from tests.core.services.footage.footage_world import (
    LOGIN,
    SPIKE,
    STREAM,
    FootageWorld,
    make_catch_job,
)
from tests.fakes.footage import FakeRings
from tests.fakes.media import FakeProber

URL = "https://assets.example/clip.mp4"


@pytest.fixture
async def world(tmp_path):
    made = FootageWorld(tmp_path)
    await made.begin()
    return made


async def jobs(world) -> list[Job]:
    return list((await world.stores.jobs.list_jobs(CREATOR, JobStatus.QUEUED)).items)


async def test_the_ring_becomes_an_asset_and_its_clip_is_rendered(world):
    world.fill_ring(100, 136)

    await world.catch()

    moment, (clip,), (job,) = await world.moment(), await world.clips(), await jobs(world)
    assert moment.footage is FootageStatus.CAUGHT
    assert moment.twitch_clip_url == "https://clips.twitch.tv/clip-1"
    assert (clip.status, clip.stream_id, clip.title) == (
        ClipStatus.DRAFT,
        STREAM.id,
        "Blitz & more",
    )
    assert (clip.start_seconds, clip.end_seconds) == (3.0, 33.0)  # 103 - 100 to 133 - 100
    assert clip.spike == SPIKE
    assert (job.kind, job.subject_id) == (JobKind.RENDER_CLIP, clip.id)
    asset = await world.stores.assets.get_asset(CREATOR, clip.asset_id)
    assert world.storage.keys == [asset.object_key]
    assert (asset.published_at - NOON).total_seconds() == 100


async def test_done_again_after_a_kill_anywhere_nothing_is_there_twice(world):
    world.fill_ring(100, 136)
    await world.catch()
    done = await world.moment()
    await world.stores.live_moments.save_moment(_as_before_the_end(done))

    await world.catch()
    await world.catch()

    assert len(await world.clips()) == 1
    assert len(await jobs(world)) == 1
    assert len(world.storage.keys) == 1
    assert len(world.twitch.wishes) == 1


@pytest.mark.parametrize("where", ["put_file", "add_asset", "add_clip", "save_moment"])
async def test_killed_at_any_step_the_next_run_ends_with_one_clip(world, where, monkeypatch):
    """What dies here is whatever the step was to do; the program starts anew from the table."""
    world.fill_ring(100, 136)
    thing = {
        "put_file": world.storage,
        "add_asset": world.stores.assets,
        "add_clip": world.stores.clips,
        "save_moment": world.stores.live_moments,
    }[where]
    real, left = getattr(thing, where), [0 if where != "save_moment" else 4]

    async def die(*given, **named):
        if left[0] == 0:
            left[0] = -1
            raise KeyboardInterrupt
        left[0] -= 1
        return await real(*given, **named)

    monkeypatch.setattr(thing, where, die)
    with pytest.raises(KeyboardInterrupt):
        await world.catch()

    await world.catch()

    assert len(await world.clips()) == 1
    assert len(await jobs(world)) == 1
    assert len(world.twitch.wishes) == 1
    assert (await world.moment()).footage is FootageStatus.CAUGHT


async def test_without_a_ring_the_twitch_clip_is_fetched(world):
    world.twitch.comes_after = 2
    world.twitch.downloads["clip-1"] = URL
    world.fetcher.files[URL] = b"clip"
    world.prober = FakeProber(default=make_facts(duration_seconds=28.5))

    await world.catch()

    (clip,) = await world.clips()
    assert world.fetcher.asked == [URL]
    assert (clip.start_seconds, clip.end_seconds) == (0.0, 28.5)  # asked at 131.5 for 28.5 s
    assert (await world.moment()).footage is FootageStatus.CAUGHT


async def test_what_the_ring_saw_too_little_of_is_taken_from_the_twitch_clip(world):
    world.fill_ring(127, 129)
    world.prober = FakeProber(
        {"ring.mp4": make_facts(duration_seconds=2), "clip.mp4": make_facts(duration_seconds=28.5)}
    )
    world.twitch.downloads["clip-1"] = URL
    world.fetcher.files[URL] = b"clip"

    await world.catch()

    (clip,) = await world.clips()
    assert clip.end_seconds - clip.start_seconds == 28.5


async def test_segments_that_cannot_be_joined_are_no_reason_to_fail(world, monkeypatch):
    def fail(*_given, **_named):
        raise ExternalFailure("ffmpeg could not join it.")

    world.fill_ring(100, 136)
    monkeypatch.setattr(FakeRings, "cut", fail)

    progress = await world.catch()

    assert progress.note is not None
    assert "its video may not be downloaded" in progress.note


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (
            Forbidden("Clips are disabled there."),
            "(Clips are disabled there)",
        ),
        (NotFound("The channel is offline."), "(The channel is offline)"),
        (None, "(its video may not be downloaded)"),
    ],
)
async def test_where_there_is_nothing_a_sentence_says_why(world, error, expected):
    if error:
        world.twitch.refusals["create_clip"] = [error]

    progress = await world.catch()

    assert progress.note == (
        f"The moment was not kept on this machine, nor as a Twitch clip {expected}, "
        "nor in a VOD (Twitch has no recording of it)."
    )
    moment = await world.moment()
    assert (moment.footage, moment.reason) == (FootageStatus.MISSING, progress.note)
    assert await world.clips() == []


async def test_a_clip_that_never_comes_leaves_the_reason(world):
    world.twitch.comes_after = None

    assert "never made one" in ((await world.catch()).note or "")


async def test_a_clip_that_shows_too_little_is_not_used(world):
    world.twitch.downloads["clip-1"] = URL
    world.fetcher.files[URL] = b"clip"
    world.prober = FakeProber(default=make_facts(duration_seconds=1))

    assert "it shows too little" in ((await world.catch()).note or "")


async def test_clips_that_are_disabled_take_nothing_from_the_ring(world):
    world.fill_ring(100, 136)
    world.twitch.refusals["create_clip"] = [Forbidden("Clips are disabled.")]

    await world.catch()

    assert len(await world.clips()) == 1


async def test_while_twitch_wants_to_be_left_alone_the_ring_is_cut_already(world):
    """The ring forgets; Twitch's wait must not cost the footage."""
    world.fill_ring(100, 136)
    world.twitch.refusals["create_clip"] = [RetryLater("Twitch asks to wait.", seconds=30)]

    with pytest.raises(RetryLater) as wait:
        await world.catch()
    assert wait.value.again_seconds == 30
    assert len(await world.clips()) == 1
    await world.catch()

    assert len(await world.clips()) == 1
    assert (await world.moment()).twitch_clip_id == "clip-1"


async def test_the_tail_is_waited_for(world, monkeypatch):
    """What viewers react to now is shown by the platform some seconds later."""
    world.fill_ring(100, 120)
    whole = iter([120, 125, 130])

    def reach(rings, login):
        ends_at = NOON + timedelta(seconds=next(whole, 136))
        rings.videos[login] = replace(rings.videos[login], ends_at=ends_at)
        return ends_at

    monkeypatch.setattr(FakeRings, "reach", reach)
    monkeypatch.setattr("core.services.footage.moment_footage._POLL_SECONDS", 0.01)

    await world.catch()

    (clip,) = await world.clips()
    assert clip.end_seconds == 33.0
    assert next(whole, None) is None


async def test_a_tail_that_does_not_come_ends_the_clip(world, monkeypatch):
    monkeypatch.setattr("core.services.footage.moment_footage._POLL_SECONDS", 0.1)
    world.fill_ring(100, 130)
    world.prober = FakeProber(default=make_facts(duration_seconds=30))

    await world.catch()

    (clip,) = await world.clips()
    assert (clip.start_seconds, clip.end_seconds) == (3.0, 30.0)


async def test_given_up_it_says_why_and_takes_nothing_back(world):
    await world.give_up("The disk is full.")
    moment = await world.moment()
    assert (moment.footage, moment.reason) == (FootageStatus.MISSING, "footage: The disk is full.")
    assert moment.refusal == "The disk is full."


async def test_given_up_after_the_footage_was_caught_it_stays_caught(world):
    world.fill_ring(100, 136)
    await world.catch()
    before = await world.moment()

    await world.give_up("Twitch asks to wait.")

    assert await world.moment() == before


async def test_a_video_that_cannot_be_had_is_an_error_of_the_job(world):
    world.twitch.downloads["clip-1"] = URL  # nothing lies there

    with pytest.raises(InvalidInput):
        await world.catch()


async def test_a_moment_that_nobody_kept_is_not_found(world):
    job = make_job(kind=JobKind.CATCH_FOOTAGE, subject_id=f"{STREAM.id}.5")

    with pytest.raises(NotFound, match="no longer kept"):
        await world.moment_footage.give_up(job, "", "x")


async def test_the_ring_of_another_channel_is_not_touched(world):
    world.fill_ring(100, 136)
    world.rings.videos["other"] = world.rings.videos.pop(LOGIN)

    assert (await world.catch()).note is not None


def _as_before_the_end(moment):
    return replace(moment, footage=FootageStatus.WAITING)


async def test_the_footage_of_a_channel_is_caught_where_its_ring_is(tmp_path):
    """Another process reads the channel; this one has nothing of it on disk."""
    world = FootageWorld(tmp_path)
    moments = world.moment_footage
    assert await moments.is_for_us(make_catch_job()), "a stream that is gone is anybody's"
    await world.stores.streams.add_stream(STREAM)
    assert await moments.is_for_us(make_catch_job())

    world.others.add(STREAM.broadcaster_id or "")

    assert not await moments.is_for_us(make_catch_job())
