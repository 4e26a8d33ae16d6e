from cogs.discord.learned.insights import Insights


def test_it_is_one_command():
    assert [command.name for command in Insights.__cog_app_commands__] == ["insights"]
