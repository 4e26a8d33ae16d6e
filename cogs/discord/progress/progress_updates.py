"""Progress updates: people who asked for long work see its progress until it ends.

At first the private answer is edited; its token expires after 15 minutes, and from then on a
message in the channel is edited. A new process carries on the updates that the last one left.
"""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final, Protocol, cast

import discord
import structlog
from discord import ui
from discord.ext import commands

from cogs.discord.answers import NOBODY, UNREACHED, answer, explain
from cogs.discord.people import describe_caller
from cogs.discord.progress.progress_card import BUTTON_TEMPLATE, make_progress_card
from cogs.discord.texts.languages import find_say
from cogs.markdown import name_person
from cogs.progress import Progress, describe_progress
from cogs.texts.sentences import Say, translate
from core.background import spawn
from core.domain.clips.tracked_job import FollowedJob, Tracked
from core.domain.people.actor import Actor, Role
from core.domain.work.ids import JobId
from core.errors import NotFound, TrussError

if TYPE_CHECKING:
    from cogs.discord_bot import TrussBot

_log = structlog.get_logger(__name__)

_GONE: Final = frozenset({403, 404})
_TOKEN_EXPIRED: Final = 50027  # the error code for an expired interaction token


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How often messages are edited, and how long an answer can be: Discord allows 15 minutes."""

    edit_seconds: float = 2.5
    message_edit_seconds: float = 8.0
    answer_seconds: float = 14 * 60.0


class _Place(Protocol):
    """Where progress is shown."""

    edit_seconds: float
    say: Say

    @property
    def is_open(self) -> bool: ...

    async def show(self, view: ui.LayoutView) -> None: ...


class _Answer:
    """The private answer, for as long as Discord lets it be edited."""

    def __init__(self, interaction: discord.Interaction[Any], pace: Pace, say: Say) -> None:
        self._interaction = interaction
        self.say = say
        self._ends_at = asyncio.get_running_loop().time() + pace.answer_seconds
        self.edit_seconds = pace.edit_seconds

    @property
    def is_open(self) -> bool:
        return asyncio.get_running_loop().time() < self._ends_at

    async def show(self, view: ui.LayoutView) -> None:
        await self._interaction.edit_original_response(view=view, allowed_mentions=NOBODY)


class _Message:
    """A message of the channel, edited with the bot's own token."""

    is_open = True

    def __init__(self, message: discord.PartialMessage, pace: Pace, say: Say) -> None:
        self._message = message
        self.say = say
        self.edit_seconds = pace.message_edit_seconds

    async def show(self, view: ui.LayoutView) -> None:
        await self._message.edit(view=view, allowed_mentions=NOBODY)


@dataclass(slots=True, kw_only=True)
class _Update:
    """A job, and the progress that was last shown of it, and where."""

    followed: FollowedJob
    place: _Place | None
    shown: Progress | None = None


