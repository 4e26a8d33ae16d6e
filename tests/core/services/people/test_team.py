from typing import Any

import pytest

from core.domain.people.actor import Actor, Role
from core.domain.work.ids import CreatorId
from core.errors import Conflict, Forbidden, InvalidInput, NotFound
from core.services.people.membership import Membership
from core.services.people.team import MEMBERS_MAX, Team
from tests.builders import make_person
from tests.fakes.people import FakeGuilds, FakeMembers
from tests.fakes.time_and_ids import FakeClock

HOME = CreatorId("local")
PLACE: dict[str, Any] = {"review_channel_id": "11", "moderator_role_id": "12"}
OWNER = make_person(user_id="1", role_ids=frozenset(), may_manage=True, is_installer=True)


class World:
    def __init__(self) -> None:
        self.guilds, self.members = FakeGuilds(), FakeMembers()
        self.membership = Membership(
            clock=FakeClock(), guilds=self.guilds, members=self.members, home_creator_id=HOME
        )
        self.team = Team(
            clock=FakeClock(),
            guilds=self.guilds,
            members=self.members,
            membership=self.membership,
        )

    async def role_of(self, user_id: str, *role_ids: str, guild_id: str = "10") -> Role:
        person = make_person(user_id=user_id, role_ids=frozenset(role_ids), guild_id=guild_id)
        return (await self.membership.act_in_guild(person)).role


@pytest.fixture
async def world():
    world = World()
    await world.membership.bind_guild(OWNER, **PLACE)
    return world


async def test_a_person_becomes_an_editor_a_moderator_and_nobody_again(world):
    for role in (Role.EDITOR, Role.MODERATOR):
        now = await world.team.set_person(OWNER, "7", role)
        assert await world.role_of("7") is role
        assert [(m.user_id, m.role) for m in now.members] == [("1", Role.OWNER), ("7", role)]

    await world.team.set_person(OWNER, "7", None)

    assert await world.role_of("7") is Role.VIEWER


async def test_who_loses_the_role_by_name_keeps_that_of_discord(world):
    await world.team.set_person(OWNER, "7", Role.EDITOR)

    await world.team.set_person(OWNER, "7", None)

    assert await world.role_of("7", "12") is Role.MODERATOR


async def test_a_discord_role_makes_editors_and_is_taken_away(world):
    await world.team.set_role(OWNER, "13", Role.EDITOR)
    assert await world.role_of("7", "13", "12") is Role.EDITOR

    await world.team.set_role(OWNER, "13", None)

    assert await world.role_of("7", "13") is Role.VIEWER


async def test_a_discord_role_takes_the_place_of_the_moderators(world):
    await world.team.set_role(OWNER, "13", Role.MODERATOR)

    assert await world.role_of("7", "13") is Role.MODERATOR
    assert await world.role_of("7", "12") is Role.VIEWER


@pytest.mark.parametrize("role", [None, Role.EDITOR])
async def test_cards_are_never_without_a_role_that_decides(world, role):
    with pytest.raises(InvalidInput, match="/setup here"):
        await world.team.set_role(OWNER, "12", role)


@pytest.mark.parametrize("role", [Role.EDITOR, Role.MODERATOR])
async def test_everyone_is_never_in_the_team(world, role):
    """The role @everyone has the id of its server."""
    with pytest.raises(Forbidden, match="@everyone"):
        await world.team.set_role(OWNER, "10", role)


@pytest.mark.parametrize("role_ids", [(), ("12",), ("13",)])
async def test_only_the_owner_changes_the_team(world, role_ids):
    await world.team.set_role(OWNER, "13", Role.EDITOR)
    person = make_person(user_id="9", role_ids=frozenset(role_ids), may_manage=True)

    for change in (
        world.team.set_person(person, "9", Role.EDITOR),
        world.team.set_role(person, "13", Role.MODERATOR),
        world.team.hand_over(person, "9"),
    ):
        with pytest.raises(Forbidden, match="Only the creator"):
            await change


async def test_the_owner_changes_the_team_without_a_server(world):
    actor = await world.membership.act_in_guild(OWNER)
    await world.team.set_member(actor, "7", Role.EDITOR)
    await world.team.pass_on(actor, "8")

    members = await world.team.list_members(actor)
    assert [(m.user_id, m.role) for m in members] == [
        ("8", Role.OWNER),
        ("1", Role.EDITOR),
        ("7", Role.EDITOR),
    ]
    # An older page of whoever was the owner has no hold on it.
    with pytest.raises(Forbidden):
        await world.team.pass_on(actor, "1")


