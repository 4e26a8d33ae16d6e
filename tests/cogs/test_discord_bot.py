from bot.discord_client import DiscordClient
from cogs.discord_bot import TrussBot
from tests.fakes.app import make_app


async def test_the_client_is_the_bot_that_cogs_know(tmp_path):
    bot = DiscordClient(make_app(tmp_path), command_ids={"clip list": 1})

    assert isinstance(bot, TrussBot)
    for name in TrussBot.__annotations__:
        assert hasattr(bot, name)
    bot.note_twin()
    assert bot.app.work.health.list_troubles()
