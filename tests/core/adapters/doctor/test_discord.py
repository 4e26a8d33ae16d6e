import pytest

from core.adapters.doctor.discord import DiscordDesk, look_at_discord
from core.adapters.doctor.discord_rights import INVITED_WITH
from core.domain.people.card_habits import CardHabits
from core.errors import ExternalFailure
from tests.builders import make_binding
from tests.core.adapters.doctor.server import only
from tests.servers.discord import BOT_ID, TOKEN, open_discord


@pytest.fixture
async def discord():
    async with open_discord() as server:
        yield server


async def look(discord, *bindings, token=TOKEN, shards=0):
    async def list_bindings():
        return bindings

    return await look_at_discord(
        api_url=f"{discord.url}/api/v10",
        token=token,
        list_bindings=list_bindings,
        shards=shards,
    )


def bind(guild, **given):
    return make_binding(guild_id=guild.id, review_channel_id=guild.channels["review"], **given)


async def test_nothing_is_asked_without_a_token(discord):
    assert await look(discord, token="") is None
    assert discord.requests == []


async def test_all_is_well_where_the_bot_may_do_what_it_must(discord):
    guild = discord.add_guild()

    assert await look(discord, bind(guild)) == []


async def test_more_connections_are_advised_before_discord_insists_on_them(discord):
    guild = discord.add_guild()
    discord.shards_needed = 3

    (found,) = await look(discord, bind(guild), shards=2)

    assert not found.is_fault
    assert "set TRUSS_DISCORD_SHARDS to 3" in found.sentence
    assert await look(discord, bind(guild), shards=3) == []


async def test_a_refused_token_says_where_the_next_one_is(discord):
    assert "Reset Token" in only(await look(discord, token="a.b.c"))


async def test_a_bot_without_a_server_gets_its_invitation(discord):
    said = only(await look(discord))

    assert "is in no server" in said
    assert "client_id=900000000000000001&scope=bot+applications.commands&permissions=" in said


async def test_a_server_that_is_not_set_up_is_advice(discord):
    discord.add_guild()

    (found,) = await look(discord)
    assert not found.is_fault
    assert "/setup here" in found.sentence


async def test_rights_that_the_review_channel_takes_away_are_named(discord):
    guild = discord.add_guild()
    discord.role_rights[guild.id] = str(INVITED_WITH)
    denied = {"id": BOT_ID, "type": 1, "allow": "0", "deny": str(1 << 15 | 1 << 6)}
    discord.overwrites[guild.channels["review"]] = [denied]

    assert "lacks Attach Files, Add Reactions in the review channel" in only(
        await look(discord, bind(guild))
    )


async def test_a_thread_needs_rights_of_its_own_where_cards_go_into_one(discord):
    guild = discord.add_guild()
    discord.role_rights[guild.id] = str(INVITED_WITH)
    denied = {"id": BOT_ID, "type": 1, "allow": "0", "deny": str(1 << 35)}
    discord.overwrites[guild.channels["review"]] = [denied]

    assert await look(discord, bind(guild)) == []
    digest = CardHabits(has_digest=True)
    assert "Create Public Threads" in only(await look(discord, bind(guild, habits=digest)))


async def test_a_hidden_channel_and_a_lost_server_are_told_apart(discord):
    guild = discord.add_guild()
    discord.hidden_channels.add(guild.channels["review"])

    assert "does not see the review channel" in only(await look(discord, bind(guild)))
    gone = make_binding(guild_id="123456789")
    assert "no longer in a server" in only(await look(discord, gone))


async def test_switches_of_the_application_that_keep_it_deaf_are_found(discord):
    discord.add_guild()
    discord.application = {
        "interactions_endpoint_url": "https://x.example",
        "bot_require_code_grant": True,
    }
    discord.sessions_left = 3

    said = " ".join(found.sentence for found in await look(discord))
    assert "Interactions Endpoint URL" in said
    assert "Requires OAuth2 Code Grant" in said
    assert "only 3 more sessions" in said


async def test_an_outage_is_no_fault_of_the_token(discord):
    desk = DiscordDesk(api_url="http://127.0.0.1:9", token=TOKEN)

    with pytest.raises(ExternalFailure, match="Discord cannot be reached"):
        await desk.meet()


@pytest.mark.parametrize("path", ["/users/@me/guilds", "/guilds/*", "/channels/*"])
async def test_an_answer_that_says_nothing_of_rights_accuses_nobody(discord, path):
    """A limit of requests is no lost server, and no hidden channel."""
    guild = discord.add_guild()
    discord.refusals["GET", path] = 500

    with pytest.raises(ExternalFailure, match=r"unexpected answer \(500\)"):
        await look(discord, bind(guild))
