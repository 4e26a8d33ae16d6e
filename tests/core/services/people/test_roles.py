import pytest

from core.domain.people.actor import Role
from core.domain.people.member import Member
from core.domain.work.ids import CreatorId
from core.errors import ExternalFailure
from core.services.people.roles import Roles
from tests.builders import CREATOR, NOON, make_binding
from tests.fakes.people import FakeGuilds, FakeMembers, FakeRoster

BEN = CreatorId("ben")


@pytest.fixture
def members():
    return FakeMembers()


@pytest.fixture
def roster():
    return FakeRoster()


@pytest.fixture
async def roles(members, roster):
    guilds = FakeGuilds()
    await guilds.add_guild(make_binding(guild_id="10", creator_id=CREATOR, moderator_role_id="12"))
    return Roles(guilds=guilds, members=members, roster=roster, home_creator_id=CREATOR)


async def test_whoever_runs_the_program_owns_its_creator_and_no_other(roles):
    assert await roles.find_role("web", CREATOR) is Role.OWNER
    assert await roles.find_role("web", BEN) is None
    assert await roles.list_creators("web") == (CREATOR,)


@pytest.mark.parametrize("role", list(Role))
async def test_a_stored_role_holds_at_its_creator_alone(roles, members, roster, role):
    """It takes precedence over what Discord says, as it does in Discord."""
    roster.roles["10", "7"] = frozenset({"12"})
    await members.add_member(Member(user_id="7", creator_id=CREATOR, role=role, created_at=NOON))

    assert await roles.find_role("discord:7", CREATOR) is role
    assert await roles.find_role("discord:7", BEN) is None
    assert await roles.list_creators("discord:7") == (CREATOR,)


async def test_a_moderator_is_one_as_long_as_discord_says_so(roles, roster):
    roster.roles["10", "7"] = frozenset({"11", "12"})
    assert await roles.find_role("discord:7", CREATOR) is Role.MODERATOR

    roster.roles["10", "7"] = frozenset({"11"})
    assert await roles.find_role("discord:7", CREATOR) is None


@pytest.mark.parametrize("person", ["", "7", "web2", "discord:", "email:a@b", "twitch:7"])
async def test_anybody_else_has_no_role(roles, person):
    assert await roles.find_role(person, CREATOR) is None
    assert await roles.list_creators(person) == ()


async def test_nobody_has_a_role_that_cannot_be_looked_up(roles, roster):
    roster.failing = ExternalFailure("Discord is away.", retryable=True)

    with pytest.raises(ExternalFailure):
        await roles.find_role("discord:7", CREATOR)


async def test_the_role_of_editors_counts_on_the_page_as_in_discord(members, roster):
    guilds = FakeGuilds()
    await guilds.add_guild(make_binding(editor_role_id="13"))
    await guilds.add_guild(make_binding(guild_id="30"))
    roster.roles = {("10", "20"): frozenset({"13"}), ("30", "20"): frozenset({"12"})}
    roles = Roles(guilds=guilds, members=members, roster=roster, home_creator_id=CREATOR)

    assert await roles.find_role("discord:20", CREATOR) is Role.EDITOR
