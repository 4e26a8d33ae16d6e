"""Settings in Discord, whole: typed, kept in the real table, and heard by detector and model."""

import asyncio

import pytest

from core.domain.chat.chat_spike import SpikeTuning
from core.domain.people.voice import Tone
from core.ports.understanding import ClipAnswer
from tests.fakes.understanding import USE, FakeVideoAnalyst
from tests.journeys.discord_world import LOCAL, actor_of, run_world, until
from tests.servers.discord import INSTALLER_ID, open_discord


@pytest.fixture
async def discord():
    async with open_discord() as server:
        yield server
        assert server.faults == []


@pytest.fixture
async def guild(discord):
    return discord.add_guild()


async def type_settings(world, guild, user_id, **options):
    asked = await world.discord.type_command(guild, user_id, "settings", **options)
    await asyncio.wait_for(asked.answered.wait(), 30)
    assert asked.after_seconds is not None
    assert asked.after_seconds < 3
    return asked.texts[-1]


async def test_settings_are_shown_changed_and_kept_over_a_restart(discord, guild, tmp_path):
    async with run_world(discord, tmp_path) as world:
        await world.set_up(guild, INSTALLER_ID)
        assert "- Sensitivity: 8 spikes an hour" in await type_settings(world, guild, INSTALLER_ID)

        told = await type_settings(
            world,
            guild,
            INSTALLER_ID,
            sensitivity=12.5,
            layout="stack",
            facecam="24,564,480,270",
            captions="off",
            tone="sarcastic",
            name="Ada",
            language="pt-br",
            time_zone="Europe/Berlin",
        )

        assert "- Sensitivity: 12.5 spikes an hour" in told
    async with run_world(discord, tmp_path) as world:
        again = await type_settings(world, guild, INSTALLER_ID)
        assert again == told
        back = await type_settings(world, guild, INSTALLER_ID, layout="automatic", reset="name")
        assert "- Layout: automatic" in back
        assert "- Name: not given" in back
        assert "- Captions: off" in back


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"time_zone": "Mars/Olympus"}, "as in Europe/Berlin"),
        ({"language": "english please"}, "as in en, de or pt-BR"),
        ({"facecam": "somewhere"}, "x,y,width,height"),
        ({"facecam": "1900,0,480,270"}, "does not lie within the picture"),
        ({"twitch_channel": "not a channel", "sensitivity": 1.0}, "name of a Twitch channel"),
    ],
)
async def test_what_cannot_be_is_a_sentence_and_changes_nothing(
    discord, guild, tmp_path, options, sentence
):
    async with run_world(discord, tmp_path) as world:
        await world.set_up(guild, INSTALLER_ID)
        before = await type_settings(world, guild, INSTALLER_ID)

        assert sentence in await type_settings(world, guild, INSTALLER_ID, tone="brutal", **options)

        assert await type_settings(world, guild, INSTALLER_ID) == before


async def test_who_may_not_is_told_so(discord, guild, tmp_path):
    async with run_world(discord, tmp_path) as world:
        await world.set_up(guild, INSTALLER_ID)
        moderator = discord.add_member(guild, "moderators")
        fan = discord.add_member(guild, "fans")

        assert "Only the creator or an editor" in await type_settings(
            world, guild, moderator, tone="brutal"
        )
        assert "- Tone: polite" in await type_settings(world, guild, moderator)
        assert "Only the creator, an editor or a moderator" in await type_settings(
            world, guild, fan
        )


async def test_a_sensitivity_reaches_the_detector_of_the_next_stream(discord, guild, tmp_path):
    heard = []

    def make_detector(learned, *_):
        heard.append(learned.spikes_an_hour)
        raise InterruptedError

    async with run_world(discord, tmp_path, make_detector=make_detector) as world:
        await world.set_up(guild, INSTALLER_ID)
        await type_settings(world, guild, INSTALLER_ID, sensitivity=3.0)
        await type_settings(world, guild, INSTALLER_ID, sensitivity=30.0, twitch_channel="ada_live")
        for channel in (None, "ada_live"):
            with pytest.raises(InterruptedError):
                await world.app.chat.detection.start_stream(
                    actor_of(LOCAL),
                    title=f"On {channel}",
                    started_at=world.app.ports.clock.now(),
                    broadcaster_id=channel,
                )

    assert heard == [3.0, 30.0]
    assert SpikeTuning().spikes_an_hour not in heard


async def test_the_voice_reaches_the_model_and_never_the_score(discord, guild, tmp_path):
    model = FakeVideoAnalyst()
    model.clip_answer = ClipAnswer(title="As dry as toast", use=USE)
    async with run_world(discord, tmp_path, video_analyst=model) as world:
        await world.set_up(guild, INSTALLER_ID)
        await type_settings(
            world, guild, INSTALLER_ID, voice="sarcastic", name="Ada", language="de"
        )
        clip = await world.add_clip()
        await until(lambda: model.materials != [])

        voice = model.materials[0].voice
        assert (voice.tone, voice.display_name, voice.language) == (Tone.SARCASTIC, "Ada", "de")
        judged = await world.until_status(clip, "in_review")
        assert judged.score is not None
        assert judged.score.value == 61


async def test_zones_languages_and_channels_are_offered_while_they_are_typed(
    discord, guild, tmp_path
):
    async with run_world(discord, tmp_path) as world:
        await world.set_up(guild, INSTALLER_ID)

        offered = {
            name: [
                choice["value"]
                for choice in await discord.complete(
                    guild, INSTALLER_ID, "settings", **{name: typed}
                )
            ]
            for name, typed in (("time_zone", "berl"), ("language", "p"), ("twitch_channel", "a"))
        }

    assert offered == {
        "time_zone": ["Europe/Berlin"],
        "language": ["pl", "pt-BR"],
        "twitch_channel": [],
    }
