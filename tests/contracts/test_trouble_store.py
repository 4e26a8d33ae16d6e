"""What does not work in each process, on every engine."""

from dataclasses import replace
from datetime import timedelta

from core.ports.work import SharedTrouble
from tests.builders import NOON

TROUBLE = SharedTrouble(part="Storage", sentence="It is full.", since=NOON, process="work")
OTHER = replace(TROUBLE, part="Model")


async def test_each_process_has_its_own_and_replaces_them_as_a_whole(stores):
    until = NOON + timedelta(minutes=15)
    assert await stores.troubles.list_troubles() == ()

    await stores.troubles.put_troubles("a", (TROUBLE, OTHER), until=until)
    await stores.troubles.put_troubles("b", (OTHER,), until=until)
    await stores.troubles.put_troubles("a", (TROUBLE,), until=until)

    assert await stores.troubles.list_troubles() == (TROUBLE, OTHER)

    for _ in range(2):
        await stores.troubles.delete_troubles("a")
    assert await stores.troubles.list_troubles() == (OTHER,)


async def test_what_a_process_that_died_has_said_goes_by_itself(stores):
    await stores.troubles.put_troubles("a", (TROUBLE,), until=NOON - timedelta(seconds=1))

    assert await stores.troubles.list_troubles() == ()
