"""`trussbot run`: the page and the worker, until stopped."""

from __future__ import annotations

import gc
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING

from aiohttp import web
from rich.console import Console

from bot.bootstrap import Boards, open_connected
from bot.footage_role import run_footage
from bot.process.stopping import closed_within
from bot.role_keeping import keep_open
from bot.runner import (
    allowed_hosts,
    answers_any_host,
    bind_page,
    page_address,
    run_checkups,
    run_model_checks,
    run_ownership,
    run_relay,
    run_workers,
    serve_page,
    stop_on_signals,
)
from bot.scheduler import run_timers
from bot.twitch_role import run_twitch
from bot.twitch_tuning import TwitchTuning
from bot.web.app import make_web_app
from bot.web.metrics.metrics_page import MetricsDoor
from core.app import App
from core.domain.work.ids import CreatorId
from core.domain.work.process_roles import ProcessRole, find_role_problem
from core.errors import InvalidInput
from core.services.people.sign_in import VisitLink
from core.services.work.ownership import TELLING, TIMERS

if TYPE_CHECKING:
    from bot.discord_posts.board import DiscordBoard
    from config.settings import Settings


async def run_all(settings: Settings, *, on_stop: Callable[[], None] = lambda: None) -> int:
    """Serve the creator's workspace and work on its jobs; SIGINT or SIGTERM ends it.

    Either calls `on_stop` first.
    Raises InvalidInput where the roles of this process cannot do without what is not there.
    """
    check_roles(settings)
    listener = bind_page(settings)
    publish_folder = settings.publish_folder or settings.home / "published"
    board = _make_board(settings)
    # What was imported stays until the end, so that no look at the garbage has to pass over it.
    gc.freeze()
    gc.enable()
    try:
        # First in, last out: a second Ctrl+C does not break off what is being closed.
        with stop_on_signals(on_stop) as stop:
            async with (
                open_boards(settings, board) as boards,
                open_connected(
                    settings,
                    publish_folder=publish_folder,
                    page_url=page_address(listener),
                    boards=boards,
                ) as app,
            ):
                page = _make_page(settings, app, listener)
                async with AsyncExitStack() as stack:
                    for part in _list_parts(settings, app, board, serve_page(page, listener)):
                        await stack.enter_async_context(part)
                    await _greet(settings, app, listener)
                    await stop.wait()
    finally:
        listener.close()
    return 0


def check_roles(settings: Settings) -> None:
    """Raise InvalidInput if a process with these roles could not do its part."""
    has_discord = bool(settings.discord_token.get_secret_value())
    problem = find_role_problem(
        settings.roles, table=settings.table, bucket=settings.bucket, has_discord=has_discord
    )
    if problem is not None:
        raise InvalidInput(problem)


def _list_parts(
    settings: Settings,
    app: App,
    board: DiscordBoard | None,
    page: AbstractAsyncContextManager[None],
) -> Iterator[AbstractAsyncContextManager[None]]:
    """Yield what this process runs, by its roles, in the order in which it is opened.

    Discord comes before whatever lets publications out: from then on none goes out whose approval
    may have been taken back. No role waits for another to connect.
    """
    roles = settings.roles
    _leave_to_others(settings, app, board)
    yield closed_within("page", page)
    yield closed_within("ownership", run_ownership(app))
    yield closed_within("queue relay", run_relay(app))
    yield closed_within("model checks", run_model_checks(app))
    yield closed_within("check-ups", run_checkups(app))
    yield closed_within("Discord", serve_discord(settings, app, board))
    if ProcessRole.TWITCH in roles:
        yield closed_within("Twitch", serve_twitch(settings, app))
        keeps_rings = ProcessRole.FOOTAGE in roles
        yield closed_within("footage", run_footage(app, keeps_rings=keeps_rings))
    workers = run_workers(app, count=settings.renders_at_once, roles=roles)
    yield closed_within("workers", workers)
    yield closed_within("timers", run_timers(app))


def _leave_to_others(settings: Settings, app: App, board: DiscordBoard | None) -> None:
    """Want those timers that this process can run: who has no way into Discord tells nobody."""
    is_scheduler = ProcessRole.SCHEDULER in settings.roles
    has_token = bool(settings.discord_token.get_secret_value())
    if not is_scheduler:
        app.work.owned.leave_to_others(TIMERS)
    if board is None and (has_token or not is_scheduler):
        app.work.owned.leave_to_others(TELLING)


