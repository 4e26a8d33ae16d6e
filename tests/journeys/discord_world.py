"""A home with the real table, the bot's Discord role connected to Discord on loopback."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from bot.bootstrap import Boards, open_connected
from bot.discord_client import point_at
from bot.discord_posts.announcements import DiscordAnnouncements
from bot.discord_posts.board import DiscordBoard
from bot.discord_role import LOST_SECONDS, run_discord
from bot.discord_roster import DiscordRoster
from bot.runner import run_workers
from bot.scheduler import run_timers
from cogs.discord.progress.progress_updates import Pace
from config.settings import load_settings
from core.app import App
from core.domain.clips.clip import Clip
from core.domain.people.actor import Actor, Role
from core.domain.work.ids import AssetId, CreatorId, StreamId
from tests.builders import (
    make_asset,
    make_clip,
    make_job,
    make_spike,
    make_stream,
    make_test_clip_id,
    make_test_ulid,
)
from tests.fakes.media import FakeAnalyst, FakeProber, FakeRenderer, FakeSignalReader
from tests.fakes.ports import with_ports
from tests.fakes.vision import FakeFacecamFinder, FakeSubjectTracker
from tests.servers.discord import (
    TOKEN,
    Guild,
    Interaction,
    LoopbackDiscord,
    list_buttons,
    list_texts,
)

LOCAL = CreatorId("local")


class World:
    """The running bot, and short ways to add clips and to wait for what people see."""

    def __init__(self, discord: LoopbackDiscord, app: App, folder: Path) -> None:
        self.discord = discord
        self.app = app
        self.folder = folder

    async def set_up(self, guild: Guild, user_id: str) -> Interaction:
        asked = await self.discord.type_command(
            guild,
            user_id,
            "setup here",
            review_channel=guild.channels["review"],
            moderator_role=guild.roles["moderators"],
        )
        await asyncio.wait_for(asked.answered.wait(), 30)
        return asked

    async def add_clip(
        self, number: int = 1, *, creator_id: CreatorId = LOCAL, **given: Any
    ) -> Clip:
        """Add a moment; a worker makes its clip."""
        source = self.folder / "source.mp4"
        await asyncio.to_thread(source.write_bytes, b"a long video")
        asset = make_asset(
            id=AssetId(make_test_ulid(7)),
            creator_id=creator_id,
            object_key=f"creators/{creator_id}/assets/7/source.mp4",
        )
        await self.app.ports.storage.put_file(asset.object_key, source)
        await self.app.ports.stores.assets.add_asset(asset)
        stream = make_stream(id=StreamId(make_test_ulid(8)), creator_id=creator_id)
        await self.app.ports.stores.streams.add_stream(stream)
        draft = make_clip(id=make_test_clip_id(number), creator_id=creator_id, **given)
        spike = replace(make_spike(), detected_at_seconds=100.0 + number)
        job = make_job(id=make_test_ulid(100 + number), creator_id=creator_id, subject_id=draft.id)
        await self.app.ports.stores.spikes.add_spike(stream, spike, clip=draft, job=job)
        return draft

    async def card(self, guild: Guild, number: int = 1) -> str:
        """Return the message id of the n-th card, its reactions on it."""

        def find() -> list[dict[str, Any]]:
            return [m for m in self.discord.cards(guild) if m["components"]]

        await until(lambda: len(find()) >= number)
        message = find()[number - 1]
        await until(lambda: len(self.discord.reactions[message["id"]]) >= 2)
        clip_id = find_clip_id(message)
        cards = self.app.ports.stores.cards
        await until_true(lambda: _is_kept(cards, message["id"]))
        assert clip_id
        return str(message["id"])

    def slow_down(self, *, seconds: float) -> None:
        """Delay every operation of the table by that long; 0 ends the delay."""
        table: Any = self.app.ports.upkeep
        for name in ("get", "batch_get", "query", "transact", "put_if", "update_if", "delete_if"):
            operation = getattr(type(table), name).__get__(table)
            setattr(table, name, _slowed(operation, seconds) if seconds else operation)

    async def clip(self, clip: Clip) -> Clip:
        return await self.app.review.clips.get_clip(actor_of(clip.creator_id), clip.id)

    async def until_status(self, clip: Clip, status: str) -> Clip:
        async def is_so() -> bool:
            return (await self.clip(clip)).status == status

        await until_true(is_so)
        return await self.clip(clip)

    async def until_idle(self) -> None:
        """Wait until no job is running."""

        async def is_so() -> bool:
            return not await self.app.work.runner.list_running(actor_of(LOCAL))

        await until_true(is_so)

    async def until_bound(self, clip: Clip, message_id: str) -> None:
        """Wait until decisions count for the clip as the card shows it now."""
        version = (await self.clip(clip)).version

        async def is_so() -> bool:
            card = await self.app.review.decisions.find_card(message_id)
            return card is not None and card.clip_version == version

        await until_true(is_so)

    async def publications(self, creator_id: CreatorId = LOCAL) -> list[str]:
        page = await self.app.publishing.sending.list_publications(actor_of(creator_id))
        return [publication.status.value for publication in page.items]


def _slowed(operation: Callable[..., Awaitable[Any]], seconds: float) -> Any:
    async def wait_and_do(*given: Any, **named: Any) -> Any:
        await asyncio.sleep(seconds)
        return await operation(*given, **named)

    return wait_and_do


def actor_of(creator_id: CreatorId) -> Actor:
    return Actor(person_id="web", creator_id=creator_id, role=Role.OWNER)


def find_clip_id(message: dict[str, Any]) -> str:
    text = str(message["components"])
    return text.partition("review:approve:")[2].partition(":")[0]


async def _is_kept(cards: Any, message_id: str) -> bool:
    return await cards.find_card(message_id) is not None


async def until(is_so: Callable[[], bool], *, seconds: float = 60.0) -> None:
    """Wait for something that people can see."""

    async def ask() -> bool:
        return is_so()

    await until_true(ask, seconds=seconds)


async def until_true(is_so: Callable[[], Awaitable[bool]], *, seconds: float = 60.0) -> None:
    async with asyncio.timeout(seconds):
        while not await is_so():  # noqa: ASYNC110 - what is waited for lies in a table
            await asyncio.sleep(0.02)


def text_of(world: World, message_id: str) -> str:
    return "\n".join(list_texts(world.discord.messages[message_id]))


def labels_of(world: World, message_id: str) -> list[str]:
    return [button["label"] for button in list_buttons(world.discord.messages[message_id])]


async def join(discord: LoopbackDiscord, *, owner_id: str) -> Guild:
    """Invite the running bot to a server."""
    guild = discord.add_guild(owner_id=owner_id)
    await discord.announce(guild)
    return guild


async def read(world: World, guild: Guild, user_id: str, command: str, **options: Any) -> str:
    """Type a command and return its answer, which must begin within three seconds."""
    asked = await world.discord.type_command(guild, user_id, command, **options)
    await asyncio.wait_for(asked.answered.wait(), 30)
    assert asked.after_seconds is not None
    assert asked.after_seconds < 3
    return asked.texts[-1]


async def until_begun(asked: Interaction) -> None:
    """Wait until an answer has begun, which must be within three seconds."""
    await until(lambda: asked.after_seconds is not None, seconds=30)
    assert asked.after_seconds is not None
    assert asked.after_seconds < 3


async def end_handlers() -> None:
    """End what still handles an event of a client that is closed, as the end of a process does.

    Left alone, it is collected as garbage in the middle of some later test, which then fails.
    """
    tasks = [task for task in asyncio.all_tasks() if task.get_name().startswith("discord.py: ")]
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def bring_due(home: Path) -> None:
    """Let the time to take back be over for all that waits to go out, while no bot runs."""
    settings = load_settings(home=home)
    async with open_connected(settings, publish_folder=home / "published") as app:
        publications, now = app.ports.stores.publications, app.ports.clock.now()
        for publication in (await publications.list_publications(LOCAL)).items:
            await publications.save_publication(replace(publication, due_at=now))


@asynccontextmanager
async def run_world(
    discord: LoopbackDiscord,
    home: Path,
    *,
    grace_seconds: float = 0.0,
    allowed_networks: str = "",
    pace: Pace | None = None,
    settings: Mapping[str, Any] | None = None,
    waits: bool = True,
    lost_seconds: float = LOST_SECONDS,
    **instead: Any,
) -> AsyncIterator[World]:
    """Run the bot on `home` until the block ends, as a process would.

    The block begins with the bot in Discord, or at once unless it `waits`.

    `settings` are those of the environment, `instead` ports that a test brings.
    """
    point_at(
        api_url=f"{discord.url}/api/v10", gateway_url=f"{discord.url}/gw/".replace("http", "ws")
    )
    given = {
        "grace_seconds": grace_seconds,
        "retry_seconds": 0.05,
        "sweep_seconds": 0.2,
        "discord_cdn_url": discord.url,
        "fetch_allowed_networks": allowed_networks,
        "public_url": "https://truss.example",
    }
    chosen = load_settings(home=home, **(given | dict(settings or {})))
    board = DiscordBoard(page_url="https://truss.example")
    fakes: dict[str, Any] = {
        "prober": FakeProber(),
        "listener": None,
        "signals": FakeSignalReader(),
        "renderer": FakeRenderer(),
        "analyst": FakeAnalyst(),
        "facecams": FakeFacecamFinder(),
        "tracker": FakeSubjectTracker(),
    }
    async with AsyncExitStack() as stack:
        stack.push_async_callback(end_handlers)
        app = await stack.enter_async_context(
            open_connected(
                chosen,
                publish_folder=home / "published",
                boards=Boards(
                    cards=board,
                    notices=board,
                    announcements=DiscordAnnouncements(board),
                    roster=DiscordRoster(board),
                ),
                adapt=with_ports(**(fakes | instead)),
            )
        )
        role = await stack.enter_async_context(
            run_discord(
                app,
                board,
                token=TOKEN,
                shards=chosen.discord_shards,
                guilds_seconds=0.05,
                lost_seconds=lost_seconds,
            )
        )
        if waits:
            bot = await asyncio.wait_for(role.wait_until_caught_up(), 30)
            following: Any = bot.get_cog("ProgressUpdates")
            following.pace = pace or Pace(edit_seconds=0.05, message_edit_seconds=0.05)
        await stack.enter_async_context(run_workers(app, count=1))
        await stack.enter_async_context(run_timers(app))
        yield World(discord, app, home)
