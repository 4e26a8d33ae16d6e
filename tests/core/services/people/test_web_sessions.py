from datetime import timedelta

import pytest

from core.domain.people.actor import Role
from core.domain.people.member import Member
from core.domain.people.sign_in import hash_secret
from core.domain.work.ids import CreatorId
from core.errors import NotFound
from core.services.people.roles import Roles
from core.services.people.web_sessions import WebSessions
from tests.builders import CREATOR, NOON, make_actor, make_binding
from tests.fakes.people import FakeGuilds, FakeMembers, FakeRoster
from tests.fakes.sign_in import FakeSecrets
from tests.fakes.stores import Memory
from tests.fakes.time_and_ids import FakeClock
from tests.plan_builders import make_session

BEN = CreatorId("ben")
TOKEN = "t" * 43
LATER = {"expires_at": NOON + timedelta(days=30), "purpose": "login", "person_id": "discord:7"}


@pytest.fixture
def clock():
    return FakeClock()


@pytest.fixture
def kept(clock):
    return FakeSecrets(Memory(clock))


@pytest.fixture
def roster():
    roster = FakeRoster()
    roster.roles["10", "7"] = frozenset({"12"})
    return roster


@pytest.fixture
def members():
    return FakeMembers()


@pytest.fixture
async def sessions(clock, kept, roster, members):
    guilds = FakeGuilds()
    await guilds.add_guild(make_binding(guild_id="10", creator_id=CREATOR, moderator_role_id="12"))
    roles = Roles(guilds=guilds, members=members, roster=roster, home_creator_id=CREATOR)
    return WebSessions(clock=clock, sessions=kept, roles=roles)


@pytest.fixture
async def session(kept):
    session = make_session(digest=hash_secret(TOKEN), **LATER)
    await kept.add_session(session)
    return session


async def test_a_cookie_finds_its_session_and_its_person_as_they_are_now(sessions, session, roster):
    assert await sessions.find_session(TOKEN, purpose="login") == session
    moderator = make_actor(person_id="discord:7", role=Role.MODERATOR)
    assert await sessions.find_actor(session) == moderator

    roster.roles.clear()

    assert await sessions.find_actor(session) is None


@pytest.mark.parametrize("token", ["", "guessed", "x" * 5000, "\udcff", "ü", hash_secret(TOKEN)])
async def test_no_other_cookie_does(sessions, session, token):
    assert await sessions.find_session(token, purpose="login") is None


async def test_a_session_is_for_its_own_pages(sessions, session):
    assert await sessions.find_session(TOKEN, purpose="upload") is None
    assert await sessions.find_session(TOKEN, purpose="") is None


async def test_a_session_ends_after_thirty_days(sessions, session, clock):
    clock.advance(30 * 24 * 3600)

    assert await sessions.find_session(TOKEN, purpose="login") is None


async def test_when_it_was_seen_is_noted_every_quarter_of_an_hour(sessions, session, clock, kept):
    clock.advance(14 * 60)
    await sessions.find_session(TOKEN, purpose="login")
    assert (await kept.find_session(session.digest)).seen_at == NOON

    clock.advance(60)
    seen = await sessions.find_session(TOKEN, purpose="login")

    assert seen.seen_at == NOON + timedelta(minutes=15)
    assert await kept.find_session(session.digest) == seen


async def test_who_is_seen_while_they_are_revoked_stays_revoked(
    sessions, session, clock, kept, monkeypatch
):
    clock.advance(3600)
    find = kept.find_session

    async def find_then_revoke(digest):
        found = await find(digest)
        await kept.revoke_session(session)
        return found

    monkeypatch.setattr(kept, "find_session", find_then_revoke)

    assert await sessions.find_session(TOKEN, purpose="login") is None
    assert await find(session.digest) is None


async def test_a_person_ends_their_own_sessions_and_nobody_elses(sessions, session, kept):
    other = make_session(digest="2" * 64, **LATER)
    strange = make_session(digest="3" * 64, **(LATER | {"person_id": "discord:8"}))
    for each in (other, strange):
        await kept.add_session(each)

    assert set(await sessions.list_sessions(session)) == {session, other}
    await sessions.revoke(session, other.digest)
    for digest in (other.digest, strange.digest, "", "x"):
        with pytest.raises(NotFound):
            await sessions.revoke(session, digest)

    assert await sessions.list_sessions(session) == (session,)
    assert await kept.find_session(strange.digest) == strange


async def test_signing_out_ends_the_session(sessions, session):
    await sessions.sign_out(session)

    assert await sessions.find_session(TOKEN, purpose="login") is None


async def test_a_person_chooses_among_the_creators_at_whom_they_have_a_role(
    sessions, session, members, kept
):
    await members.add_member(Member(user_id="7", creator_id=BEN, role=Role.EDITOR, created_at=NOON))
    offered = await sessions.list_creators(session)
    assert [(actor.creator_id, actor.role) for actor in offered] == [
        (CREATOR, Role.MODERATOR),
        (BEN, Role.EDITOR),
    ]

    await sessions.choose_creator(session, BEN)

    chosen = await kept.find_session(session.digest)
    assert (await sessions.find_actor(chosen)).role is Role.EDITOR
    with pytest.raises(NotFound):
        await sessions.choose_creator(session, CreatorId("cleo"))


async def test_a_creator_who_took_the_role_away_is_offered_no_more(sessions, session, roster):
    roster.roles.clear()

    assert await sessions.list_creators(session) == ()
    with pytest.raises(NotFound):
        await sessions.choose_creator(session, CREATOR)
