"""Settings: the settings of a server's creator, shown and changed by one command."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

import discord
from discord import app_commands
from discord.ext import commands

from cogs.discord.autocomplete import in_time
from cogs.discord.people import enter_as_team
from cogs.discord.telling import tell
from cogs.markdown import escape
from core.domain.clips.box import read_box
from core.domain.clips.edit_plan import Layout
from core.domain.clips.words.caption_look import USUAL_LOOK, write_look
from core.domain.people.voice import Tone
from core.services.clips.framing_preferences import WordsWish
from core.services.people.creator_settings import SettingsNow, SettingsWish

if TYPE_CHECKING:
    from cogs.discord_bot import TrussBot

CHOICES_MAX: Final = 25
AUTOMATIC: Final = "automatic"
PLAIN: Final = "plain"
_ON: Final = "on"
_SILENT: Final = "silence"
_BLEEP: Final = "bleep"
_LANGUAGES: Final = ("en", "de", "es", "fr", "it", "ja", "ko", "pl", "pt-BR", "ru", "tr", "zh")


def _choices(*names: str) -> list[app_commands.Choice[str]]:
    return [app_commands.Choice(name=name, value=name) for name in names]


_RESETTABLE: Final = {
    "sensitivity": "spikes_an_hour",
    "look": "look",
    "glossary": "glossary",
    "unwanted": "unwanted",
    "facecam": "facecam",
    "name": "display_name",
}


class Settings(commands.Cog):
    """Replies privately to the caller."""

    def __init__(self, bot: TrussBot) -> None:
        self._bot = bot

    @app_commands.command(description="Show what holds for this server's creator, or change it")
    @app_commands.describe(
        twitch_channel="a Twitch channel: sensitivity and picture are then for that one alone",
        sensitivity="how many eruptions of a busy chat an hour become clips (8 is usual)",
        layout="how the picture fills the upright frame",
        facecam="where it lies: x,y,width,height in a picture of 1920x1080",
        captions="whether what is said is written into the clips",
        look="of captions, as in karaoke large cyan lower caps",
        glossary="names as they are written, with commas: Kha'Zix, car six = Kha'Zix",
        unwanted="words to be silent and starred, with commas",
        unwanted_sound="what is heard where an unwanted word was said",
        tone="how Truss talks to people here, unless they said otherwise with /me",
        voice="how titles and posts sound, which strangers read",
        name="the name by which you want to be called",
        language="the language of titles and comments, as in en or pt-BR",
        time_zone="where you live: months and slots begin there, as in Europe/Berlin",
        reset="what is to be as if it had never been set",
    )
    @app_commands.choices(
        layout=_choices(AUTOMATIC, *(layout.value for layout in Layout)),
        captions=_choices(AUTOMATIC, _ON, "off"),
        unwanted_sound=_choices(_SILENT, _BLEEP),
        tone=_choices(*(tone.value for tone in Tone)),
        voice=_choices(PLAIN, *(tone.value for tone in Tone)),
        reset=_choices(*_RESETTABLE),
    )
    @app_commands.guild_only()
    async def settings(  # noqa: PLR0913 - each argument is an option of the command
        self,
        interaction: discord.Interaction[Any],
        *,
        twitch_channel: str | None = None,
        sensitivity: app_commands.Range[float, 0, 60] | None = None,
        layout: str | None = None,
        facecam: str | None = None,
        captions: str | None = None,
        look: app_commands.Range[str, 1, 100] | None = None,
        glossary: app_commands.Range[str, 1, 4000] | None = None,
        unwanted: app_commands.Range[str, 1, 4000] | None = None,
        unwanted_sound: str | None = None,
        tone: str | None = None,
        voice: str | None = None,
        name: app_commands.Range[str, 1, 80] | None = None,
        language: str | None = None,
        time_zone: str | None = None,
        reset: str | None = None,
    ) -> None:
        await interaction.response.defer(ephemeral=True)
        app = self._bot.app
        actor = await enter_as_team(interaction)
        wish = SettingsWish(
            twitch_channel=twitch_channel,
            spikes_an_hour=sensitivity,
            layout=Layout(layout) if layout and layout != AUTOMATIC else None,
            facecam=read_box(facecam) if facecam else None,
            has_captions=captions == _ON if captions and captions != AUTOMATIC else None,
            words=_read_words(look, glossary, unwanted, unwanted_sound, reset),
            tone=Tone(tone) if tone else None,
            published_tone=Tone(voice) if voice and voice != PLAIN else None,
            display_name=name,
            language=language,
            time_zone=time_zone,
            forgotten=_list_forgotten(layout, captions, voice, reset),
        )
        if wish == SettingsWish(twitch_channel=twitch_channel):
            now = await app.people.settings.read_settings(actor, twitch_channel=twitch_channel)
        else:
            now = await app.people.settings.change_settings(actor, wish)
            if wish.language or wish.time_zone or "language" in wish.forgotten:
                await app.cards.laying.lay_waiting(actor)
        picture = await app.clips.preview.draw(now.framing.look or USUAL_LOOK)
        files = [discord.File(io.BytesIO(picture), "captions.jpg")] if picture else []
        await tell(interaction, describe_settings(now), files=files)

    @settings.autocomplete("twitch_channel")
    @in_time
    async def complete_channel(
        self, interaction: discord.Interaction[Any], current: str
    ) -> list[app_commands.Choice[str]]:
        app = self._bot.app
        actor = await enter_as_team(interaction)
        known = [channel.name for channel in await app.chat.learning.list_channels(actor)]
        return _choices(*[name for name in known if current.lower() in name][:CHOICES_MAX])

    @settings.autocomplete("language")
    @in_time
    async def complete_language(
        self, _interaction: discord.Interaction[Any], current: str
    ) -> list[app_commands.Choice[str]]:
        return _choices(*(name for name in _LANGUAGES if name.startswith(current.lower())))

    @settings.autocomplete("time_zone")
    @in_time
    async def complete_zone(
        self, _interaction: discord.Interaction[Any], current: str
    ) -> list[app_commands.Choice[str]]:
        found = await self._bot.app.people.settings.search_zones(current, limit=CHOICES_MAX)
        return _choices(*found)


def _read_words(
    look: str | None,
    glossary: str | None,
    unwanted: str | None,
    sound: str | None,
    reset: str | None,
) -> WordsWish | None:
    """Return what is to change of captions; None where nothing is."""
    wish = WordsWish(
        look="" if reset == "look" else look,
        glossary="" if reset == "glossary" else glossary,
        unwanted="" if reset == "unwanted" else unwanted,
        has_bleeps=None if sound is None else sound == _BLEEP,
    )
    return None if wish == WordsWish() else wish


def _list_forgotten(
    layout: str | None, captions: str | None, voice: str | None, reset: str | None
) -> frozenset[str]:
    """Return the fields to reset."""
    automatic = {"layout": layout, "has_captions": captions, "published_tone": voice}
    forgotten = {name for name, value in automatic.items() if value in (AUTOMATIC, PLAIN)}
    return frozenset(forgotten | ({_RESETTABLE[reset]} if reset else set()))


def describe_settings(now: SettingsNow) -> str:
    """Return a line for each setting, in at most 2,000 characters."""
    return "\n".join(f"- {name}: {value}" for name, value in _list_lines(now))


def _list_lines(now: SettingsNow) -> Iterator[tuple[str, str]]:
    profile, framing = now.profile, now.framing
    of = f" on {escape(now.twitch_channel)}" if now.twitch_channel else ""
    arrive = f"{now.spikes_an_hour:g} spikes an hour arrive where chat is busy; calls come on top"
    yield f"Sensitivity{of}", arrive
    yield f"Layout{of}", framing.layout.value if framing.layout else AUTOMATIC
    box = framing.facecam.box if framing.facecam else None
    place = f"{box.x},{box.y},{box.width},{box.height}" if box else "looked for in each clip"
    yield f"Facecam{of}", place
    captions = {None: "on, where the words are known", True: _ON, False: "off"}
    yield f"Captions{of}", captions[framing.has_captions]
    yield f"Look of captions{of}", write_look(framing.look or USUAL_LOOK)
    yield f"Names and terms{of}", escape(", ".join(framing.glossary or ())[:300]) or "none"
    sound = "a tone instead" if framing.has_bleeps else "silent"
    yield f"Unwanted words{of}", f"{len(framing.unwanted or ())} listed, {sound}"
    yield "Tone", f"{profile.tone.value} (what Truss says to people here, never scores)"
    yield "Voice", f"{profile.published_tone or PLAIN} (titles and posts)"
    yield "Name", escape(profile.display_name) or "not given"
    yield "Language", escape(profile.language)
    yield "Time zone", escape(profile.time_zone)


async def setup(bot: TrussBot) -> None:
    await bot.add_cog(Settings(bot))