async def test_whoever_runs_the_program_hands_over_what_nobody_owns_by_name(world):
    home = Actor(person_id="web", creator_id=CreatorId("alone"), role=Role.OWNER)
    await world.team.pass_on(home, "7")
    with pytest.raises(InvalidInput, match="own it already"):
        await world.team.pass_on(home, "7")
    await world.team.pass_on(home, "8")

    members = await world.team.list_members(home)
    assert [(m.user_id, m.role) for m in members] == [("8", Role.OWNER), ("7", Role.EDITOR)]


async def test_a_server_of_another_creator_is_not_there(world):
    other = Actor(person_id="discord:9", creator_id=CreatorId("other"), role=Role.OWNER)

    with pytest.raises(NotFound):
        await world.team.set_guild_role(other, "10", "13", Role.EDITOR)


@pytest.mark.parametrize("user_id", ["", "x", "7" * 21, "-1", "1/2", "٣", "1#2"])
async def test_an_id_is_a_number(world, user_id):
    actor = await world.membership.act_in_guild(OWNER)

    for change in (
        world.team.set_member(actor, user_id, Role.EDITOR),
        world.team.set_guild_role(actor, "10", user_id, Role.EDITOR),
        world.team.pass_on(actor, user_id),
    ):
        with pytest.raises(InvalidInput, match="number"):
            await change


async def test_who_has_no_role_reads_no_team(world):
    with pytest.raises(Forbidden):
        await world.team.read_team(make_person(user_id="9", role_ids=frozenset()))


async def test_ownership_goes_over_and_the_former_owner_edits(world):
    now = await world.team.hand_over(OWNER, "7")

    assert [(m.user_id, m.role) for m in now.members] == [("7", Role.OWNER), ("1", Role.EDITOR)]
    with pytest.raises(Forbidden):
        await world.team.hand_over(OWNER, "1")


async def test_of_two_who_hand_over_at_once_one_is_told(world):
    stale = await world.members.find_member("1", HOME)
    await world.team.hand_over(OWNER, "7")

    with pytest.raises(Conflict):
        await world.members.save_members(stale)


async def test_the_owner_is_neither_demoted_nor_made_beside_another(world):
    with pytest.raises(InvalidInput, match="hand it over"):
        await world.team.set_person(OWNER, "1", Role.EDITOR)
    with pytest.raises(InvalidInput, match="one owner"):
        await world.team.set_person(OWNER, "7", Role.OWNER)
    with pytest.raises(InvalidInput, match="owner already"):
        await world.team.hand_over(OWNER, "1")


async def test_who_has_handed_over_gets_no_second_hold_on_it_by_inviting_truss_again(world):
    """The installer, and whoever's workspace is named after them, begin a new one."""
    await world.team.hand_over(OWNER, "7")

    again = make_person(**(vars_of(OWNER) | {"guild_id": "50"}))
    other = make_person(**(vars_of(OWNER) | {"guild_id": "60", "user_id": "2"}))
    binding = await world.membership.bind_guild(again, **PLACE)
    second = await world.membership.bind_guild(other, **PLACE)

    assert binding.creator_id == "discord-1"
    assert second.creator_id == "discord-2"
    await world.team.hand_over(make_person(**(vars_of(again))), "8")
    third = make_person(**(vars_of(OWNER) | {"guild_id": "70"}))
    assert (await world.membership.bind_guild(third, **PLACE)).creator_id == "discord-1-2"


def vars_of(person):
    return {name: getattr(person, name) for name in person.__slots__}


async def test_a_team_has_room_for_so_many_by_name(world):
    for number in range(MEMBERS_MAX - 1):
        await world.team.set_person(OWNER, str(100 + number), Role.MODERATOR)

    with pytest.raises(InvalidInput, match="Discord role"):
        await world.team.set_person(OWNER, "999", Role.MODERATOR)
    await world.team.set_person(OWNER, "100", Role.EDITOR)


async def test_a_server_moves_its_cards_and_is_forgotten(world):
    moved = await world.membership.move_cards(OWNER, review_channel_id="15")
    assert (moved.review_channel_id, moved.moderator_role_id) == ("15", "12")

    with pytest.raises(Forbidden):
        await world.membership.release_guild(make_person(user_id="9"))
    await world.membership.release_guild(make_person(user_id="9", may_manage=True))

    assert await world.guilds.find_guild("10") is None
    assert (await world.members.find_member("1", HOME)).role is Role.OWNER