def _make_page(settings: Settings, app: App, listener: socket.socket) -> web.Application:
    """Return the page; where another process has it, no more than what machines ask for."""
    return make_web_app(
        app,
        public_url=settings.public_url,
        allowed_hosts=allowed_hosts(settings),
        answers_any_host=answers_any_host(settings, listener),
        proxies=settings.proxies,
        metrics=MetricsDoor(
            token=settings.metrics_token.get_secret_value(),
            on_loopback=settings.metrics_on_loopback,
        ),
        has_pages=ProcessRole.WEB in settings.roles,
    )


async def _greet(settings: Settings, app: App, listener: socket.socket) -> None:
    console = Console()
    address = page_address(listener)
    if ProcessRole.WEB in settings.roles:
        console.print(f"Truss is at {address}. Ctrl+C ends it.")
        await offer_owner_link(app, console)
        return
    names = ", ".join(sorted(settings.roles))
    console.print(f"This process is {names}; its health is at {address}healthz. Ctrl+C ends it.")


async def offer_owner_link(app: App, console: Console) -> None:
    """Print a link for the owner, as long as they are signed in nowhere; it is never logged."""
    if not await app.people.sign_in.has_owner():
        print_owner_link(await app.people.sign_in.make_owner_link(), console)


def print_owner_link(link: VisitLink, console: Console) -> None:
    """Print a link in one piece, so that it can be copied."""
    console.print("Sign in as the owner within 15 minutes, once, by this link:")
    console.print(link.url, soft_wrap=True, markup=False, highlight=False)


def _make_board(settings: Settings) -> DiscordBoard | None:
    """Return the board; without a token or the role there is none, nor is discord.py imported."""
    if not settings.discord_token.get_secret_value() or ProcessRole.DISCORD not in settings.roles:
        return None
    from bot.discord_posts.board import DiscordBoard

    return DiscordBoard(page_url=settings.public_url)


@asynccontextmanager
async def open_boards(settings: Settings, board: DiscordBoard | None) -> AsyncIterator[Boards]:
    """Yield the ways into Discord; a page whose board is another process's asks for itself."""
    if board is not None:
        yield _make_boards(board)
        return
    token = settings.discord_token.get_secret_value()
    if not token or ProcessRole.WEB not in settings.roles:
        yield Boards()
        return
    from bot.discord_asking import AskedChannels, DiscordAsking
    from bot.discord_client import point_at
    from bot.discord_roster import DiscordRoster

    point_at(api_url=settings.discord_api_url, gateway_url=settings.discord_gateway_url)
    asking = DiscordAsking(token=token)
    try:
        yield Boards(announcements=AskedChannels(asking), roster=DiscordRoster(asking))
    finally:
        await asking.close()


def _make_boards(board: DiscordBoard) -> Boards:
    from bot.discord_posts.announcements import DiscordAnnouncements
    from bot.discord_roster import DiscordRoster

    return Boards(
        cards=board,
        notices=board,
        announcements=DiscordAnnouncements(board),
        roster=DiscordRoster(board),
    )


@asynccontextmanager
async def serve_discord(
    settings: Settings, app: App, board: DiscordBoard | None
) -> AsyncIterator[None]:
    """Be in Discord while the block runs, where there is a board for it."""
    if board is None:
        yield
        return

    from bot.discord_client import point_at
    from bot.discord_role import run_discord

    point_at(api_url=settings.discord_api_url, gateway_url=settings.discord_gateway_url)
    token = settings.discord_token.get_secret_value()
    async with run_discord(app, board, token=token, shards=settings.discord_shards):
        yield


@asynccontextmanager
async def serve_twitch(settings: Settings, app: App) -> AsyncIterator[None]:
    """Watch the connected channels while the block runs, by IRC where there is no account."""
    if settings.twitch_client_id:
        from bot import twitch_client

        twitch_client.point_at(
            api_url=settings.twitch_api_url,
            auth_url=settings.twitch_auth_url,
            eventsub_url=settings.twitch_eventsub_url,
        )

    def open_twitch() -> AbstractAsyncContextManager[object]:
        return run_twitch(
            app,
            client_id=settings.twitch_client_id,
            client_secret=settings.twitch_client_secret.get_secret_value(),
            creator_id=CreatorId(settings.creator_id),
            tuning=TwitchTuning(shards=settings.twitch_shards),
        )

    async with keep_open(app, "Twitch", open_twitch):
        yield
