"""Streams: past streams, where chat erupted in them, and what was learned from channels."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

import discord
from discord import app_commands
from discord.ext import commands

from cogs.discord.autocomplete import complete_lessons, complete_stream
from cogs.discord.live.status_lines import describe_status
from cogs.discord.pages import show_pages
from cogs.discord.people import enter_as_team
from cogs.discord.telling import tell
from cogs.discord.texts.fitting import fit_lines
from cogs.discord.texts.languages import find_say
from cogs.markdown import escape
from cogs.plain_text import clean_text
from cogs.texts.sentences import Say
from cogs.unused_clips import describe_unused
from core.domain.chat.chat_spike import ChatSpike
from core.domain.chat.delivery_delay import ChatDelay
from core.domain.footage.live_moment import FootageStatus, LiveMoment
from core.domain.streams.stream import Stream, StreamStatus
from core.domain.streams.twitch_channel import TwitchBinding
from core.domain.work.ids import StreamId
from core.domain.work.plain_text import format_offset
from core.services.chat.channel_learning import ChannelLessons
from core.services.chat.clock_watch import SKEW_SECONDS_MIN
from core.services.chat.stream_reports import StreamReport

if TYPE_CHECKING:
    from cogs.discord_bot import TrussBot

FindDelay = Callable[[str], ChatDelay | None]

PAGE_SIZE: Final = 10
SPIKES_SHOWN: Final = 15
LESSONS_LENGTH_MAX: Final = 1900
LENGTH_MAX: Final = 2000
_CALLER_LENGTH_MAX: Final = 25
_TITLE_LENGTH_MAX: Final = 60
_REASON_LENGTH_MAX: Final = 200
_STRENGTH: Final = "strength"
_ORDERS: Final = [
    app_commands.Choice(name="as they came", value="time"),
    app_commands.Choice(name="the strongest first", value=_STRENGTH),
]


@app_commands.guild_only()
class Streams(
    commands.GroupCog,
    group_name="stream",
    group_description="The streams of this server's creator",
):
    """Replies privately to the caller."""

    def __init__(self, bot: TrussBot) -> None:
        self._bot = bot

    @app_commands.command(name="list", description="List the streams that were heard, newest first")
    async def list_streams(self, interaction: discord.Interaction[Any]) -> None:
        await interaction.response.defer(ephemeral=True)
        app = self._bot.app
        actor, say = await enter_as_team(interaction), await find_say(interaction)

        async def read_page(cursor: str | None) -> tuple[str, str | None]:
            page = await app.chat.reports.list_streams(actor, cursor=cursor, limit=PAGE_SIZE)
            told = list_lines(page.items, app.chat.live.describe_delay, say)
            return fit_lines(say(told).split("\n"), say=say), page.cursor

        await show_pages(interaction, read_page)

    @app_commands.command(description="Say which channels are heard now, and how well")
    async def status(self, interaction: discord.Interaction[Any]) -> None:
        await interaction.response.defer(ephemeral=True)
        actor = await enter_as_team(interaction)
        heard = await self._bot.app.chat.status.read_status(actor)
        text = describe_status(heard, await find_say(interaction))
        await tell(interaction, text)

    @app_commands.command(name="connect", description="Watch a Twitch channel for this creator")
    @app_commands.describe(
        twitch_channel="its name, as in twitch.tv/name",
        silent="say nothing in its chat (answers are given unless this is set)",
    )
    async def connect(
        self,
        interaction: discord.Interaction[Any],
        twitch_channel: app_commands.Range[str, 1, 100],
        silent: bool = False,
    ) -> None:
        await interaction.response.defer(ephemeral=True)
        app = self._bot.app
        actor = await enter_as_team(interaction)
        binding = await app.streams.connections.connect_channel(
            actor, twitch_channel, is_silent=silent
        )
        text = f"{escape(binding.login)} is watched from now on."
        await tell(interaction, text)

    @app_commands.command(name="disconnect", description="Let a Twitch channel go")
    @app_commands.describe(twitch_channel="its name, as in twitch.tv/name")
    @app_commands.autocomplete(twitch_channel=complete_lessons)
    async def disconnect(
        self, interaction: discord.Interaction[Any], twitch_channel: app_commands.Range[str, 1, 100]
    ) -> None:
        await interaction.response.defer(ephemeral=True)
        app = self._bot.app
        actor = await enter_as_team(interaction)
        binding = await app.streams.connections.disconnect_channel(actor, twitch_channel)
        text = f"{escape(binding.login)} is no longer watched; its past streams stay."
        await tell(interaction, text)

    @app_commands.command(
        name="record",
        description="Keep a channel's last minutes on disk, to cut clips of them",
    )
    @app_commands.describe(
        twitch_channel="a channel of your own, or one whose owner allows it",
        keep="whether to keep them from now on",
    )
    async def record(
        self,
        interaction: discord.Interaction[Any],
        twitch_channel: app_commands.Range[str, 1, 100],
        keep: bool,
    ) -> None:
        await interaction.response.defer(ephemeral=True)
        app = self._bot.app
        actor = await enter_as_team(interaction)
        binding = await app.streams.connections.keep_footage(actor, twitch_channel, is_kept=keep)
        text = describe_recording(binding)
        await tell(interaction, text)

    @app_commands.command(
        name="spikes", description="Show where chat erupted in a stream, with a picture"
    )
    @app_commands.describe(
        stream="words of its title, then choose", order="as they came, or the strongest first"
    )
    @app_commands.choices(order=_ORDERS)
    @app_commands.autocomplete(stream=complete_stream)
    async def spikes(
        self, interaction: discord.Interaction[Any], stream: str, order: str | None = None
    ) -> None:
        await interaction.response.defer(ephemeral=True)
        app = self._bot.app
        actor = await enter_as_team(interaction)
        picture = await app.chat.reports.picture_stream(actor, StreamId(stream))
        await tell(
            interaction,
            describe_spikes(
                picture.report,
                by_strength=order == _STRENGTH,
                say=await find_say(interaction),
            ),
            files=[discord.File(io.BytesIO(picture.png), "chat.png")],
        )

    @app_commands.command(
        name="learned", description="Say what each channel's decisions and sound have taught"
    )
    async def learned(self, interaction: discord.Interaction[Any]) -> None:
        await interaction.response.defer(ephemeral=True)
        app = self._bot.app
        actor = await enter_as_team(interaction)
        text = describe_lessons(await app.chat.learning.list_channels(actor))
        await tell(interaction, text)

    @app_commands.command(
        name="forget", description="Forget what a channel has taught; only its creator may"
    )
    @app_commands.describe(twitch_channel="the channel, as /stream learned names it")
    @app_commands.autocomplete(twitch_channel=complete_lessons)
    async def forget(
        self, interaction: discord.Interaction[Any], twitch_channel: app_commands.Range[str, 1, 100]
    ) -> None:
        await interaction.response.defer(ephemeral=True)
        app = self._bot.app
        actor = await enter_as_team(interaction)
        await app.chat.learning.forget_channel(actor, twitch_channel)
        text = (
            "Forgotten: the settings alone decide for this channel, until Truss has learned anew."
        )
        await tell(interaction, text)


def describe_recording(binding: TwitchBinding) -> str:
    """Return whether a channel's footage is kept, and what that means."""
    login = escape(binding.login)
    if binding.keeps_footage:
        return (
            f"While {login} is live, its last minutes are kept on this machine, and clips are cut "
            "from them; they are deleted soon after the stream."
        )
    return f"Footage of {login} is no longer kept; Twitch's own clips are used, where allowed."


