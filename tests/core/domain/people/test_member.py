import pytest

from core.domain.people.actor import Actor, Role
from core.domain.people.member import Member, find_actor, find_role
from tests.builders import CREATOR, NOON, make_binding, make_person

OWNER = Member(user_id="20", creator_id=CREATOR, role=Role.OWNER, created_at=NOON)


@pytest.mark.parametrize(
    ("roles", "guild_id", "member", "role"),
    [
        ({"12"}, "10", None, Role.MODERATOR),
        ({"12"}, "10", OWNER, Role.OWNER),
        (set(), "10", OWNER, Role.OWNER),
        ({"13"}, "10", None, Role.VIEWER),
        (set(), "10", None, Role.VIEWER),
        ({"12"}, "99", None, Role.VIEWER),  # the role's id, but in another server
    ],
)
def test_a_stored_role_counts_first_and_then_the_moderators_role(roles, guild_id, member, role):
    person = make_person(role_ids=frozenset(roles), guild_id=guild_id)

    assert find_role(person, make_binding(), member) is role


def test_a_person_is_named_by_their_platform():
    assert make_person(user_id="77").person_id == "discord:77"


def test_a_person_acts_for_the_creator_whom_the_server_serves():
    assert find_actor(make_person(), make_binding(), OWNER) == Actor(
        person_id="discord:20", creator_id=CREATOR, role=Role.OWNER
    )
