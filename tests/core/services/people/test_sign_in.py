import asyncio
from dataclasses import replace

import pytest

from core.domain.people.actor import Role
from core.domain.people.sign_in import hash_secret
from core.domain.work.ids import CreatorId
from core.errors import Forbidden, InvalidInput
from core.services.people.sign_in import SignIn
from tests.builders import CREATOR, NOON, make_actor
from tests.fakes.sign_in import FakeSecrets
from tests.fakes.stores import Memory
from tests.fakes.time_and_ids import FakeClock
from tests.plan_builders import make_magic_link

MODERATOR = make_actor(person_id="discord:7", role=Role.MODERATOR)
BEN = CreatorId("ben")


@pytest.fixture
def clock():
    return FakeClock()


@pytest.fixture
def kept(clock):
    return FakeSecrets(Memory(clock))


def make_sign_in(clock, kept, page_url="https://clips.example.org/"):
    return SignIn(
        clock=clock, links=kept, sessions=kept, page_url=page_url, home_creator_id=CREATOR
    )


@pytest.fixture
def sign_in(clock, kept):
    return make_sign_in(clock, kept)


def token_of(link):
    return link.url.rpartition("/")[2]


async def test_an_upload_link_opens_the_upload_page_alone_for_half_a_day(sign_in, kept):
    link = await sign_in.make_upload_link(MODERATOR)
    assert link.url.startswith("https://clips.example.org/uploads/links/")
    assert (link.expires_at - NOON).total_seconds() == 15 * 60

    visit = await sign_in.use_upload_link(token_of(link))

    session = await kept.find_session(hash_secret(visit.token))
    assert session == visit.session
    assert (session.person_id, session.purpose) == ("discord:7", "upload")
    assert (session.expires_at - NOON).total_seconds() == 12 * 3600
    assert token_of(link) not in repr(link)
    assert visit.token not in repr(visit)


async def test_a_login_link_opens_all_pages_for_thirty_days(sign_in):
    link = await sign_in.make_login_link(MODERATOR)
    assert link.url.startswith("https://clips.example.org/login/")
    assert (link.expires_at - NOON).total_seconds() == 15 * 60

    visit = await sign_in.use_login_link(token_of(link), browser="Firefox on Linux")

    assert (visit.session.expires_at - NOON).days == 30
    assert (visit.session.purpose, visit.session.browser) == ("login", "Firefox on Linux")
    assert visit.session.digest == hash_secret(visit.token)


@pytest.mark.parametrize("kind", ["upload", "login"])
async def test_a_link_is_good_once(sign_in, kind):
    link = await getattr(sign_in, f"make_{kind}_link")(MODERATOR)
    use = getattr(sign_in, f"use_{kind}_link")
    tries = await asyncio.gather(*(use(token_of(link)) for _ in range(5)), return_exceptions=True)

    refused = [each for each in tries if isinstance(each, Forbidden)]
    assert len(refused) == 4
    assert "used already" in str(refused[0])


@pytest.mark.parametrize("kind", ["upload", "login"])
async def test_a_link_is_good_for_fifteen_minutes(sign_in, clock, kind):
    link = await getattr(sign_in, f"make_{kind}_link")(MODERATOR)
    clock.advance(15 * 60)

    with pytest.raises(Forbidden):
        await getattr(sign_in, f"use_{kind}_link")(token_of(link))


@pytest.mark.parametrize("token", ["", "guessed", "x" * 5000, "\udcff\udcfe", "ü"])
async def test_nobody_gets_in_by_guessing(sign_in, token):
    for use in (sign_in.use_login_link, sign_in.use_upload_link):
        with pytest.raises(Forbidden):
            await use(token)


async def test_a_link_of_one_page_opens_no_other(sign_in, kept):
    upload, login = [
        token_of(await make(MODERATOR))
        for make in (sign_in.make_upload_link, sign_in.make_login_link)
    ]
    await kept.add_magic_link("other", replace(make_magic_link(), purpose="accounts"))

    for use, token in (
        (sign_in.use_login_link, upload),
        (sign_in.use_upload_link, login),
        (sign_in.use_login_link, "other"),
        (sign_in.use_upload_link, "other"),
    ):
        with pytest.raises(Forbidden):
            await use(token)


async def test_a_sign_in_ends_the_session_that_the_browser_had(sign_in, kept):
    """A cookie that somebody put there, or saw, is worth nothing afterwards."""
    before = await sign_in.use_login_link(token_of(await sign_in.make_login_link(MODERATOR)))
    elsewhere = replace(MODERATOR, creator_id=BEN)

    after = await sign_in.use_login_link(
        token_of(await sign_in.make_login_link(elsewhere)), before=before.session
    )

    assert await kept.find_session(before.session.digest) is None
    assert after.token != before.token
    assert after.session.creator_ids == (BEN, CREATOR)


async def test_another_person_in_the_same_browser_chooses_from_nothing_of_the_first(sign_in):
    before = await sign_in.use_login_link(token_of(await sign_in.make_login_link(MODERATOR)))
    other = make_actor(person_id="discord:8", creator_id=BEN, role=Role.EDITOR)

    after = await sign_in.use_login_link(
        token_of(await sign_in.make_login_link(other)), before=before.session
    )

    assert after.session.creator_ids == (BEN,)


async def test_a_link_that_is_refused_ends_no_session(sign_in, kept):
    visit = await sign_in.use_login_link(token_of(await sign_in.make_login_link(MODERATOR)))

    with pytest.raises(Forbidden):
        await sign_in.use_login_link("guessed", before=visit.session)

    assert await kept.find_session(visit.session.digest) == visit.session


async def test_the_owners_link_is_for_whoever_runs_the_program(sign_in):
    assert not await sign_in.has_owner()

    visit = await sign_in.use_login_link(token_of(await sign_in.make_owner_link()))

    assert (visit.session.person_id, visit.session.creator_id) == ("web", CREATOR)
    assert await sign_in.has_owner()


async def test_somebody_without_a_role_gets_no_link(sign_in):
    viewer = make_actor(role=Role.VIEWER)
    for make in (sign_in.make_upload_link, sign_in.make_login_link):
        with pytest.raises(Forbidden):
            await make(viewer)


async def test_without_an_address_there_is_no_link(clock, kept):
    sign_in = make_sign_in(clock, kept, page_url="")

    for make in (sign_in.make_upload_link, sign_in.make_login_link):
        with pytest.raises(InvalidInput, match="TRUSS_PUBLIC_URL"):
            await make(MODERATOR)
