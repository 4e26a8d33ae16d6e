import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from core.errors import Conflict
from tests.builders import NOON
from tests.plan_builders import make_device_code, make_magic_link, make_oauth_state, make_session

ONCE = {
    "magic link": (make_magic_link(), "add_magic_link", "use_magic_link"),
    "OAuth state": (make_oauth_state(), "add_oauth_state", "use_oauth_state"),
    "device code": (make_device_code(), "add_device_code", "use_device_code"),
}


@pytest.fixture(params=ONCE)
def secret(request, stores):
    """Something that opens once: what it opens, how it is added and how it is used."""
    opened, add, use = ONCE[request.param]
    return opened, getattr(stores.links, add), getattr(stores.links, use)


async def test_a_secret_opens_once(secret):
    opened, add, use = secret
    await add("token", opened)

    assert await use("another") is None
    assert await use("token") == opened
    assert await use("token") is None


async def test_of_32_who_come_with_one_secret_one_gets_in(secret):
    opened, add, use = secret
    await add("token", opened)

    found = await asyncio.gather(*(use("token") for _ in range(32)))

    assert [one for one in found if one is not None] == [opened]


async def test_a_secret_opens_nothing_when_its_time_is_over(secret, clock):
    """DynamoDB deletes hours or days late."""
    opened, add, use = secret
    await add("token", opened)
    clock.step(15 * 60)

    assert await use("token") is None


async def test_a_secret_is_not_given_out_twice(secret):
    opened, add, _ = secret
    await add("token", opened)

    with pytest.raises(Conflict):
        await add("token", opened)


async def test_a_session_lasts_until_it_expires_or_is_revoked(stores, clock):
    session = make_session(digest="1" * 64, expires_at=NOON + timedelta(days=30))
    other = replace(session, digest="2" * 64)
    for each in (session, other):
        await stores.links.add_session(each)
    with pytest.raises(Conflict):
        await stores.links.add_session(session)

    assert await stores.links.find_session(session.digest) == session
    assert await stores.links.find_session(session.digest) == session
    assert await stores.links.revoke_session(session)
    assert not await stores.links.revoke_session(session)
    assert await stores.links.find_session(session.digest) is None
    clock.step(days=30)
    assert await stores.links.find_session(other.digest) is None
    assert await stores.links.list_sessions(other.person_id) == ()


async def test_a_session_is_saved_only_while_it_is_there(stores):
    """Whoever was seen at the moment at which they were signed out is not signed in by that."""
    session = make_session()
    await stores.links.add_session(session)
    seen = replace(session, seen_at=NOON + timedelta(minutes=5), creator_ids=())

    assert await stores.links.save_session(seen)
    assert await stores.links.find_session(session.digest) == seen
    await stores.links.revoke_session(session)
    assert not await stores.links.save_session(seen)
    assert await stores.links.find_session(session.digest) is None


async def test_sessions_are_listed_by_person_newest_first(stores):
    for number in range(3):
        await stores.links.add_session(
            make_session(digest=str(number) * 64, created_at=NOON + timedelta(seconds=number))
        )
    await stores.links.add_session(make_session(digest="a" * 64, person_id="web"))

    listed = await stores.links.list_sessions("discord:1")

    assert [session.digest[0] for session in listed] == ["2", "1", "0"]
    assert await stores.links.list_sessions("discord:2") == ()


async def test_a_device_code_is_looked_at_until_it_is_used(stores):
    await stores.links.add_device_code("code", make_device_code())

    assert await stores.links.find_device_code("code") == make_device_code()
    assert await stores.links.use_device_code("code") == make_device_code()
    assert await stores.links.find_device_code("code") is None


async def test_a_secret_of_one_kind_opens_nothing_of_another(stores):
    await stores.links.add_magic_link("token", make_magic_link())

    assert await stores.links.find_session("token") is None
    assert await stores.links.use_oauth_state("token") is None