def describe_spikes(report: StreamReport, *, by_strength: bool = False, say: Say = str) -> str:
    """Return a stream's strongest spikes in at most 2,000 characters.

    In order of time, or the strongest first.
    """
    title = _name(report.stream, say)
    if not report.spikes:
        return f"**{title}**: chat has not erupted."
    strongest = sorted(report.spikes, key=lambda spike: -spike.score)[:SPIKES_SHOWN]
    in_order = strongest if by_strength else sorted(strongest, key=lambda s: s.peak_seconds)
    lines = [_describe_spike(spike) for spike in in_order]
    count = len(report.spikes)
    head = f"**{title}**: chat erupted {'once' if count == 1 else f'{count} times'}."
    more = f" The strongest {len(lines)} are:" if count > len(lines) else ""
    text = "\n".join((f"{head}{more}", *lines))
    for said in (describe_missing(report.moments, say), describe_unused(report.moments)):
        if said and len(text) + len(said) < LENGTH_MAX:
            text = f"{text}\n{said}"
    return text


def describe_missing(moments: tuple[LiveMoment, ...], say: Say = str) -> str:
    """Return how many moments have no video, and why; empty if all have one."""
    missing = [one for one in moments if one.footage is FootageStatus.MISSING]
    if not missing:
        return ""
    several = f"There is no video of {len(missing)} of them; the last: "
    what = "There is no video of one of them: " if len(missing) == 1 else several
    return f"{what}{escape(clean_text(say(missing[-1].reason), _REASON_LENGTH_MAX))}"


