import asyncio

import pytest
import structlog

from core.errors import Busy
from core.services.work.health import Health
from core.services.work.ownership import TELLING, TIMERS, OwnedNames, name_channel
from core.services.work.supervision import Part
from tests.fakes.formats import FakeFormats
from tests.fakes.ownerships import FakeOwnerships
from tests.fakes.time_and_ids import FakeClock

LEASE = 30.0
CHANNEL = name_channel("77")


@pytest.fixture
def store():
    return FakeOwnerships()


def make_owned(store, clock, holder, *, is_shared=True, lease_seconds=LEASE, formats=None):
    return OwnedNames(
        store=store,
        formats=formats or FakeFormats(),
        clock=clock,
        holder=holder,
        lease_seconds=lease_seconds,
        is_shared=is_shared,
    )


async def test_of_two_processes_one_owns_the_timers(store):
    clock = FakeClock()
    one, two = make_owned(store, clock, "one"), make_owned(store, clock, "two")

    for _ in range(40):
        for each in (one, two):
            await each.tend()
        assert (one.is_held(TIMERS), two.is_held(TIMERS)) == (True, False)
        clock.advance(3)


@pytest.mark.parametrize("dies_after", [0.0, 4.0, 9.0])
async def test_a_dead_owner_is_followed_within_a_lease_and_not_before(store, dies_after):
    """Not before the dead one itself would have let go; all of it counted from its last word."""
    clock = FakeClock()
    one, two = make_owned(store, clock, "one"), make_owned(store, clock, "two")
    await one.tend()
    for _ in range(round(dies_after)):
        await two.tend()
        clock.advance(1)
    dead_for, let_go = dies_after, None

    while not two.is_held(TIMERS):
        assert dead_for <= LEASE
        if let_go is None and not one.is_held(TIMERS):
            let_go = dead_for
        clock.advance(1)
        dead_for += 1
        if dead_for % 3 == 0:
            await two.tend()

    assert let_go is not None
    assert let_go < dead_for


async def test_whoever_was_away_has_lost_it_before_another_has_it(store):
    """A pause of 90 s: it says so at once when it wakes, before it has asked the table."""
    clock = FakeClock()
    one, two = make_owned(store, clock, "one"), make_owned(store, clock, "two")
    await one.tend()
    for _ in range(31):
        await two.tend()
        assert not (one.is_held(TIMERS) and two.is_held(TIMERS))
        clock.advance(3)

    assert two.is_held(TIMERS)
    assert not one.is_held(TIMERS)
    await one.tend()
    assert one.is_anothers(TIMERS)


@pytest.mark.parametrize("by_seconds", [-3600.0, 3600.0])
async def test_a_clock_that_is_set_changes_no_owner(store, by_seconds):
    ours, theirs = FakeClock(), FakeClock()
    one, two = make_owned(store, ours, "one"), make_owned(store, theirs, "two")
    for number in range(40):
        await one.tend()
        await two.tend()
        ours.advance(3)
        theirs.advance(3)
        if number == 10:
            ours.set_by(by_seconds)
        if number == 20:
            theirs.set_by(-by_seconds)
        assert (one.is_held(TIMERS), two.is_held(TIMERS)) == (True, False)


async def test_an_owner_that_ends_leaves_at_once(store):
    clock = FakeClock()
    one, two = make_owned(store, clock, "one"), make_owned(store, clock, "two")
    await one.tend()
    await two.tend()

    await one.release()
    await two.tend()

    assert two.is_held(TIMERS)


async def test_a_restart_in_the_same_home_need_not_wait_for_the_dead(store):
    clock = FakeClock()
    await make_owned(store, clock, "one").tend()
    clock.advance(1)
    again = make_owned(store, clock, "one")

    await again.tend()

    assert again.is_held(TIMERS)


async def test_two_of_one_holder_by_mistake_do_not_share(store):
    """A home that was copied to another machine: one of the two owns it at any time."""
    clock = FakeClock()
    one, two = make_owned(store, clock, "same"), make_owned(store, clock, "same")
    for _ in range(30):
        await one.tend()
        await two.tend()
        clock.advance(3)
    await one.tend()

    assert (one.is_held(TIMERS), two.is_held(TIMERS)).count(True) == 1


async def test_only_what_is_wanted_is_owned(store):
    clock = FakeClock()
    one, two = make_owned(store, clock, "one"), make_owned(store, clock, "two")
    one.want("channel:", [CHANNEL])
    await one.tend()
    two.want("channel:", [CHANNEL])
    await two.tend()
    assert (one.is_held(CHANNEL), two.is_held(CHANNEL)) == (True, False)
    assert two.is_anothers(CHANNEL)

    one.want("channel:", [])
    await one.tend()
    await two.tend()

    assert (one.is_held(CHANNEL), two.is_held(CHANNEL)) == (False, True)
    assert one.is_held(TIMERS)
    assert not one.is_anothers(CHANNEL)


