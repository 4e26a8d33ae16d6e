from types import SimpleNamespace
from typing import Any

import pytest

from cogs.discord.people import describe_caller, describe_member, find_installer
from core.errors import InvalidInput


def know(**given: Any) -> Any:
    """Return what discord.py knows of something."""
    return SimpleNamespace(**given)


def make_member(**given):
    guild = SimpleNamespace(id=10, owner_id=1)
    values = {"id": 20, "guild": guild, "roles": [SimpleNamespace(id=12)]}
    return SimpleNamespace(**(values | given))


def test_a_member_is_described_by_their_roles():
    person = describe_member(make_member(), installer_id=20)

    assert (person.user_id, person.guild_id, person.role_ids) == ("20", "10", frozenset({"12"}))
    assert (person.may_manage, person.is_installer) == (False, True)
    assert describe_member(make_member(id=1), installer_id=None).may_manage


def test_somebody_outside_of_a_server_is_told_where_to_go():
    with pytest.raises(InvalidInput, match="server"):
        describe_caller(know(user=make_member(), guild_id=None))


def test_the_installer_is_the_owner_of_the_application_or_of_its_team():
    alone = SimpleNamespace(team=None, owner=SimpleNamespace(id=5))
    team = SimpleNamespace(team=SimpleNamespace(owner_id=6), owner=SimpleNamespace(id=5))

    assert find_installer(know(application=alone)) == 5
    assert find_installer(know(application=team)) == 6
    assert find_installer(know(application=None)) is None
