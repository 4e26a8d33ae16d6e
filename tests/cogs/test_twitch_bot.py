from bot.twitch_client import TwitchAutoBot, TwitchBot
from bot.twitch_irc import ChatReceiver
from cogs.twitch_bot import LineReceiver, TrussTwitchBot

_: type[LineReceiver] = ChatReceiver


def see_a_bot(client: TwitchBot | TwitchAutoBot) -> TrussTwitchBot:
    """What mypy checks here: both clients are what components take for the bot."""
    return client


def test_a_client_is_asked_for_what_components_use():
    names = {name for name in vars(TrussTwitchBot) if not name.startswith("_")}

    assert names == {"app", "receiver", "account_id"}
    assert names <= TwitchBot.__mro__[1].__annotations__.keys()
