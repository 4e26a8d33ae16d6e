from typing import Any

import pytest

from core.domain.people.actor import Role
from core.domain.work.ids import CreatorId
from core.errors import Conflict, Forbidden, InvalidInput, NotFound
from core.services.people.membership import Membership
from tests.builders import make_actor, make_binding, make_person
from tests.fakes.people import FakeGuilds, FakeMembers
from tests.fakes.time_and_ids import FakeClock

HOME = CreatorId("local")
PLACE: dict[str, Any] = {"review_channel_id": "11", "moderator_role_id": "12"}


@pytest.fixture
def guilds():
    return FakeGuilds()


@pytest.fixture
def membership(guilds):
    return Membership(clock=FakeClock(), guilds=guilds, members=FakeMembers(), home_creator_id=HOME)


def make_owner(**given):
    return make_person(**({"role_ids": frozenset(), "may_manage": True} | given))


async def test_the_installers_server_serves_the_workspace_of_this_program(membership):
    binding = await membership.bind_guild(make_owner(is_installer=True), **PLACE)

    actor = await membership.act_in_guild(make_owner())
    assert (binding.creator_id, binding.review_channel_id) == (HOME, "11")
    assert (actor.creator_id, actor.role, actor.person_id) == (HOME, Role.OWNER, "discord:20")


async def test_anybody_elses_server_serves_a_workspace_of_their_own(membership):
    """Who invites the bot must not thereby read what its installer keeps."""
    binding = await membership.bind_guild(make_owner(), **PLACE)
    second = await membership.bind_guild(make_owner(guild_id="50"), **PLACE)

    assert binding.creator_id == second.creator_id == CreatorId("discord-20")


async def test_a_moderator_of_a_server_is_none_elsewhere(membership):
    await membership.bind_guild(make_owner(user_id="1"), **PLACE)
    await membership.bind_guild(make_owner(user_id="2", guild_id="50"), **PLACE)

    here = await membership.act_in_guild(make_person())
    there = await membership.act_in_guild(make_person(guild_id="50", role_ids=frozenset()))

    assert (here.role, here.creator_id) == (Role.MODERATOR, "discord-1")
    assert (there.role, there.creator_id) == (Role.VIEWER, "discord-2")


async def test_who_may_not_manage_the_server_sets_nothing_up(membership, guilds):
    with pytest.raises(Forbidden, match="manage this server"):
        await membership.bind_guild(make_person(), **PLACE)

    assert await guilds.find_guild("10") is None


async def test_everyone_is_no_role_of_moderators(membership):
    with pytest.raises(Forbidden, match="@everyone"):
        await membership.bind_guild(make_owner(), review_channel_id="11", moderator_role_id="10")


async def test_the_owner_changes_the_setup_and_another_manager_does_not(membership):
    await membership.bind_guild(make_owner(), **PLACE)

    changed = await membership.bind_guild(
        make_owner(), review_channel_id="99", moderator_role_id="12"
    )

    assert (changed.review_channel_id, changed.version) == ("99", 2)
    with pytest.raises(Forbidden, match="another creator"):
        await membership.bind_guild(make_owner(user_id="66"), **PLACE)


async def test_a_server_that_is_not_set_up_says_what_to_do(membership):
    with pytest.raises(NotFound, match="/setup"):
        await membership.act_in_guild(make_person())


async def test_the_second_of_two_setups_at_once_is_told():
    class Late(FakeGuilds):
        async def find_guild(self, guild_id):
            return None

    late = Late()
    await late.add_guild(make_binding(creator_id=CreatorId("eve")))
    membership = Membership(
        clock=FakeClock(), guilds=late, members=FakeMembers(), home_creator_id=HOME
    )

    with pytest.raises(Conflict, match="Somebody else"):
        await membership.bind_guild(make_owner(), **PLACE)


async def test_how_many_must_approve_stays_until_it_is_said_anew(membership):
    first = await membership.bind_guild(make_owner(), **PLACE)
    changed = await membership.bind_guild(make_owner(), **PLACE, approvals_needed=3)
    again = await membership.bind_guild(make_owner(), **PLACE)

    assert [each.approvals_needed for each in (first, changed, again)] == [1, 3, 3]
    with pytest.raises(InvalidInput, match="1 to 10"):
        await membership.bind_guild(make_owner(), **PLACE, approvals_needed=11)


def test_only_the_owner_of_the_programs_workspace_runs_it(membership):
    """Who owns another workspace reads nothing of the machine."""
    for creator_id, role, runs in (
        (HOME, Role.OWNER, True),
        (HOME, Role.EDITOR, False),
        (CreatorId("ben"), Role.OWNER, False),
    ):
        actor = make_actor(creator_id=creator_id, role=role)
        assert membership.is_operator(actor) is runs
        if not runs:
            with pytest.raises(Forbidden, match="runs this Truss"):
                membership.require_operator(actor)
