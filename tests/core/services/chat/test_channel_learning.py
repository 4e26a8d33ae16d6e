from dataclasses import replace

import pytest

from core.domain.chat.chat_lag import LagEstimate
from core.domain.chat.reaction import Reaction
from core.domain.clips.clip import ClipStatus
from core.domain.people.actor import Role
from core.domain.work.ids import StreamId
from core.errors import Conflict, Forbidden, InvalidInput, NotFound
from core.services.chat.channel_learning import ChannelLearning
from tests.builders import CREATOR, make_actor, make_clip, make_spike, make_stream, make_test_ulid
from tests.fakes.app import make_app
from tests.fakes.creators import FakeProfiles, FakeTunings, FakeTwitchBindings
from tests.fakes.stores import FakeStores
from tests.fakes.time_and_ids import FakeClock
from tests.plan_builders import make_binding

CHANNEL = "123"


class HastyTunings(FakeTunings):
    """Is always changed by somebody else first."""

    async def save_tuning(self, tuning):
        raise Conflict("It was changed by someone else.", current=tuning)


@pytest.fixture
def stores():
    return FakeStores(FakeClock())


@pytest.fixture
def bindings(stores):
    return FakeTwitchBindings(stores.memory)


@pytest.fixture
def make_learning(stores, bindings):
    def make(*, tunings=None):
        return ChannelLearning(
            streams=stores.streams,
            tunings=tunings or FakeTunings(stores.memory),
            bindings=bindings,
            profiles=FakeProfiles(stores.memory),
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
    channel_learning = make_learning()
    for _ in range(10):
        await channel_learning.note_decision(ClipStatus.IN_REVIEW, decided(ClipStatus.REJECTED))
        await channel_learning.note_decision(
            ClipStatus.IN_REVIEW, decided(ClipStatus.APPROVED, Reaction.HYPE)
        )

    learned = await channel_learning.read_learned(CREATOR, CHANNEL)

    assert learned.factor(Reaction.LAUGHTER) > 4
    assert learned.factor(Reaction.HYPE) < 1
    assert (await channel_learning.explain_channel(make_actor(), CHANNEL))[0].startswith(
        "10 of 20 clips from chat were approved"
    )


async def test_what_is_taken_back_was_never_learned(make_learning, stores):
    await add_stream(stores)
    channel_learning = make_learning()
    await channel_learning.note_decision(ClipStatus.IN_REVIEW, decided(ClipStatus.APPROVED))

    await channel_learning.note_decision(ClipStatus.APPROVED, decided(ClipStatus.IN_REVIEW))

    told = await channel_learning.explain_channel(make_actor(), CHANNEL)
    assert told == ("Nothing has been approved or rejected on this channel yet.",)


async def test_a_channel_can_begin_anew(make_learning, stores):
    await add_stream(stores)
    channel_learning = make_learning()
    await channel_learning.note_decision(ClipStatus.IN_REVIEW, decided(ClipStatus.REJECTED))

    with pytest.raises(Forbidden):
        await channel_learning.forget_channel(make_actor(role=Role.EDITOR), CHANNEL)
    with pytest.raises(NotFound):
        await channel_learning.forget_channel(make_actor(), "another")
    await channel_learning.forget_channel(make_actor(), CHANNEL)

    assert len(await channel_learning.explain_channel(make_actor(), CHANNEL)) == 1


@pytest.mark.parametrize(
    "clip",
    [
        make_clip(status=ClipStatus.REJECTED, spike=None),
        make_clip(status=ClipStatus.REJECTED, stream_id=None),
    ],
)
async def test_clips_that_no_chat_made_teach_nothing(make_learning, stores, clip):
    await add_stream(stores)
    channel_learning = make_learning()

    await channel_learning.note_decision(ClipStatus.IN_REVIEW, clip)

    assert len(await channel_learning.explain_channel(make_actor(), CHANNEL)) == 1


async def test_a_lesson_that_cannot_be_kept_hinders_nobody(make_learning, stores):
    await add_stream(stores)
    channel_learning = make_learning(tunings=HastyTunings(stores.memory))

    await channel_learning.note_decision(ClipStatus.IN_REVIEW, decided(ClipStatus.REJECTED))

    assert len(await channel_learning.explain_channel(make_actor(), CHANNEL)) == 1


async def test_channels_go_by_the_name_that_people_know(make_learning, bindings, stores):
    await add_stream(stores)
    await bindings.add_binding(make_binding(broadcaster_id=CHANNEL, login="Ann_Plays"))
    await bindings.add_binding(make_binding(broadcaster_id="9", login="zed"))
    channel_learning = make_learning()
    await channel_learning.note_decision(ClipStatus.IN_REVIEW, decided(ClipStatus.APPROVED))

    listed = await channel_learning.list_channels(make_actor())

    assert [(channel.name, channel.sentences[0][:7]) for channel in listed] == [
        ("Ann_Plays", "1 of 1 "),
        ("zed", "Nothing"),
    ]
    for name in ("ann_plays", "@Ann_Plays ", CHANNEL):
        assert await channel_learning.find_channel(make_actor(), name) == CHANNEL
    assert await channel_learning.find_channel(make_actor(), "Unknown1") == "unknown1"


@pytest.mark.parametrize("name", ["", "a b", "x#y", "ä", "a" * 26, "../up"])
async def test_what_is_no_name_of_a_channel_is_refused(make_learning, name):
    with pytest.raises(InvalidInput, match="not the name of a Twitch channel"):
        await make_learning().find_channel(make_actor(), name)


def estimate(seconds, uncertainty=1.0):
    return LagEstimate(seconds=seconds, uncertainty_seconds=uncertainty, moments=10)


async def test_the_delays_of_a_channels_streams_are_joined(make_learning, stores):
    """10 s of weight 1 and 16 s of weight 1 / (1 + 2 * 2): (5 * 16 + 10) / 6 = 15."""
    channel_learning = make_learning()
    older = make_stream(broadcaster_id=CHANNEL)
    newer = replace(older, id=StreamId(make_test_ulid(9)))

    await channel_learning.save_lag(older, estimate(10.0))
    await channel_learning.save_lag(newer, estimate(16.0))

    told = await channel_learning.explain_channel(make_actor(), CHANNEL)
    assert told[-1] == (
        "Chat reacts 15 s after the sound here (give or take 1 s, from 20 moments)."
    )


async def test_a_stream_is_joined_once_however_often_it_is_measured(make_learning, stores):
    channel_learning = make_learning()
    stream = make_stream(broadcaster_id=CHANNEL)

    for seconds in (10.0, 16.0):
        await channel_learning.save_lag(stream, estimate(seconds))

    assert "10 s after" in (await channel_learning.explain_channel(make_actor(), CHANNEL))[-1]


async def test_the_delay_of_no_channel_is_not_kept(make_learning):
    channel_learning = make_learning()

    await channel_learning.save_lag(make_stream(), estimate(10.0))

    assert len(await channel_learning.explain_channel(make_actor(), CHANNEL)) == 1


async def test_a_decision_on_a_clip_whose_stream_is_gone_teaches_nothing(tmp_path):
    app = make_app(tmp_path)

    await app.chat.learning.note_decision(
        ClipStatus.IN_REVIEW, make_clip(status=ClipStatus.APPROVED)
    )
