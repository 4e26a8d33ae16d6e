"""A newcomer's walk through `trussbot setup`: a person at a terminal, platforms on loopback."""

import stat
import sys

import pytest

from config.env_file import list_entries
from tests.journeys.setup_person import sit_down
from tests.servers import discord as discord_server
from tests.servers import gemini as gemini_server
from tests.servers.discord import open_discord
from tests.servers.gemini import run_gemini
from tests.servers.oauth import LoopbackGoogle, LoopbackTikTok, open_sign_in
from tests.servers.twitch import BOT_SCOPES, CREATOR_SCOPES, run_twitch
from tests.servers.twitch_state import CLIENT_ID, CLIENT_SECRET

SECRETS = (discord_server.TOKEN, CLIENT_SECRET, gemini_server.KEY, "client-secret-1")
NOTE = "# kept by hand\nOTHER='a b' # of another program\n"


@pytest.fixture
async def platforms(tmp_path):
    """Every platform on loopback; `.env` names their addresses, and nothing else yet."""
    google, tiktok = LoopbackGoogle(), LoopbackTikTok()
    async with (
        open_discord() as discord,
        run_twitch() as twitch,
        run_gemini() as gemini,
        open_sign_in(google, tiktok),
    ):
        (tmp_path / ".env").write_text(
            f"{NOTE}"
            f"TRUSS_DISCORD_API_URL={discord.url}/api/v10\n"
            f"TRUSS_TWITCH_API_URL={twitch.api_url}\n"
            f"TRUSS_TWITCH_AUTH_URL={twitch.auth_url}\n"
            f"TRUSS_GEMINI_API_URL={gemini.url}\n"
            f"TRUSS_GOOGLE_AUTH_URL={google.url}\n"
            f"TRUSS_TIKTOK_API_URL={tiktok.url}\n"
            f"TRUSS_GOOGLE_ACCOUNTS_URL={google.url}\n"
            f"TRUSS_TIKTOK_AUTH_URL={tiktok.url}\n"
        )
        yield discord, twitch


@pytest.mark.no_cover
async def test_a_newcomer_connects_everything_and_no_secret_is_shown(platforms, tmp_path):
    discord, twitch = platforms
    channel = twitch.add_channel("ada")
    discord.add_guild()
    answers = {
        "The bot's token": ["not.a.token", discord_server.TOKEN],
        "The Client ID": [CLIENT_ID, "client-1", "client-1"],
        "The Client Secret": [CLIENT_SECRET],
        "Link the Twitch account": [""],
        "The API key": ["two words", gemini_server.KEY],
        "The address": ["clips.example", ""],
        "The Client secret": ["wrong", "client-secret-1", "client-secret-1"],
        "The Client key": ["client-1"],
    }
    person = sit_down(tmp_path, "setup")

    for _ in range(sum(map(len, answers.values()))):
        question = await person.read_question()
        (known,) = [name for name in answers if question.startswith(name)]
        await person.type(answers[known].pop(0))
        if known.startswith("Link"):
            await person.read_until("Waiting...")
            (code,) = twitch.id.device_codes
            twitch.id.allow_device(code, channel.id, BOT_SCOPES | CREATOR_SCOPES)
            await person.read_until("Linked: Ada")
    status = await person.read_to_the_end()

    sys.stdout.write(person.tell())
    assert status == 0
    assert not [secret for secret in SECRETS if secret in person.seen]
    assert "refuses the bot's token" in person.seen
    assert "has every right" in person.seen
    assert "is not a whole URL" in person.seen
    assert "http://localhost:8080/oauth/youtube/callback" in person.seen
    assert "☑ cards in Discord" in person.seen
    assert "YouTube does not know the redirect address http://localhost:8080" in person.seen
    file = tmp_path / ".env"
    written = {entry.name: entry.value for entry in list_entries(file.read_text())}
    assert file.read_text().startswith(NOTE)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert written["TRUSS_DISCORD_TOKEN"] == discord_server.TOKEN
    assert written["TRUSS_GOOGLE_CLIENT_SECRET"] == "client-secret-1"
    assert written["TRUSS_TIKTOK_IS_DESKTOP"] == "true"
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("..env")] == []


@pytest.mark.no_cover
async def test_it_can_be_stopped_and_goes_on_from_there(platforms, tmp_path):
    """Ctrl+C in the middle loses nothing, and what is set is not asked for twice."""
    first = sit_down(tmp_path, "setup")
    await first.read_question()
    await first.type(discord_server.TOKEN)
    assert "invited" in await first.read_question()
    await first.type("\x03")
    assert await first.read_to_the_end() == 0
    assert "Start trussbot setup again" in first.seen

    second = sit_down(tmp_path, "setup")
    assert "keeps the one that is set" in await second.read_question()
    await second.type("")
    assert "invited" in await second.read_question()
    await second.type("stop")

    assert await second.read_to_the_end() == 0
    assert discord_server.TOKEN in (tmp_path / ".env").read_text()
