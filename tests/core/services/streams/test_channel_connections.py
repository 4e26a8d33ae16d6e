import pytest

from core.domain.people.actor import Role
from core.domain.streams.twitch_channel import CHANNELS_OF_CREATOR_MAX
from core.domain.work.ids import CreatorId
from core.errors import Conflict, ExternalFailure, Forbidden, InvalidInput, NotFound
from core.services.streams.channel_connections import ChannelConnections
from tests.builders import make_actor
from tests.fakes.counting import Counting
from tests.fakes.creators import FakeDirectory, FakeProfiles, FakeTwitchBindings
from tests.fakes.stores import FakeStores
from tests.fakes.time_and_ids import FakeClock
from tests.fakes.twitch import FakeTwitch

BEN = CreatorId("ben")


@pytest.fixture
def twitch():
    return FakeTwitch()


@pytest.fixture
def bindings():
    return FakeTwitchBindings(FakeStores(FakeClock()).memory)


@pytest.fixture
def channel_connections(twitch, bindings):
    stores = FakeStores(FakeClock())
    profiles = FakeProfiles(stores.memory)
    return ChannelConnections(
        clock=FakeClock(),
        bindings=bindings,
        directory=FakeDirectory(stores.memory, profiles, bindings),
        finder=twitch,
    )


async def test_a_channel_is_bound_by_whatever_people_call_it(channel_connections):
    binding = await channel_connections.connect_channel(make_actor(), "https://twitch.tv/Streamer")

    assert (binding.broadcaster_id, binding.login) == ("id-streamer", "streamer")
    assert await channel_connections.list_channels(make_actor()) == (binding,)
    assert await channel_connections.list_watched() == (binding,)


async def test_connected_twice_it_stays_the_same(channel_connections):
    first = await channel_connections.connect_channel(make_actor(), "streamer")

    assert await channel_connections.connect_channel(make_actor(), "streamer") == first


async def test_a_channel_belongs_to_one_creator(channel_connections):
    await channel_connections.connect_channel(make_actor(), "streamer")

    with pytest.raises(Conflict, match="streamer belongs to another creator here"):
        await channel_connections.connect_channel(make_actor(creator_id=BEN), "streamer")

    assert await channel_connections.list_channels(make_actor(creator_id=BEN)) == ()


async def test_of_two_who_come_at_once_the_second_is_told(
    channel_connections, bindings, monkeypatch
):
    async def too_late(binding):
        return False

    monkeypatch.setattr(bindings, "add_binding", too_late)

    with pytest.raises(Conflict, match="belongs to another creator"):
        await channel_connections.connect_channel(make_actor(), "streamer")


async def test_a_channel_that_was_let_go_is_free_for_another(channel_connections):
    await channel_connections.connect_channel(make_actor(), "streamer")

    gone = await channel_connections.disconnect_channel(make_actor(), "@Streamer")
    taken = await channel_connections.connect_channel(make_actor(creator_id=BEN), "streamer")

    assert gone.login == "streamer"
    assert taken.creator_id == BEN
    assert await channel_connections.list_watched() == (taken,)


async def test_a_channel_that_changed_its_name_is_known_by_the_new_one(
    channel_connections, bindings
):
    binding = await channel_connections.connect_channel(make_actor(), "streamer")
    old = await bindings.save_binding(
        type(binding)(**{f: getattr(binding, f) for f in binding.__slots__} | {"login": "older"})
    )

    renewed = await channel_connections.connect_channel(make_actor(), "streamer")

    assert (old.login, renewed.login) == ("older", "streamer")


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.VIEWER])
async def test_only_the_creator_and_editors_connect_channels(channel_connections, role):
    with pytest.raises(Forbidden):
        await channel_connections.connect_channel(make_actor(role=role), "streamer")
    with pytest.raises(Forbidden):
        await channel_connections.disconnect_channel(make_actor(role=role), "streamer")


async def test_a_channel_that_twitch_does_not_know_is_answered(channel_connections, twitch):
    twitch.unknown.add("nobody")

    with pytest.raises(NotFound, match="Twitch knows no channel nobody"):
        await channel_connections.connect_channel(make_actor(), "nobody")
    with pytest.raises(NotFound, match="is not watched here"):
        await channel_connections.disconnect_channel(make_actor(), "nobody")


async def test_when_twitch_is_away_nothing_is_bound(channel_connections, twitch):
    twitch.failing = ExternalFailure("Twitch cannot be reached.", retryable=True)

    with pytest.raises(ExternalFailure):
        await channel_connections.connect_channel(make_actor(), "streamer")

    assert await channel_connections.list_watched() == ()


async def test_a_creator_has_so_many_channels_and_no_more(channel_connections):
    for number in range(CHANNELS_OF_CREATOR_MAX):
        await channel_connections.connect_channel(make_actor(), f"channel{number}")

    with pytest.raises(InvalidInput, match="100 channels are watched already"):
        await channel_connections.connect_channel(make_actor(), "onemore")


async def test_footage_is_kept_of_a_channel_that_is_watched_until_it_is_not(channel_connections):
    await channel_connections.connect_channel(make_actor(), "streamer")

    kept = await channel_connections.keep_footage(make_actor(), "twitch.tv/Streamer", is_kept=True)
    (watched,) = await channel_connections.list_watched()
    gone = await channel_connections.keep_footage(make_actor(), "streamer", is_kept=False)

    assert (kept.keeps_footage, watched.keeps_footage, gone.keeps_footage) == (True, True, False)


async def test_connected_again_footage_is_kept_as_before(channel_connections):
    await channel_connections.connect_channel(make_actor(), "streamer")
    await channel_connections.keep_footage(make_actor(), "streamer", is_kept=True)

    again = await channel_connections.connect_channel(make_actor(), "streamer", is_silent=True)

    assert again.keeps_footage


async def test_nobody_keeps_footage_of_a_channel_that_is_not_theirs(channel_connections):
    await channel_connections.connect_channel(make_actor(creator_id=BEN), "streamer")

    with pytest.raises(NotFound, match="connect it first"):
        await channel_connections.keep_footage(make_actor(), "streamer", is_kept=True)


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.VIEWER])
async def test_only_the_creator_and_editors_switch_footage_on(channel_connections, role):
    await channel_connections.connect_channel(make_actor(), "streamer")

    with pytest.raises(Forbidden):
        await channel_connections.keep_footage(make_actor(role=role), "streamer", is_kept=True)


async def test_where_nothing_has_changed_one_row_is_read_and_no_channel(
    channel_connections, monkeypatch
):
    """The roster is looked at every ten seconds, however many channels there are."""
    await channel_connections.connect_channel(make_actor(), "ada")
    counted = Counting(channel_connections._bindings)
    monkeypatch.setattr(channel_connections, "_bindings", counted)
    first = await channel_connections.list_watched()
    counted.calls.clear()

    assert await channel_connections.list_watched() == first
    assert counted.calls == {"read_mark": 1}
    await channel_connections.keep_footage(make_actor(), "ada", is_kept=True)
    (changed,) = await channel_connections.list_watched()
    assert changed.keeps_footage
