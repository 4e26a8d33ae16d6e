from typing import Any

import pytest

from core.domain.work.process_roles import EVERY_ROLE, ProcessRole, find_role_problem, split_roles

SHARED: dict[str, Any] = {"table": "truss", "bucket": "videos", "has_discord": True}


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("", EVERY_ROLE),
        (" , ", EVERY_ROLE),
        ("web", {ProcessRole.WEB}),
        (" Twitch, footage,twitch ", {ProcessRole.TWITCH, ProcessRole.FOOTAGE}),
        (",".join(ProcessRole), EVERY_ROLE),
    ],
)
def test_roles_are_named_with_commas_between(text, roles):
    assert split_roles(text) == roles


@pytest.mark.parametrize("text", ["workers", "web;twitch", "web twitch", "all", "web,\x00"])
def test_a_name_that_is_no_role_is_told_with_those_that_are(text):
    with pytest.raises(ValueError, match="no role; choose from discord, twitch, footage, web"):
        split_roles(text)


@pytest.mark.parametrize("roles", [{ProcessRole.WEB}, {ProcessRole.WORK, ProcessRole.PUBLISH}])
def test_a_part_of_the_work_is_done_where_others_reach_table_and_bucket(roles):
    assert find_role_problem(roles, **SHARED) is None
    for name in ("table", "bucket"):
        problem = find_role_problem(roles, **(SHARED | {name: ""}))
        assert problem is not None
        assert "TRUSS_TABLE and TRUSS_BUCKET" in problem


def test_everything_is_done_anywhere():
    assert find_role_problem(EVERY_ROLE, table="", bucket="", has_discord=False) is None


def test_footage_is_recorded_where_chat_is_read():
    problem = find_role_problem({ProcessRole.FOOTAGE, ProcessRole.WORK}, **SHARED)

    assert problem is not None
    assert "add the role twitch" in problem
    both = {ProcessRole.FOOTAGE, ProcessRole.TWITCH}
    assert find_role_problem(both, **SHARED) is None


def test_a_process_for_discord_alone_needs_a_token():
    given: dict[str, Any] = SHARED | {"has_discord": False}

    assert "TRUSS_DISCORD_TOKEN" in str(find_role_problem({ProcessRole.DISCORD}, **given))
    assert find_role_problem({ProcessRole.DISCORD, ProcessRole.WEB}, **given) is None
