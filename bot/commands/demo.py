"""`trussbot demo`: the whole main job on a generated stream, then the page."""

from __future__ import annotations

import asyncio
import socket
from contextlib import AsyncExitStack, ExitStack, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from bot.bootstrap import Adapt, open_local, unchanged
from bot.commands.clip_table import make_clip_table, make_console
from bot.runner import (
    allowed_hosts,
    answers_any_host,
    bind_page,
    is_for_this_machine,
    page_address,
    run_workers,
    serve_page,
    stop_on_signals,
    unless_stopped,
)
from bot.scheduler import run_timers
from bot.web.app import make_web_app
from core.app import App
from core.domain.clips.clip import IN_THE_MAKING, Clip, ClipStatus
from core.domain.people.actor import Actor, Role
from core.domain.work.ids import DEMO_CREATOR_ID
from core.errors import InvalidInput

if TYPE_CHECKING:
    from config.settings import Settings

OWNER = Actor(person_id="web", creator_id=DEMO_CREATOR_ID, role=Role.OWNER)
NIGHT_HOUR = 4
SPIKES_AN_HOUR = 60.0
_POLL_SECONDS = 0.2


async def run_demo(settings: Settings, *, once: bool, adapt: Adapt = unchanged) -> int:
    """Make the stream, hear it, render its clips; then print them, or serve the page.

    A public demo begins anew each night, as it does at each start. `adapt` may replace ports.
    """
    with ExitStack() as stack:
        listener = None if once else stack.enter_context(bind_page(settings))
        if listener:
            check_reach(settings, listener)
        # First in, last out: a second Ctrl+C does not break off what is being closed.
        stop = stack.enter_context(stop_on_signals())
        while True:
            status = await _run_once(settings, listener, stop, adapt)
            if listener is None or stop.is_set():
                return status


def check_reach(settings: Settings, listener: socket.socket) -> None:
    """Nobody signs in to the demo, so it is for this machine alone unless the settings say more."""
    if not settings.demo_public and not is_for_this_machine(listener):
        raise InvalidInput(
            "The demo opens without a sign-in, and TRUSS_WEB_HOST lets other machines reach it; "
            "leave that at 127.0.0.1, or set TRUSS_DEMO_PUBLIC=true to serve it to whoever comes."
        )


async def _run_once(
    settings: Settings, listener: socket.socket | None, stop: asyncio.Event, adapt: Adapt
) -> int:
    """Run the demo from its beginning until it is stopped, or until the night."""
    console = make_console()
    settings = _expect_many_moments(settings)
    home = settings.home / "demo"
    folder = settings.publish_folder or home / "published"
    async with AsyncExitStack() as stack:
        app = await stack.enter_async_context(
            open_local(settings, home=home, publish_folder=folder, is_seeded=True, adapt=adapt)
        )
        await app.demo.prepare(OWNER)
        await app.demo_month.lay_out(OWNER)
        await app.demo_history.lay_out(OWNER)
        await unless_stopped(_hear_stream(app, console), stop)
        # Workers start once the evidence is complete, so that equal streams give equal clips.
        await stack.enter_async_context(
            run_workers(app, count=settings.renders_at_once, is_awaited=True)
        )
        await stack.enter_async_context(run_timers(app))
        clips = await unless_stopped(_watch_renders(app, console), stop)
        console.print(make_clip_table(clips))
        if listener:
            await _serve(app, settings, console, listener, stop)
        return 0 if clips and all(clip.status is not ClipStatus.FAILED for clip in clips) else 1


def _expect_many_moments(settings: Settings) -> Settings:
    """Return settings with a larger alert budget: all moments of a day lie in six minutes here."""
    spike = replace(settings.spike, spikes_an_hour=SPIKES_AN_HOUR)
    return settings.model_copy(update={"spike": spike})


async def _serve(
    app: App, settings: Settings, console: Console, listener: socket.socket, stop: asyncio.Event
) -> None:
    page = make_web_app(
        app,
        demo=OWNER,
        public_url=settings.public_url,
        allowed_hosts=allowed_hosts(settings),
        answers_any_host=answers_any_host(settings, listener),
    )
    # The listener itself stays open: whoever comes while the demo begins anew waits for it.
    async with serve_page(page, listener.dup()):
        console.print(
            f"Open [bold]{page_address(listener)}[/bold] and decide. Ctrl+C ends the demo."
        )
        until = seconds_until_night(datetime.now(UTC)) if settings.demo_public else None  # noqa: TID251 - the demo's own clock stands at its stream
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), until)


def seconds_until_night(now: datetime) -> float:
    """Return how long it is until the next time that is `NIGHT_HOUR` in UTC."""
    night = now.replace(hour=NIGHT_HOUR, minute=0, second=0, microsecond=0)
    return ((night if night > now else night + timedelta(days=1)) - now).total_seconds()


async def _hear_stream(app: App, console: Console) -> None:
    with _make_bars(console) as bars:
        making = bars.add_task("Making a stream", total=1.0, note="")
        video = await app.demo.make_video(
            on_progress=lambda fraction: bars.update(making, completed=fraction)
        )
        hearing = bars.add_task("Hearing its chat", total=1.0, note="")
        await app.demo.play(
            OWNER,
            video,
            on_progress=lambda fraction: bars.update(hearing, completed=fraction),
        )
        clips = await app.demo.list_clips(OWNER)
        bars.update(hearing, note=f"{len(clips)} eruptions")


async def _watch_renders(app: App, console: Console) -> list[Clip]:
    clips = await app.demo.list_clips(OWNER)
    with _make_bars(console) as bars:
        tasks: dict[str, TaskID] = {
            clip.id: bars.add_task(f"Clip at {_offset(clip)}", total=1.0, note="waiting")
            for clip in clips
        }
        while any(clip.status in IN_THE_MAKING for clip in clips):
            await asyncio.sleep(_POLL_SECONDS)
            for job in await app.work.runner.list_running(OWNER):
                if job.subject_id in tasks:
                    bars.update(tasks[job.subject_id], completed=job.progress, note=job.stage)
            clips = await app.demo.list_clips(OWNER)
            for clip in clips:
                if clip.status not in IN_THE_MAKING:
                    note = clip.status.replace("_", " ")
                    bars.update(tasks[clip.id], completed=1.0, note=note)
    return clips


def _make_bars(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description:<22}"),
        BarColumn(bar_width=40),
        TextColumn("{task.percentage:>3.0f}%"),
        TextColumn("{task.fields[note]}"),
        TimeElapsedColumn(),
        console=console,
    )


def _offset(clip: Clip) -> str:
    return f"{int(clip.start_seconds) // 60}:{int(clip.start_seconds) % 60:02d}"
