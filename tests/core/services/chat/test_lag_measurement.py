from functools import partial

import pytest

from core.domain.chat.chat_message import ChatHistogram
from core.domain.work.job import JobKind, JobStatus, Queue
from core.services.chat.channel_learning import ChannelLearning
from core.services.chat.lag_measurement import LagMeasurement
from core.services.work.job_handlers import JobProgress
from tests.builders import (
    CREATOR,
    NOON,
    make_actor,
    make_asset,
    make_facts,
    make_job,
    make_spike,
    make_stream,
)
from tests.fakes.app import make_app
from tests.fakes.creators import FakeProfiles, FakeTunings, FakeTwitchBindings
from tests.fakes.sound import SoundReader
from tests.fakes.storage import FakeStorage
from tests.fakes.stores import FakeStores
from tests.fakes.time_and_ids import FakeClock

CHANNEL = "123"


@pytest.fixture
def stores():
    return FakeStores(FakeClock())


@pytest.fixture
def storage(tmp_path):
    return FakeStorage(tmp_path)


@pytest.fixture
def plant(stores, storage, tmp_path):
    """Keeps a stream with its video; returns it and where its sounds are."""
    return partial(plant_video, stores, storage, tmp_path)


@pytest.fixture
def tunings(stores):
    return FakeTunings(stores.memory)


@pytest.fixture
def channel_learning(stores, tunings):
    return ChannelLearning(
        streams=stores.streams,
        tunings=tunings,
        bindings=FakeTwitchBindings(stores.memory),
        profiles=FakeProfiles(stores.memory),
    )


@pytest.fixture
def measure(stores, storage, channel_learning):
    """Measures a stream with a loud second at each of the offsets; returns the job's note."""

    async def run(stream, *loud_at):
        post_measurement = LagMeasurement(
            streams=stores.streams,
            spikes=stores.spikes,
            histograms=stores.histograms,
            assets=stores.assets,
            storage=storage,
            signals=SoundReader(*loud_at),
            channel_learning=channel_learning,
        )
        progress = JobProgress()
        job = make_job(kind=JobKind.MEASURE_LAG, subject_id=stream.id)
        await post_measurement.measure_lag(job, progress)
        return progress.note

    return run


async def add_stream(stores, **given):
    stream = make_stream(broadcaster_id=CHANNEL, **given)
    await stores.streams.add_stream(stream)
    return stream


async def plant_video(stores, storage, tmp_path, lag_seconds, *, moments=10):
    """Keep a stream with a sound each two minutes, which chat answers."""
    stream = await add_stream(stores, duration_seconds=1500.0)
    asset = make_asset(facts=make_facts(duration_seconds=1500.0))
    await stores.assets.add_asset(asset)
    video = tmp_path / "video.mp4"
    video.write_bytes(b"video")
    await storage.put_file(asset.object_key, video)
    sounds = [100.0 + 131.0 * n for n in range(moments)]
    counts = [1] * 360
    for at in sounds:
        for burst in (1.0, 2.0, 3.0):
            counts[int((at + lag_seconds + burst) // 5)] += 10
        detected = at + lag_seconds + 3
        await stores.spikes.add_spike(
            stream,
            make_spike(
                detected_at_seconds=detected,
                start_seconds=detected - 28.5,
                end_seconds=detected + 1.5,
            ),
        )
    for row in range(3):
        await stores.histograms.put_histogram(
            CREATOR,
            ChatHistogram(
                stream_id=stream.id,
                starts_at=NOON.replace(minute=10 * row),
                messages=tuple(counts[120 * row : 120 * row + 120]),
                chatters=40,
            ),
        )
    return stream, sounds


@pytest.mark.parametrize("lag_seconds", [4.0, 17.0])
async def test_the_lag_is_measured_from_sound_and_stored_chat(
    measure, plant, channel_learning, tunings, lag_seconds
):
    stream, sounds = await plant(lag_seconds)

    note = await measure(stream, *sounds)

    found = await tunings.get_tuning(CREATOR, CHANNEL)
    assert found.values["lag seconds"] == pytest.approx(lag_seconds, abs=2)
    assert found.values["lag moments"] == 10
    assert (await channel_learning.explain_channel(make_actor(), CHANNEL))[-1] == note
    assert (await channel_learning.read_learned(CREATOR, CHANNEL)).earlier_seconds != 0


@pytest.mark.parametrize("moments", [0, 2])
async def test_too_few_moments_tell_nothing(measure, plant, tunings, stores, moments):
    """One of them lies outside of the video."""
    stream, sounds = await plant(4.0, moments=moments)
    late = make_spike(detected_at_seconds=9000.0, start_seconds=8971.5, end_seconds=9001.5)
    await stores.spikes.add_spike(stream, late)

    assert "too few moments" in await measure(stream, *sounds)
    assert (await tunings.get_tuning(CREATOR, CHANNEL)).values == {}


async def test_without_a_video_there_is_no_lag(measure, stores):
    stream = await add_stream(stores, asset_id=None)

    assert "too few moments" in await measure(stream)


async def test_a_video_that_cannot_be_heard_leaves_the_windows_where_they_are(tmp_path):
    app = make_app(tmp_path)
    await app.ports.stores.streams.add_stream(make_stream(broadcaster_id=CHANNEL))
    await app.ports.stores.jobs.add_job(
        make_job(kind=JobKind.MEASURE_LAG, subject_id=make_stream().id)
    )

    await app.work.runner.work_once(Queue.WORK)

    (job,) = (await app.ports.stores.jobs.list_jobs(CREATOR, JobStatus.FAILED)).items
    assert job.reason
    assert (await app.chat.learning.read_learned(CREATOR, CHANNEL)).earlier_seconds == 0
