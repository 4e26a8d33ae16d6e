"""Opening: the two ways to open an app, connected to platforms or local only."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from bot.bootstrap.accounts import open_oauth
from bot.bootstrap.analyst import open_models
from bot.bootstrap.backing import open_backing, open_local_backing
from bot.bootstrap.doctor import make_checks, view_stores
from bot.bootstrap.mail import open_mail
from bot.bootstrap.metrics import open_metrics
from bot.bootstrap.ports import (
    DEMO_SEED,
    DEMO_STARTED_AT,
    Boards,
    Connections,
    Home,
    make_limits,
    make_ports,
    open_home,
)
from bot.bootstrap.publishers import open_publishers
from bot.bootstrap.twitch import open_helix
from core.adapters.clock import SeededClock, SystemClock
from core.adapters.home import empty_scratch, hold_home
from core.adapters.ids import RandomIds, SeededIds
from core.adapters.publishers.folder import FolderPublisher
from core.adapters.speech import open_listener
from core.app import App, Limits, Ports
from core.domain.work.platform import Platform
from core.ports.clips import SpeechListener

if TYPE_CHECKING:
    from config.settings import Settings

Adapt = Callable[[Ports], Ports]


def unchanged(ports: Ports) -> Ports:
    return ports


@asynccontextmanager
async def open_local(
    settings: Settings,
    *,
    home: Path,
    publish_folder: Path,
    is_seeded: bool = False,
    adapt: Adapt = unchanged,
) -> AsyncIterator[App]:
    """Open a home that connects to no platform, as demo and replay do.

    A seeded app has the same clock and ids in every run. `adapt` may replace ports.
    """
    clock = SeededClock(DEMO_STARTED_AT) if is_seeded else SystemClock()
    ids = SeededIds(DEMO_SEED) if is_seeded else RandomIds()
    async with hold_home(home):
        scratch = await empty_scratch(home)
        async with (
            open_local_backing(home, clock) as backing,
            open_home(
                settings, home, scratch=scratch, backing=backing, clock=clock, ids=ids
            ) as opened,
        ):
            to = Connections(
                publishers={Platform.FOLDER: FolderPublisher(publish_folder)},
                listener=await _open_listener(settings),
            )
            limits = replace(
                make_limits(settings, opened, page_url=""),
                catches_footage=False,
                grace_seconds=0.0 if is_seeded else settings.grace_seconds,
                sweep_seconds=0.5,
            )
            async with _run(adapt(await make_ports(settings, opened, to)), limits) as app:
                yield app


@asynccontextmanager
async def open_connected(
    settings: Settings,
    *,
    publish_folder: Path,
    page_url: str = "",
    boards: Boards | None = None,
    adapt: Adapt = unchanged,
) -> AsyncIterator[App]:
    """Open the settings' home with every platform that the settings name.

    `page_url` is where the page is found on this machine. `adapt` may replace ports.
    """
    home, clock = settings.home, SystemClock()
    async with hold_home(home):
        scratch = await empty_scratch(home)
        async with (
            open_backing(settings, clock, scratch) as backing,
            open_home(
                settings, home, scratch=scratch, backing=backing, clock=clock, ids=RandomIds()
            ) as opened,
            _connect(settings, opened, publish_folder, boards or Boards()) as to,
            _run(
                adapt(_add_checks(settings, await make_ports(settings, opened, to))),
                make_limits(settings, opened, page_url=page_url),
            ) as app,
        ):
            yield app


def _add_checks(settings: Settings, ports: Ports) -> Ports:
    view = view_stores(settings, ports.stores)
    return replace(ports, checks=make_checks(settings, view, is_running=True))


@asynccontextmanager
async def _connect(
    settings: Settings, home: Home, publish_folder: Path, boards: Boards
) -> AsyncIterator[Connections]:
    async with (
        open_models(settings, home.ffmpeg, home.scratch) as models,
        open_oauth(settings) as oauth,
        open_metrics(settings) as metric_readers,
        open_helix(settings, home.clock) as helix,
        open_publishers(
            settings,
            stores=home.stores,
            publish_folder=publish_folder,
            board=boards.announcements,
            helix=helix,
        ) as publishers,
    ):
        yield Connections(
            publishers=publishers,
            helix=helix,
            models=models,
            listener=await _open_listener(settings),
            oauth=oauth,
            metric_readers=metric_readers,
            boards=boards,
            mail=open_mail(settings),
        )


async def _open_listener(settings: Settings) -> SpeechListener | None:
    return await asyncio.to_thread(
        open_listener,
        settings.whisper_model,
        language=settings.whisper_language,
        is_mixed=settings.mix_sound_tracks,
    )


@asynccontextmanager
async def _run(ports: Ports, limits: Limits) -> AsyncIterator[App]:
    app = App(ports, limits)
    try:
        yield app
    finally:
        await app.chat.detection.leave_streams()
        await app.accounts.refresh.finish()
