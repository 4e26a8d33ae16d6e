from datetime import timedelta

import pytest

from core.services.work.health import Health
from core.services.work.ownership import TELLING, OwnedNames
from core.services.work.trouble_sharing import (
    AGAIN_SECONDS,
    KEPT,
    LASTS_SECONDS,
    TroubleSharing,
)
from tests.fakes.formats import FakeFormats
from tests.fakes.ownerships import FakeOwnerships
from tests.fakes.time_and_ids import FakeClock
from tests.fakes.troubles import FakeTroubles


class Processes:
    """Several processes on one table, each with its own health."""

    def __init__(self):
        self.clock = FakeClock()
        self.store = FakeTroubles(self.clock)
        self.ownerships = FakeOwnerships()

    def start(self, holder, *, is_shared=True):
        health = Health(clock=self.clock)
        owned = OwnedNames(
            store=self.ownerships,
            formats=FakeFormats(),
            clock=self.clock,
            holder=holder,
            lease_seconds=60,
            is_shared=is_shared,
        )
        sharing = TroubleSharing(
            clock=self.clock,
            store=self.store,
            health=health,
            owned=owned,
            holder=holder,
            roles=holder,
        )
        return health, owned, sharing


@pytest.fixture
def processes():
    return Processes()


async def test_what_lasts_in_one_process_is_read_by_another_until_it_works_again(processes):
    health, _, sharing = processes.start("work")
    _, _, reading = processes.start("discord")
    health.note_trouble("Storage", "S3 refuses it.", in_full="S3 refuses it to the role r.")
    await sharing.share()
    assert await reading.list_others() == ()

    processes.clock.advance(LASTS_SECONDS)
    await sharing.share()

    (found,) = await reading.list_others()
    assert (found.name, found.sentence) == ("Storage (work)", "S3 refuses it to the role r.")

    health.note_ok("Storage")
    await sharing.share()
    assert await reading.list_others() == ()


async def test_nothing_is_written_while_all_works_and_little_while_it_does_not(processes):
    health, _, sharing = processes.start("work")
    for _ in range(10):
        await sharing.share()
    assert processes.store.writes == 1, "what a predecessor left is taken away"

    health.note_trouble("Storage", "It is full.")
    processes.clock.advance(LASTS_SECONDS)
    for _ in range(5):
        await sharing.share()
        processes.clock.advance(AGAIN_SECONDS / 5)
    assert processes.store.writes == 2

    await sharing.share()
    assert processes.store.writes == 3


async def test_what_a_process_said_before_it_died_is_not_told_for_ever(processes):
    health, _, sharing = processes.start("work")
    health.note_trouble("Storage", "It is full.")
    processes.clock.advance(LASTS_SECONDS)
    await sharing.share()

    processes.clock.advance((KEPT + timedelta(seconds=1)).total_seconds())

    assert await processes.start("discord")[2].list_others() == ()


async def test_who_writes_to_people_itself_and_who_is_alone_stores_nothing(processes):
    told_health, owned, told = processes.start("discord")
    await owned.tend()
    assert owned.is_held(TELLING)
    alone_health, _, alone = processes.start("all", is_shared=False)
    for health in (told_health, alone_health):
        health.note_trouble("Storage", "It is full.")
    processes.clock.advance(LASTS_SECONDS)
    await owned.tend()

    for sharing in (told, alone):
        await sharing.share()

    assert processes.store.rows == {}
    assert await alone.list_others() == ()
