from types import SimpleNamespace
from typing import Any

import discord
import pytest

from cogs.discord.texts.languages import find_language, find_say
from core.domain.people.member import GuildPerson
from core.errors import ExternalFailure
from core.services.people.creator_settings import SettingsWish
from core.services.people.personal_preferences import PersonalWish
from tests.fakes.app import make_app

OWNER = GuildPerson(user_id="42", guild_id="10", may_manage=True, is_installer=True)


@pytest.fixture
async def app(tmp_path):
    """A server that somebody has set up."""
    made = make_app(tmp_path)
    await made.people.membership.bind_guild(OWNER, review_channel_id="11", moderator_role_id="12")
    return made


def acting(app, locale=discord.Locale.german, *, guild_id: int | None = 10) -> Any:
    """Return what Discord hands over of somebody whose own Discord is in a language."""
    return SimpleNamespace(
        client=SimpleNamespace(app=app),
        user=SimpleNamespace(id=42),
        guild_id=guild_id,
        locale=locale,
        extras={},
    )


async def test_their_own_word_comes_first_then_the_creators_then_that_of_their_discord(app):
    actor = await app.people.membership.act_in_guild(OWNER)
    assert await find_language(acting(app)) == "de"
    assert await find_language(acting(app, discord.Locale.british_english)) == "en-GB"

    await app.people.settings.change_settings(actor, SettingsWish(language="fr"))
    assert await find_language(acting(app)) == "fr"

    await app.insights.wants.change(actor, PersonalWish(language="en"))
    assert await find_language(acting(app)) == "en"


async def test_where_nobody_knows_the_server_or_the_table_is_away_their_discord_is_asked(app):
    assert await find_language(acting(app, guild_id=99)) == "de"
    assert await find_language(acting(app, guild_id=None)) == "de"

    async def fail(_guild_id: str) -> None:
        raise ExternalFailure("The table cannot be reached.", retryable=True)

    broken: Any = SimpleNamespace(
        people=SimpleNamespace(membership=SimpleNamespace(get_binding=fail))
    )
    assert await find_language(acting(broken)) == "de"


async def test_a_language_is_read_once_for_an_answer_and_its_lines_are_put_into_it(app):
    interaction = acting(app)
    say = await find_say(interaction)
    interaction.client.app = None

    assert say("Dismiss") == "Verwerfen"
    assert (await find_say(interaction))("Do it") == "Machen"
