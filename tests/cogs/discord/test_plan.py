from cogs.discord.plan import PLATFORMS, STATUSES, Plan
from core.domain.plan.post import PostStatus
from core.domain.work.platform import MEASURED_ONLY, Platform


def test_every_platform_that_is_written_for_and_every_status_can_be_chosen():
    written_for = {*Platform} - {Platform.FOLDER} - MEASURED_ONLY
    assert {choice.value for choice in PLATFORMS} == written_for
    assert [choice.value for choice in STATUSES] == [*PostStatus]


def test_the_plans_commands():
    """Discord allows 25 in a group."""
    names = {command.name for command in Plan.__cog_app_commands__}
    assert names == {
        "month",
        "fill",
        "goals",
        "add",
        "show",
        "texts",
        "move",
        "published",
        "compare",
        "restore",
        "board",
        "export",
        "import",
    }
