"""Every command of somebody whose Discord is in German: no sentence of the answers is English."""


import pytest

from core.domain.work.ids import StreamId
from tests.builders import make_stream, make_test_ulid
from tests.english_left import is_english, list_said
from tests.journeys.discord_commands import list_commands, until_told
from tests.journeys.discord_world import LOCAL, run_world
from tests.servers.discord import INSTALLER_ID

pytestmark = pytest.mark.no_cover

COMMANDS = list_commands()
CARDS = ("clip ", "when ", "setup cards", "where tiktok")
STAYS = {
    "Hype": "the same word in both",
}
STREAM = make_stream(
    id=StreamId(make_test_ulid(8)), creator_id=LOCAL, title="Zeitlupe", broadcaster_id="123"
)


@pytest.fixture
async def german(discord, guild, tmp_path):
    discord.locale = "de"
    async with run_world(discord, tmp_path) as running:
        yield running


async def hear(world, guild, user_id, command, **options):
    """Return what a command says that is English."""
    asked = await world.discord.type_command(guild, user_id, command, **options)
    await until_told(asked)
    said = [line for message in asked.messages for line in list_said(message)]
    return [(command, line) for line in said if is_english(line)]


async def test_nothing_that_commands_say_is_english(german, guild):
    """Before and after a server is set up, to its owner and to a stranger, with all options."""
    left = []
    stranger = german.discord.add_member(guild, "fans")
    left += await hear(german, guild, stranger, "stream list")
    set_up = await german.set_up(guild, INSTALLER_ID)
    left += [("setup here", line) for line in list_said(set_up.messages[-1]) if is_english(line)]
    left += await hear(german, guild, stranger, "stream list")
    for command in COMMANDS:
        for is_complete in (False, True):
            options = command.fill(guild, clip_id=make_test_ulid(1), is_complete=is_complete)
            left += await hear(german, guild, INSTALLER_ID, command.name, **options)

    for where, line in left: print(where, "|", line)
    assert [one for one in left if not one[0].startswith(CARDS)] == []
