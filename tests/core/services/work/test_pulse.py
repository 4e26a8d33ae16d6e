import pytest

from core.errors import Busy
from core.services.work.pulse import Pulse
from tests.fakes.formats import FakeFormats
from tests.fakes.ownerships import FakeOwnerships
from tests.fakes.time_and_ids import FakeClock

LEASE, HELD = 30.0, 20.0


class World:
    def __init__(self, *, carries=True):
        self.store, self.clock = FakeOwnerships(), FakeClock()
        self.formats = FakeFormats(carries=carries)
        self.pulse = Pulse(
            store=self.store,
            formats=self.formats,
            clock=self.clock,
            holder="here",
            lease_seconds=LEASE,
            held_seconds=HELD,
        )

    def list_beats(self):
        return [row.beat for row in self.store.rows.values()]


async def test_it_beats_every_third_of_a_lease():
    world, beats = World(), set()

    for _ in range(30):
        await world.pulse.beat()
        beats.update(world.list_beats())
        world.clock.advance(1)

    assert len(beats) == 3
    assert list(world.store.rows) == [world.pulse.name]


async def test_nothing_follows_the_first_beat_and_everything_the_next():
    world = World()

    assert not await world.pulse.beat()
    world.clock.advance(HELD - 1)
    assert await world.pulse.beat()


@pytest.mark.parametrize("away_for", [HELD, LEASE, 900.0])
async def test_after_a_break_nothing_that_followed_is_sure(away_for):
    """Others may have taken it, and a beat that came later does not give it back."""
    world = World()
    await world.pulse.beat()

    world.clock.advance(away_for)

    assert not await world.pulse.beat()
    assert await world.pulse.beat()


async def test_a_beat_that_was_long_under_way_is_a_break(monkeypatch):
    world = World()
    await world.pulse.beat()
    world.clock.advance(LEASE / 3)
    put = world.store.put_ownership

    async def put_slowly(ownership, *, over_beat):
        world.clock.advance(HELD)
        return await put(ownership, over_beat=over_beat)

    monkeypatch.setattr(world.store, "put_ownership", put_slowly)

    assert not await world.pulse.beat()


async def test_a_beat_whose_answer_was_lost_is_said_again(monkeypatch):
    world = World()
    await world.pulse.beat()
    name = world.pulse.name
    world.clock.advance(LEASE / 3)
    put = world.store.put_ownership

    async def lose_answer(ownership, *, over_beat):
        await put(ownership, over_beat=over_beat)
        raise Busy("no answer")

    with monkeypatch.context() as patch:
        patch.setattr(world.store, "put_ownership", lose_answer)
        with pytest.raises(Busy):
            await world.pulse.beat()

    assert await world.pulse.beat()
    assert list(world.store.rows) == [name]


async def test_a_row_that_is_gone_is_replaced_by_one_of_another_name():
    """As where the table was put back to what it was: what followed the old name stands alone."""
    world = World()
    await world.pulse.beat()
    name = world.pulse.name
    world.store.rows.clear()
    world.clock.advance(LEASE / 3)

    assert not await world.pulse.beat()
    assert not await world.pulse.beat()
    assert world.pulse.name != name
    assert list(world.store.rows) == [world.pulse.name]


async def test_nothing_follows_while_a_former_version_may_be_about():
    """It would see names that nobody renews, and take them."""
    world = World(carries=False)

    assert not await world.pulse.beat()
    assert world.pulse.name == ""
    assert world.store.rows == {}


async def test_it_stops_once_a_former_version_may_come_back():
    world = World()
    await world.pulse.beat()
    world.formats.carries = False

    assert not await world.pulse.beat()
    assert world.store.rows == {}


async def test_it_leaves_nothing_behind():
    world = World()
    await world.pulse.beat()

    await world.pulse.stop()

    assert world.store.rows == {}