class ProgressUpdates(commands.Cog):
    """Keeps people informed of jobs; a change of `pace` holds for jobs followed from then on."""

    def __init__(self, bot: TrussBot) -> None:
        self._bot = bot
        self._tasks: dict[JobId, asyncio.Task[None]] = {}
        self.pace = Pace()

    async def cog_unload(self) -> None:
        for task in self._tasks.values():
            task.cancel()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)

    @commands.Cog.listener()
    async def on_connection_ready(self, shard_id: int) -> None:
        """Carry on with the jobs that were followed when the last process ended."""
        for guild in [guild for guild in self._bot.guilds if guild.shard_id == shard_id]:
            try:
                binding = await self._bot.app.people.membership.get_binding(str(guild.id))
            except NotFound:
                continue
            left = await self._bot.app.work.tracking.list_followed(
                binding.creator_id, str(guild.id)
            )
            for followed in left:
                if followed.job_id not in self._tasks:
                    self._start(followed, None)

    async def follow(
        self, interaction: discord.Interaction[Any], actor: Actor, job_id: JobId
    ) -> None:
        """Show a job's progress in the answer to `interaction`, which is deferred already."""
        followed = await self._bot.app.work.tracking.keep_informed(
            actor,
            job_id,
            guild_id=str(interaction.guild_id),
            channel_id=str(interaction.channel_id),
        )
        self._start(followed, _Answer(interaction, self.pace, await find_say(interaction)))

    def _start(self, followed: FollowedJob, place: _Place | None) -> None:
        if earlier := self._tasks.pop(followed.job_id, None):
            earlier.cancel()
        update = _Update(followed=followed, place=place)
        task = spawn(self._run(update), name=f"follow {followed.job_id}")
        self._tasks[followed.job_id] = task

    async def _run(self, update: _Update) -> None:
        while not await self._tell(update):  # noqa: ASYNC110 - the table has no events to wait for
            await asyncio.sleep((update.place or self.pace).edit_seconds)
        followed = update.followed
        await self._bot.app.work.tracking.let_go(followed.creator_id, followed.job_id)
        if self._tasks.get(followed.job_id) is asyncio.current_task():
            del self._tasks[followed.job_id]

    async def _tell(self, update: _Update) -> bool:
        """Show what is new; True once there is nothing more to show."""
        job_id = update.followed.job_id
        try:
            tracked = await self._look(update.followed)
            progress = describe_progress(tracked)
            if progress != update.shown or update.place is None or not update.place.is_open:
                update.place = await self._show(update.followed, update.place, tracked, progress)
                update.shown = progress
        except NotFound:
            return True
        except TrussError as error:
            _log.warning("progress.read_failed", job_id=job_id, reason=str(error))
            return False
        except UNREACHED as error:
            _log.warning("progress.show_failed", job_id=job_id, reason=repr(error))
            return isinstance(error, discord.HTTPException) and error.status in _GONE
        return tracked.is_over

    async def _look(self, followed: FollowedJob) -> Tracked:
        actor = Actor(
            person_id=followed.person_id, creator_id=followed.creator_id, role=Role.VIEWER
        )
        return await self._bot.app.work.tracking.look(actor, followed.job_id)

    async def _show(
        self, followed: FollowedJob, place: _Place | None, tracked: Tracked, progress: Progress
    ) -> _Place:
        """Show progress; in the channel once the answer can no longer be edited."""

        def card(say: Say, note: str = "") -> ui.LayoutView:
            job_id, first_id = tracked.job.id, followed.job_id
            return make_progress_card(
                progress, job_id=job_id, first_id=first_id, note=note, say=say
            )

        if place is not None and place.is_open:
            try:
                await place.show(card(place.say))
            except discord.HTTPException as error:
                if error.code != _TOKEN_EXPIRED:
                    raise
            else:
                return place
        for_all = await self._find_say(followed)
        shown = card(for_all, f"For {name_person(followed.person_id)}")
        message, is_new = await self._find_message(followed, shown)
        if not is_new:
            await message.edit(view=shown, allowed_mentions=NOBODY)
        if isinstance(place, _Answer):
            await _point_to(place, card(place.say, f"Updates continue here: {message.jump_url}"))
        return _Message(message, self.pace, for_all)

    async def _find_say(self, followed: FollowedJob) -> Say:
        """Return the language of the creator, for what everybody in a channel reads."""
        wants = self._bot.app.insights.wants
        return partial(translate, language=await wants.find_language(followed.creator_id))

    async def _find_message(
        self, followed: FollowedJob, view: ui.LayoutView
    ) -> tuple[discord.PartialMessage, bool]:
        """Return the channel's message for a job, and whether it was sent just now."""
        channel = self._bot.get_partial_messageable(
            int(followed.channel_id), guild_id=int(followed.guild_id)
        )
        stored = await self._bot.app.work.tracking.list_followed(
            followed.creator_id, followed.guild_id
        )
        known = next((f.message_id for f in stored if f.job_id == followed.job_id), "")
        if known:
            return channel.get_partial_message(int(known)), False
        nonce = f"job-{followed.job_id[-20:]}"
        sent = await channel.send(view=view, nonce=nonce, allowed_mentions=NOBODY)
        await self._bot.app.work.tracking.save_followed(replace(followed, message_id=str(sent.id)))
        return channel.get_partial_message(sent.id), True


async def _point_to(place: _Answer, view: ui.LayoutView) -> None:
    """Link the channel's message from the answer, if Discord still lets it be edited."""
    try:
        await place.show(view)
    except UNREACHED as error:
        _log.info("progress.answer_expired", reason=repr(error))


class JobButton(ui.DynamicItem[ui.Button[Any]], template=BUTTON_TEMPLATE):
    """`Try again` and `Call off`; they also work after a restart."""

    def __init__(self, button: ui.Button[Any], act: str, job_id: JobId, first_id: JobId) -> None:
        super().__init__(button)
        self.act = act
        self.job_id = job_id
        self.first_id = first_id

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str]
    ) -> JobButton:
        assert isinstance(item, ui.Button)  # noqa: S101 - only buttons carry such an id
        return cls(item, match["act"], JobId(match["job_id"]), JobId(match["first_id"]))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        bot: TrussBot = interaction.client
        try:
            await interaction.response.defer()
            actor = await bot.app.people.membership.act_in_guild(describe_caller(interaction))
            if self.act == "retry":
                await bot.app.work.requests.retry_job(actor, self.job_id)
            else:
                await bot.app.work.requests.cancel_job(actor, self.job_id)
            await follow_job(bot, interaction, actor, self.first_id)
        except Exception as error:  # noqa: BLE001 - the edge of the face: it is told as a sentence
            await answer(interaction, explain(error))


async def follow_job(
    bot: TrussBot, interaction: discord.Interaction[Any], actor: Actor, job_id: JobId
) -> None:
    """Keep the caller informed of a job; their interaction is deferred already."""
    # By name, since each bot in a process loads its own copy of the class.
    following = cast("ProgressUpdates", bot.get_cog(ProgressUpdates.__name__))
    await following.follow(interaction, actor, job_id)


async def setup(bot: TrussBot) -> None:
    bot.add_dynamic_items(JobButton)
    await bot.add_cog(ProgressUpdates(bot))