def _describe_spike(spike: ChatSpike) -> str:
    caller = clean_text(spike.asked_by or "", _CALLER_LENGTH_MAX)
    asked = f", asked for by {escape(caller)}" if caller else ""
    usual = f"{spike.usual_chatters:.0f} are usual"
    return (
        f"- {format_offset(spike.peak_seconds)} {spike.reaction.value}, "
        f"{spike.chatters} people ({usual}){asked}"
    )


def describe_lessons(channels: tuple[ChannelLessons, ...]) -> str:
    """Return what was learned from each channel, in at most 2,000 characters."""
    if not channels:
        return "No Twitch channel is watched yet, so nothing has been learned."
    text, left = "", len(channels)
    for channel in channels:
        part = "\n".join((f"**{escape(channel.name)}**", *(f"- {s}" for s in channel.sentences)))
        if len(text) + len(part) > LESSONS_LENGTH_MAX:
            return f"{text}... and {left} more; each stream's page shows what its channel taught."
        text, left = f"{text}{part}\n", left - 1
    return text


def list_lines(
    streams: tuple[Stream, ...], find_delay: FindDelay = lambda _: None, say: Say = str
) -> str:
    """Return a line for each stream, in at most 2,000 characters."""
    if not streams:
        return "There is no stream yet."
    lines = [_describe(stream, say) for stream in streams]
    room = LENGTH_MAX - len("\n".join(lines))
    for number, stream in enumerate(streams):
        if stream.status is StreamStatus.LIVE and stream.broadcaster_id:
            clause = describe_delay(find_delay(stream.broadcaster_id))
            if len(clause) <= room:
                lines[number] += clause
                room -= len(clause)
    return "\n".join(lines)


def describe_delay(delay: ChatDelay | None) -> str:
    """Return a clause on chat that is late or on a clock that is wrong; empty where neither is."""
    if delay is None:
        return ""
    skew, late = delay.skew_seconds, delay.late_seconds
    side = "ahead of" if skew > 0 else "behind"
    wrong = f"this machine's clock is {abs(skew):.0f} s {side} Twitch"
    told = [wrong] if abs(skew) >= SKEW_SECONDS_MIN else []
    told += [f"chat arrives up to {late:.0f} s late"] if late >= SKEW_SECONDS_MIN else []
    return f"; {' and '.join(told)}" if told else ""


def _describe(stream: Stream, say: Say) -> str:
    title = _name(stream, say)
    when = f"<t:{int(stream.started_at.timestamp())}:f>"
    if stream.status is StreamStatus.LIVE:
        return f"- {title}, live since {when}"
    length = format_offset(stream.duration_seconds or 0.0)
    return f"- {title}, {when}, {length} long"


def _name(stream: Stream, say: Say) -> str:
    return escape(clean_text(stream.title, _TITLE_LENGTH_MAX)) or say("Untitled")


async def setup(bot: TrussBot) -> None:
    await bot.add_cog(Streams(bot))
