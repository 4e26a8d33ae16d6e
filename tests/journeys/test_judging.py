"""A model judges clips that lie before the moderators: Discord on loopback, the real table."""

import asyncio

import pytest

from core.domain.clips.clip import ClipStatus
from core.domain.videos.understanding import Criterion, Mark, Rubric, Trouble
from core.ports.understanding import ClipAnswer
from tests.fakes.understanding import USE, FakeVideoAnalyst
from tests.journeys.discord_world import run_world, until
from tests.servers.discord import INSTALLER_ID, list_texts, open_discord

YES = "✅"
RUBRIC = Rubric(marks=tuple(Mark(criterion=c, points=10, sentence=f"Good {c}.") for c in Criterion))


class GatedAnalyst(FakeVideoAnalyst):
    """Thinks until it is told to answer."""

    def __init__(self, answer):
        super().__init__()
        self.clip_answer = answer
        self.gate = asyncio.Event()
        self.is_looking = asyncio.Event()

    async def judge_clip(self, material):
        self.is_looking.set()
        await self.gate.wait()
        return await super().judge_clip(material)


@pytest.fixture
async def discord():
    async with open_discord() as server:
        yield server
        assert server.faults == []


def text_of(discord, message_id):
    return "\n".join(list_texts(discord.messages[message_id]))


async def test_the_card_is_there_first_and_then_says_what_the_model_said(discord, tmp_path):
    guild = discord.add_guild()
    model = GatedAnalyst(ClipAnswer(title="Last-lap overtake", rubric=RUBRIC, use=USE))
    async with run_world(discord, tmp_path, video_analyst=model) as world:
        await world.set_up(guild, INSTALLER_ID)
        await world.add_clip()
        card = await world.card(guild)
        assert "61 of 100" in text_of(discord, card)

        model.gate.set()

        await until(lambda: "Last\\-lap overtake" in text_of(discord, card))
        assert "77 of 100" in text_of(discord, card)
        assert "The model says" in text_of(discord, card)
        assert len(discord.cards(guild)) == 1


async def test_a_reaction_while_the_model_thinks_counts_and_the_model_comes_too_late(
    discord, tmp_path
):
    guild = discord.add_guild()
    model = GatedAnalyst(ClipAnswer(title="Too late", rubric=RUBRIC, use=USE))
    async with run_world(discord, tmp_path, video_analyst=model) as world:
        await world.set_up(guild, INSTALLER_ID)
        moderator = discord.add_member(guild, "moderators")
        clip = await world.add_clip()
        card = await world.card(guild)
        await asyncio.wait_for(model.is_looking.wait(), 30)

        await discord.react(moderator, card, YES)
        decided = await world.until_status(clip, "approved")
        model.gate.set()
        await until(lambda: model.materials != [])
        await until(lambda: "Published" in text_of(discord, card))

        assert (await world.clip(clip)).title == decided.title == "A moment"
        assert len(discord.cards(guild)) == 1


async def test_a_reaction_on_a_card_that_is_not_yet_redrawn_counts_for_what_it_shows(
    discord, tmp_path, monkeypatch
):
    """The judgement is stored and the message still shows the old title: no word of stale."""
    guild = discord.add_guild()
    model = GatedAnalyst(ClipAnswer(title="Unread", rubric=RUBRIC, use=USE))
    async with run_world(discord, tmp_path, video_analyst=model, grace_seconds=60) as world:
        await world.set_up(guild, INSTALLER_ID)
        moderator = discord.add_member(guild, "moderators")
        clip = await world.add_clip()
        card = await world.card(guild)
        bound = await world.app.review.decisions.find_card(card)

        async def never(*_):
            await asyncio.Event().wait()

        monkeypatch.setattr(world.app.ports.review.board, "edit_card", never)
        model.gate.set()
        await until(lambda: model.materials != [])
        while (await world.clip(clip)).judgement is None:  # noqa: ASYNC110 - it lies in a table
            await asyncio.sleep(0.02)
        assert await world.app.review.decisions.find_card(card) == bound

        await discord.react(moderator, card, YES)

        decided = await world.until_status(clip, "approved")
        assert decided.title == "A moment"
        assert len(discord.cards(guild)) == 1


async def test_where_the_model_refuses_the_card_says_why(discord, tmp_path):
    guild = discord.add_guild()
    model = GatedAnalyst(ClipAnswer(trouble=Trouble.BLOCKED, reason="It refused (SAFETY)."))
    model.gate.set()
    async with run_world(discord, tmp_path, video_analyst=model) as world:
        await world.set_up(guild, INSTALLER_ID)
        clip = await world.add_clip()
        card = await world.card(guild)

        await until(lambda: "Judged without the model" in text_of(discord, card))

        assert (await world.clip(clip)).status is ClipStatus.IN_REVIEW
        assert "61 of 100" in text_of(discord, card)
