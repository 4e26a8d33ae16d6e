import asyncio
from dataclasses import replace

import pytest

from core.domain.people.actor import Role
from core.errors import Forbidden, InvalidInput
from core.services.people.sign_in import SignIn
from tests.builders import NOON, make_actor
from tests.fakes.sign_in import FakeSecrets
from tests.fakes.stores import Memory
from tests.fakes.time_and_ids import FakeClock
from tests.plan_builders import make_magic_link, make_session

MODERATOR = make_actor(person_id="discord:7", role=Role.MODERATOR)


@pytest.fixture
def clock():
    return FakeClock()


@pytest.fixture
def kept(clock):
    return FakeSecrets(Memory(clock))


@pytest.fixture
def sign_in(clock, kept):
    return SignIn(clock=clock, links=kept, sessions=kept, page_url="https://clips.example.org/")


def token_of(link):
    return link.url.rpartition("/")[2]


async def test_a_link_lets_its_person_in_as_who_they_are(sign_in):
    link = await sign_in.make_upload_link(MODERATOR)
    assert link.url.startswith("https://clips.example.org/uploads/links/")
    assert (link.expires_at - NOON).total_seconds() == 15 * 60

    visit = await sign_in.use_link(token_of(link))

    assert await sign_in.find_actor(visit.token) == MODERATOR
    assert token_of(link) not in repr(link)
    assert visit.token not in repr(visit)


async def test_a_link_is_good_once(sign_in):
    link = await sign_in.make_upload_link(MODERATOR)
    tries = await asyncio.gather(
        *(sign_in.use_link(token_of(link)) for _ in range(5)), return_exceptions=True
    )

    refused = [each for each in tries if isinstance(each, Forbidden)]
    assert len(refused) == 4
    assert "used already" in str(refused[0])


async def test_a_link_is_good_for_fifteen_minutes(sign_in, clock):
    link = await sign_in.make_upload_link(MODERATOR)
    clock.advance(15 * 60)

    with pytest.raises(Forbidden):
        await sign_in.use_link(token_of(link))


async def test_a_visit_lasts_half_a_day(sign_in, clock):
    visit = await sign_in.use_link(token_of(await sign_in.make_upload_link(MODERATOR)))

    clock.advance(11.9 * 3600)
    assert await sign_in.find_actor(visit.token) == MODERATOR
    clock.advance(0.2 * 3600)
    assert await sign_in.find_actor(visit.token) is None


@pytest.mark.parametrize("token", ["", "guessed", "x" * 5000, "\udcff\udcfe", "ü"])
async def test_nobody_gets_in_by_guessing(sign_in, token):
    with pytest.raises(Forbidden):
        await sign_in.use_link(token)
    assert await sign_in.find_actor(token) is None


async def test_links_and_sessions_for_other_pages_open_nothing_here(sign_in, kept):
    await kept.add_magic_link("other", replace(make_magic_link(), purpose="accounts"))
    await kept.add_session("whole", make_session())

    with pytest.raises(Forbidden):
        await sign_in.use_link("other")
    assert await sign_in.find_actor("whole") is None


async def test_somebody_without_a_role_gets_no_link(sign_in):
    with pytest.raises(Forbidden):
        await sign_in.make_upload_link(make_actor(role=Role.VIEWER))


async def test_without_an_address_there_is_no_link(clock, kept):
    sign_in = SignIn(clock=clock, links=kept, sessions=kept, page_url="")

    with pytest.raises(InvalidInput, match="TRUSS_PUBLIC_URL"):
        await sign_in.make_upload_link(MODERATOR)
