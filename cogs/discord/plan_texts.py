"""Plan texts: the form in which a post is written, and what somebody who came second is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import discord
from discord import ui

from cogs.discord.answers import answer, explain
from cogs.discord.pages import PAGES_SECONDS
from cogs.discord.people import describe_caller
from cogs.discord.telling import show_form, tell
from cogs.plan_lines import describe_conflict
from core.domain.plan.post import Post, PostId
from core.domain.plan.text_conflict import Answer, TextConflict
from core.domain.publishing.wording import Wording
from core.services.plan.post_writing import NewPost

if TYPE_CHECKING:
    from cogs.discord_bot import TrussBot

_TITLE_LENGTH_MAX: Final = 300
_TEXT_LENGTH_MAX: Final = 4000
_TAGS_LENGTH_MAX: Final = 500


class PostForm(ui.Modal, title="A post of the plan"):
    """Asks for a post's words; `post` is the one that is changed, as its writer saw it."""

    def __init__(self, bot: TrussBot, *, post: Post | None = None, new: NewPost | None = None):
        super().__init__(timeout=PAGES_SECONDS)
        self._bot = bot
        self._post = post
        self._new = new or NewPost(title="")
        text = post.text if post else ""
        self.name: ui.TextInput[Any] = ui.TextInput(
            max_length=_TITLE_LENGTH_MAX, default=post.title if post else self._new.title
        )
        self.words: ui.TextInput[Any] = ui.TextInput(
            style=discord.TextStyle.paragraph,
            required=False,
            max_length=_TEXT_LENGTH_MAX,
            default=text[:_TEXT_LENGTH_MAX],
        )
        self.tags: ui.TextInput[Any] = ui.TextInput(
            required=False,
            max_length=_TAGS_LENGTH_MAX,
            default=", ".join(post.tags)[:_TAGS_LENGTH_MAX] if post else "",
        )
        for label, description, component in (
            ("Title", "people choose it by this", self.name),
            ("Text", "what it says; each platform gets its own form of it", self.words),
            ("Tags", "with commas between them", self.tags),
        ):
            self.add_item(ui.Label(text=label, description=description, component=component))

    async def on_submit(self, interaction: discord.Interaction[Any]) -> None:
        try:
            await interaction.response.defer(ephemeral=True)
            await self._save(interaction)
        except TextConflict as conflict:
            await ask(self._bot, interaction, conflict)
        except Exception as error:  # noqa: BLE001 - the edge of the face: it becomes a sentence
            await answer(interaction, explain(error))

    async def _save(self, interaction: discord.Interaction[Any]) -> None:
        app = self._bot.app
        actor = await app.people.membership.act_in_guild(describe_caller(interaction))
        tags = tuple(tag for tag in self.tags.value.split(",") if tag.strip())
        if self._post is None:
            new = NewPost(
                title=self.name.value,
                text=self.words.value,
                tags=tags,
                platforms=self._new.platforms,
                at=self._new.at,
                wish=self._new.wish,
            )
            post = await app.plan.writing.add_post(actor, new)
            said = f"Planned for <t:{int(post.planned_at.timestamp())}:f>."
        else:
            wording = Wording(title=self.name.value, text=self.words.value, tags=tags)
            post = await app.plan.writing.save_text(
                actor, self._post.id, wording, seen_version=self._post.version
            )
            said = f"Saved as draft {post.drafts}."
        await tell(interaction, said)


async def ask(bot: TrussBot, interaction: discord.Interaction[Any], conflict: TextConflict) -> None:
    """Show both texts, and ask which one it is to be."""
    await tell(interaction, describe_conflict(conflict), view=ConflictButtons(bot, conflict))


class ConflictButtons(ui.View):
    """Theirs, mine, or both joined."""

    def __init__(self, bot: TrussBot, conflict: TextConflict) -> None:
        super().__init__(timeout=PAGES_SECONDS)
        self._bot = bot
        self._conflict = conflict

    @ui.button(label="Theirs", style=discord.ButtonStyle.secondary)
    async def take_theirs(
        self, interaction: discord.Interaction[Any], _button: ui.Button[ConflictButtons]
    ) -> None:
        await self._choose(interaction, Answer.THEIRS)

    @ui.button(label="Mine", style=discord.ButtonStyle.primary)
    async def take_mine(
        self, interaction: discord.Interaction[Any], _button: ui.Button[ConflictButtons]
    ) -> None:
        await self._choose(interaction, Answer.MINE)

    @ui.button(label="Both", style=discord.ButtonStyle.secondary)
    async def take_both(
        self, interaction: discord.Interaction[Any], _button: ui.Button[ConflictButtons]
    ) -> None:
        await self._choose(interaction, Answer.BOTH)

    async def _choose(self, interaction: discord.Interaction[Any], chosen: Answer) -> None:
        await interaction.response.defer(ephemeral=True)
        app = self._bot.app
        actor = await app.people.membership.act_in_guild(describe_caller(interaction))
        mine, theirs = self._conflict.mine, self._conflict.theirs
        try:
            post = await app.plan.writing.answer(
                actor,
                PostId(mine.post_id),
                mine.name,
                chosen,
                seen_version=theirs.version,
            )
        except TextConflict as conflict:
            await ask(self._bot, interaction, conflict)
            return
        kept = "Theirs stays; yours is among the drafts."
        said = kept if chosen is Answer.THEIRS else f"Saved as draft {post.drafts}."
        await tell(interaction, said)

    async def on_error(
        self, interaction: discord.Interaction[Any], error: Exception, _item: ui.Item[Any]
    ) -> None:
        await answer(interaction, explain(error))


class PostButtons(ui.View):
    """What can be done with a post that is shown."""

    def __init__(self, bot: TrussBot, post: Post) -> None:
        super().__init__(timeout=PAGES_SECONDS)
        self._bot = bot
        self._post = post

    @ui.button(label="Write", style=discord.ButtonStyle.primary)
    async def write(
        self, interaction: discord.Interaction[Any], _button: ui.Button[PostButtons]
    ) -> None:
        await show_form(interaction, PostForm(self._bot, post=self._post))

    async def on_error(
        self, interaction: discord.Interaction[Any], error: Exception, _item: ui.Item[Any]
    ) -> None:
        await answer(interaction, explain(error))