async def test_what_is_new_is_taken_at_once(store):
    owned = make_owned(store, FakeClock(), "one")
    await owned.tend()
    owned.want("channel:", [CHANNEL])

    await owned.tend_new()

    assert owned.is_held(CHANNEL)


async def test_a_table_that_is_away_costs_nothing_that_nobody_took(store):
    clock = FakeClock()
    owned = make_owned(store, clock, "one")
    await owned.tend()
    clock.advance(25)
    assert not owned.is_held(TIMERS)
    assert not owned.is_anothers(TIMERS)

    await owned.tend()

    assert owned.is_held(TIMERS)


async def test_a_table_of_ones_own_needs_no_rows(store):
    owned = make_owned(store, FakeClock(), "one", is_shared=False)

    await owned.tend()

    assert owned.is_held("anything")
    assert store.rows == {}


async def test_a_win_is_told_to_who_waits_for_it(store):
    owned = make_owned(store, FakeClock(), "one")
    waiting = asyncio.ensure_future(owned.wait_for_change(60))
    await asyncio.sleep(0)

    await owned.tend()

    await asyncio.wait_for(waiting, 30)
    await owned.wait_for_change(0.01)


async def test_it_goes_on_while_the_table_is_away(store, monkeypatch):
    clock = FakeClock()
    owned = make_owned(store, clock, "one", lease_seconds=0.05)
    health = Health(clock=clock)
    part = Part(health, "Table", "The table does not answer")
    listed, away = store.list_ownerships, [Busy("locked")] * 3
    told = []

    async def list_later(**_):
        if away:
            told.append(health.list_troubles())
            raise away.pop()
        return await listed()

    monkeypatch.setattr(store, "list_ownerships", list_later)
    with structlog.testing.capture_logs() as logs:
        running = asyncio.ensure_future(owned.run(part=part))
        async with asyncio.timeout(30):
            while not (owned.is_held(TIMERS) and owned.is_held(TELLING)):  # noqa: ASYNC110 - it is for the loop to show
                await asyncio.sleep(0.01)
        running.cancel()
        await asyncio.wait({running})

    events = [log["event"] for log in logs if not log["event"].startswith("health")]
    assert events == ["ownership.not_renewed", "ownership.won", "ownership.won"]
    assert [len(troubles) for troubles in told] == [0, 1, 1]
    assert health.list_troubles() == ()


async def test_two_rounds_at_once_take_nothing_from_each_other(store, monkeypatch):
    """The roster's round met the timed one, and the owner lost a name to itself for a lease."""
    clock = FakeClock()
    owned = make_owned(store, clock, "one")
    await owned.tend()
    clock.advance(15)
    listed = store.list_ownerships

    async def list_slowly(**_):
        seen = await listed()
        await asyncio.sleep(0.01)
        return seen

    monkeypatch.setattr(store, "list_ownerships", list_slowly)
    with structlog.testing.capture_logs() as logs:
        await asyncio.gather(owned.tend(), owned.tend(), owned.tend_new())

    assert owned.is_held(TIMERS)
    assert "ownership.lost" not in [log["event"] for log in logs]


async def test_many_names_are_kept_side_by_side_on_a_slow_table(store):
    """A hundred channels at 0.2 s each took 20 s, which is all that a word lasts for."""
    clock, under_way, most = FakeClock(), 0, 0
    put = store.put_ownership

    async def put_slowly(ownership, *, over_beat):
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        await asyncio.sleep(0)
        under_way -= 1
        return await put(ownership, over_beat=over_beat)

    store.put_ownership = put_slowly
    owned = make_owned(store, clock, "one")
    owned.want(name_channel(""), [name_channel(str(number)) for number in range(100)])

    await owned.tend()

    assert 1 < most <= 16
    assert all(owned.is_held(name_channel(str(number))) for number in range(100))


async def test_where_one_name_fails_the_others_are_kept_and_it_is_told(store):
    put = store.put_ownership

    async def fail_one(ownership, *, over_beat):
        if ownership.name == CHANNEL:
            raise Busy("The table is busy.")
        return await put(ownership, over_beat=over_beat)

    store.put_ownership = fail_one
    owned = make_owned(store, FakeClock(), "one")
    owned.want(name_channel(""), [CHANNEL, name_channel("78")])

    with pytest.raises(Busy):
        await owned.tend()

    assert owned.is_held(name_channel("78"))
    assert not owned.is_held(CHANNEL)
