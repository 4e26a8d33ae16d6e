from cogs.discord.team.lines import describe_change, describe_team
from core.domain.people.actor import Role
from core.domain.people.member import Member
from core.services.people.team import TeamNow
from tests.builders import CREATOR, NOON, make_binding


def make_member(user_id, role):
    return Member(user_id=user_id, creator_id=CREATOR, role=role, created_at=NOON)


def test_people_and_discord_roles_are_mentioned_by_what_they_may():
    members = (make_member("1", Role.OWNER), make_member("7", Role.MODERATOR))
    team = TeamNow(binding=make_binding(editor_role_id="13"), members=members)

    assert describe_team(team).splitlines() == [
        "- **Owner** (may do everything): <@1>",
        "- **Editors** (may change settings and link accounts): whoever has <@&13>",
        "- **Moderators** (decide on clips): whoever has <@&12>, <@7>",
    ]


def test_a_large_team_fits_into_one_message():
    members = tuple(
        make_member(str(10**18 + n), role)
        for role in (Role.EDITOR, Role.MODERATOR)
        for n in range(50)
    )

    told = describe_team(TeamNow(binding=make_binding(), members=members))

    assert len(told) < 2000
    assert "nobody yet" in told
    assert " more" in told


def test_a_change_is_one_sentence():
    assert describe_change("<@7>", Role.EDITOR).startswith("<@7> may change settings")
    assert describe_change("<@7>", Role.MODERATOR) == "<@7> decides on clips from now on."
    assert describe_change("<@7>", None) == "<@7> has no role by name any more."
