"""Names that follow the pulse of their process: cheap, and never two processes' at once."""

import random
from contextlib import suppress

import pytest

from core.errors import Busy
from core.services.work.ownership import TELLING, TIMERS, OwnedNames, name_channel
from tests.fakes.formats import FakeFormats
from tests.fakes.ownerships import FakeOwnerships
from tests.fakes.time_and_ids import FakeClock

LEASE = 30.0


@pytest.fixture
def store():
    return FakeOwnerships()


def make_owned(store, clock, holder, *, formats=None):
    return OwnedNames(
        store=store,
        formats=formats or FakeFormats(),
        clock=clock,
        holder=holder,
        lease_seconds=LEASE,
        is_shared=True,
    )


def name_many(count):
    return [name_channel(str(number)) for number in range(count)]


async def test_what_nobody_contends_for_is_kept_by_one_word_for_all(store):
    """A hundred channels were a hundred writes each third of a lease."""
    clock, puts = FakeClock(), []
    put = store.put_ownership

    async def count(ownership, *, over_beat):
        puts.append(ownership.name)
        return await put(ownership, over_beat=over_beat)

    owned = make_owned(store, clock, "one")
    owned.want(name_channel(""), name_many(100))
    await owned.tend()
    store.put_ownership = count
    for _ in range(100):
        clock.advance(3)
        await owned.tend()
        assert all(owned.is_held(name) for name in name_many(100))

    assert len(puts) == 25
    assert len(set(puts)) == 1


async def test_a_row_is_written_before_it_would_expire(store):
    clock = FakeClock()
    owned = make_owned(store, clock, "one")
    await owned.tend()
    until = store.rows[TIMERS].until
    for _ in range(2200):
        clock.advance(10)
        await owned.tend()

    assert store.rows[TIMERS].until > until


class Crew:
    """Three processes; each stops now and then, and what it stores arrives late now and then."""

    def __init__(self, store, seed, *, carries):
        self.clock, self.chance = FakeClock(), random.Random(seed)
        self.put, store.put_ownership = store.put_ownership, self.put_late
        self.delete, store.delete_ownership = store.delete_ownership, self.delete_unheard
        self.is_slow = self.is_calm = False
        formats = FakeFormats(carries=carries)
        self.members = [
            make_owned(store, self.clock, f"home-{number}", formats=formats) for number in range(3)
        ]
        for owned in self.members:
            owned.want(name_channel(""), name_many(4))
        self.awake_at = [0.0, 0.0, 0.0]

    async def put_late(self, ownership, *, over_beat):
        if not self.is_slow and self.chance.random() < 0.02:
            self.is_slow = True
            for _ in range(self.chance.randrange(15)):
                self.clock.advance(3)
                for owned in self.members:
                    if owned._holder != ownership.holder:
                        with suppress(Busy):
                            await owned.tend()
            self.is_slow = False
        stored = await self.put(ownership, over_beat=over_beat)
        self.lose_answer()
        return stored

    async def delete_unheard(self, name, *, beat):
        deleted = await self.delete(name, beat=beat)
        self.lose_answer()
        return deleted

    def lose_answer(self):
        if not self.is_calm and self.chance.random() < 0.03:
            raise Busy("The answer is lost.")

    async def go_on(self, number):
        with suppress(Busy):
            await self.do_round(number)

    async def do_round(self, number):
        if self.clock.steady_seconds() < self.awake_at[number]:
            return
        if not self.is_calm and self.chance.random() < 0.04:
            self.awake_at[number] = self.clock.steady_seconds() + self.chance.uniform(5, 60)
        else:
            await self.members[number].tend()

    def list_holders(self, name):
        return [owned._holder for owned in self.members if owned.is_held(name)]


