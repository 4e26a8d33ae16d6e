"""Who owns what: of several who try, one is taken at its word, on every engine."""

import asyncio
from dataclasses import replace

from core.ports.work import Ownership
from tests.builders import NOON

OURS = Ownership(name="channel:77", holder="one", beat="a", until=NOON, follows="process:1")
THEIRS = replace(OURS, holder="two", beat="b", follows="")


async def test_what_nobody_owns_is_taken_once(stores):
    assert await stores.ownerships.list_ownerships() == {}

    assert await stores.ownerships.put_ownership(OURS, over_beat=None)
    assert not await stores.ownerships.put_ownership(THEIRS, over_beat=None)

    assert await stores.ownerships.list_ownerships() == {OURS.name: OURS}


async def test_it_is_written_over_the_beat_that_was_seen_alone(stores):
    await stores.ownerships.put_ownership(OURS, over_beat=None)
    renewed = replace(OURS, beat="c")

    assert await stores.ownerships.put_ownership(renewed, over_beat="a")
    assert not await stores.ownerships.put_ownership(THEIRS, over_beat="a")
    assert await stores.ownerships.put_ownership(THEIRS, over_beat="c")

    assert await stores.ownerships.list_ownerships() == {OURS.name: THEIRS}


async def test_the_same_word_twice_is_no_loss(stores):
    """An answer was lost, and the word is said again."""
    for _ in range(2):
        assert await stores.ownerships.put_ownership(OURS, over_beat=None)
    renewed = replace(OURS, beat="c")
    for _ in range(2):
        assert await stores.ownerships.put_ownership(renewed, over_beat="a")


async def test_what_is_anothers_is_not_given_up(stores):
    await stores.ownerships.put_ownership(THEIRS, over_beat=None)

    assert not await stores.ownerships.delete_ownership(OURS.name, beat="a")
    assert await stores.ownerships.delete_ownership(OURS.name, beat="b")
    assert not await stores.ownerships.delete_ownership(OURS.name, beat="b")

    assert await stores.ownerships.list_ownerships() == {}


async def test_of_16_who_try_at_once_one_has_it(stores):
    tries = [replace(OURS, holder=str(n), beat=f"beat {n}") for n in range(16)]

    won = await asyncio.gather(
        *(stores.ownerships.put_ownership(each, over_beat=None) for each in tries)
    )

    assert won.count(True) == 1
    owner = (await stores.ownerships.list_ownerships())[OURS.name]
    assert owner == tries[won.index(True)]
