import pytest

from core.domain.chat import ChatHistogram
from core.domain.clip import ClipStatus
from core.domain.creator import Role
from core.domain.reaction import Reaction
from core.domain.signals import Signals
from core.errors import Conflict, Forbidden
from core.services.learning import Learning
from tests.builders import (
    CREATOR,
    NOON,
    make_actor,
    make_asset,
    make_clip,
    make_facts,
    make_spike,
    make_stream,
)
from tests.fakes.app import make_app
from tests.fakes.creators import FakeTunings
from tests.fakes.storage import FakeStorage
from tests.fakes.stores import FakeStores
from tests.fakes.time_and_ids import FakeClock

CHANNEL = "123"


class SoundReader:
    """Gives a loud second at each of the given offsets of the video."""

    def __init__(self, *loud_at):
        self._loud_at = loud_at

    async def read_signals(self, video, *, start_seconds, end_seconds):
        levels = [
            -12.0 if any(0 <= start_seconds + n / 10 - at < 2 for at in self._loud_at) else -35.0
            for n in range(round(10 * (end_seconds - start_seconds)))
        ]
        return Signals(
            start_seconds=start_seconds,
            end_seconds=end_seconds,
            loudness_db=tuple(levels),
            cuts_at_seconds=(),
        )

    async def measure_lufs(self, video, *, start_seconds, duration_seconds):
        return -20.0


class HastyTunings(FakeTunings):
    """Is always changed by somebody else first."""

    async def save_tuning(self, tuning):
        raise Conflict("It was changed by someone else.", current=tuning)


@pytest.fixture
def stores():
    return FakeStores(FakeClock())


@pytest.fixture
def storage(tmp_path):
    return FakeStorage(tmp_path)


@pytest.fixture
def make_learning(stores, storage):
    def make(*loud_at, tunings=None):
        return Learning(
            streams=stores.streams,
            spikes=stores.spikes,
            histograms=stores.histograms,
            assets=stores.assets,
            storage=storage,
            signals=SoundReader(*loud_at),
            tunings=tunings or FakeTunings(stores.memory),
        )

    return make


async def add_stream(stores, **given):
    stream = make_stream(broadcaster_id=CHANNEL, **given)
    await stores.streams.add_stream(stream)
    return stream


def decided(status, reaction=Reaction.LAUGHTER):
    return make_clip(status=status, spike=make_spike(reaction=reaction))


async def test_decisions_move_the_channels_thresholds(make_learning, stores):
    await add_stream(stores)
    learning = make_learning()
    for _ in range(10):
        await learning.note_decision(ClipStatus.IN_REVIEW, decided(ClipStatus.REJECTED))
        await learning.note_decision(
            ClipStatus.IN_REVIEW, decided(ClipStatus.APPROVED, Reaction.HYPE)
        )

    learned = await learning.read_learned(CREATOR, CHANNEL)

    assert learned.factor(Reaction.LAUGHTER) > 4
    assert learned.factor(Reaction.HYPE) < 1
    assert (await learning.explain_channel(make_actor(), CHANNEL))[0].startswith(
        "10 of 20 clips from chat were approved"
    )


async def test_what_is_taken_back_was_never_learned(make_learning, stores):
    await add_stream(stores)
    learning = make_learning()
    await learning.note_decision(ClipStatus.IN_REVIEW, decided(ClipStatus.APPROVED))

    await learning.note_decision(ClipStatus.APPROVED, decided(ClipStatus.IN_REVIEW))

    told = await learning.explain_channel(make_actor(), CHANNEL)
    assert told == ("Nothing has been approved or rejected on this channel yet.",)


async def test_a_channel_can_begin_anew(make_learning, stores):
    await add_stream(stores)
    learning = make_learning()
    await learning.note_decision(ClipStatus.IN_REVIEW, decided(ClipStatus.REJECTED))

    with pytest.raises(Forbidden):
        await learning.forget_channel(make_actor(role=Role.VIEWER), CHANNEL)
    await learning.forget_channel(make_actor(), CHANNEL)

    assert len(await learning.explain_channel(make_actor(), CHANNEL)) == 1


@pytest.mark.parametrize(
    "clip",
    [
        make_clip(status=ClipStatus.REJECTED, spike=None),
        make_clip(status=ClipStatus.REJECTED, stream_id=None),
    ],
)
async def test_clips_that_no_chat_made_teach_nothing(make_learning, stores, clip):
    await add_stream(stores)
    learning = make_learning()

    await learning.note_decision(ClipStatus.IN_REVIEW, clip)

    assert len(await learning.explain_channel(make_actor(), CHANNEL)) == 1


async def test_a_lesson_that_cannot_be_kept_hinders_nobody(make_learning, stores):
    await add_stream(stores)
    learning = make_learning(tunings=HastyTunings(stores.memory))

    await learning.note_decision(ClipStatus.IN_REVIEW, decided(ClipStatus.REJECTED))

    assert len(await learning.explain_channel(make_actor(), CHANNEL)) == 1


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
    make_learning, stores, storage, tmp_path, lag_seconds
):
    stream, sounds = await plant_video(stores, storage, tmp_path, lag_seconds)
    learning = make_learning(*sounds)

    estimate = await learning.measure_lag(make_actor(), stream.id)

    learned = await learning.read_learned(CREATOR, CHANNEL)
    assert estimate.seconds == pytest.approx(lag_seconds, abs=2)
    assert estimate.moments == 10
    assert learned.earlier_seconds == pytest.approx(estimate.move_window())
    assert (await learning.explain_channel(make_actor(), CHANNEL))[-1] == estimate.explain()


async def test_without_a_video_there_is_no_lag(make_learning, stores):
    stream = await add_stream(stores, asset_id=None)

    assert await make_learning().measure_lag(make_actor(), stream.id) is None


async def test_spikes_outside_of_the_video_are_passed_over(
    make_learning, stores, storage, tmp_path
):
    stream, sounds = await plant_video(stores, storage, tmp_path, 4.0, moments=2)
    late = make_spike(detected_at_seconds=9000.0, start_seconds=8971.5, end_seconds=9001.5)
    await stores.spikes.add_spike(stream, late)

    assert await make_learning(*sounds).measure_lag(make_actor(), stream.id) is None


async def test_a_decision_on_a_clip_whose_stream_is_gone_teaches_nothing(tmp_path):
    app = make_app(tmp_path)

    await app.learning.note_decision(ClipStatus.IN_REVIEW, make_clip(status=ClipStatus.APPROVED))