@pytest.mark.parametrize("carries", [True, False])
@pytest.mark.parametrize("seed", range(6))
async def test_no_name_has_two_owners_whatever_pauses_and_whatever_is_slow(store, seed, carries):
    crew, owners = Crew(store, seed, carries=carries), set()
    for _ in range(250):
        for number in range(3):
            await crew.go_on(number)
            for name in (TIMERS, TELLING, *name_many(4)):
                holders = crew.list_holders(name)
                assert len(holders) <= 1
                owners.update(holders)
        crew.clock.advance(3)

    assert len(owners) > 1


@pytest.mark.parametrize("carries", [True, False])
@pytest.mark.parametrize("seed", range(6))
async def test_each_name_has_an_owner_soon_after_all_is_calm_again(store, seed, carries):
    """Also where a word was stored and its answer lost, and where who left could not say so."""
    crew, names = Crew(store, seed, carries=carries), [TIMERS, TELLING, *name_many(4)]
    for step in range(120):
        crew.members[step % 3].want(name_channel(""), name_many(crew.chance.randrange(5)))
        for number in range(3):
            await crew.go_on(number)
        crew.clock.advance(3)
    crew.is_calm, crew.awake_at = True, [0.0, 0.0, 0.0]
    for owned in crew.members:
        owned.want(name_channel(""), name_many(4))
    for _ in range(round(2 * LEASE / 3)):
        for number in range(3):
            await crew.go_on(number)
        crew.clock.advance(3)

    assert {name: len(crew.list_holders(name)) for name in names} == dict.fromkeys(names, 1)


async def test_a_name_that_is_not_wanted_is_free_though_its_last_answer_was_lost(store):
    """Else its row would follow a pulse that goes on, and nobody could ever take it."""
    clock = FakeClock()
    one, two = make_owned(store, clock, "one"), make_owned(store, clock, "two")
    put = store.put_ownership

    async def lose(ownership, *, over_beat):
        await put(ownership, over_beat=over_beat)
        raise Busy("The answer is lost.")

    await one.tend()
    one.want(name_channel(""), name_many(1))
    store.put_ownership = lose
    with pytest.raises(Busy):
        await one.tend()
    store.put_ownership = put
    one.want(name_channel(""), [])
    two.want(name_channel(""), name_many(1))
    await one.tend()
    await two.tend()

    assert two.is_held(name_channel("0"))


async def test_a_dead_owner_of_many_is_followed_in_all_of_them(store):
    clock = FakeClock()
    one, two = make_owned(store, clock, "one"), make_owned(store, clock, "two")
    for owned in (one, two):
        owned.want(name_channel(""), name_many(40))
    for _ in range(20):
        await one.tend()
        await two.tend()
        clock.advance(3)
    dead_for = 0

    while not all(two.is_held(name) for name in name_many(40)):
        assert dead_for <= LEASE
        clock.advance(1)
        dead_for += 1
        if dead_for % 3 == 0:
            await two.tend()


@pytest.mark.parametrize("is_first_former", [True, False])
async def test_a_former_version_and_this_one_share_a_table_that_is_not_settled(
    store, is_first_former
):
    """A former version, which writes as this one does to such a table, knows of no pulse."""
    clock, formats = FakeClock(), FakeFormats(carries=False)
    former = make_owned(store, clock, "former", formats=formats)
    ours = make_owned(store, clock, "ours", formats=formats)
    crew = (former, ours) if is_first_former else (ours, former)
    for _ in range(40):
        for owned in crew:
            await owned.tend()
        assert (crew[0].is_held(TIMERS), crew[1].is_held(TIMERS)) == (True, False)
        assert {row.follows for row in store.rows.values()} == {""}
        clock.advance(3)


async def test_names_stand_for_themselves_once_a_former_version_may_come_back(store):
    clock, formats = FakeClock(), FakeFormats()
    owned = make_owned(store, clock, "one", formats=formats)
    await owned.tend()
    formats.carries = False
    for _ in range(20):
        clock.advance(3)
        await owned.tend()
        assert owned.is_held(TIMERS)

    assert sorted(store.rows) == [TELLING, TIMERS]
    assert {row.follows for row in store.rows.values()} == {""}
