"""`trussbot replay`: recorded chat through the detector and services that run live."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.bootstrap import open_app, remove_abandoned
from bot.commands.spike_output import SpikeOutput
from bot.runner import run_workers, stop_on_signals, unless_stopped
from core.app import App
from core.domain.asset import Asset
from core.domain.chat import ChatMessage, ChatNotice
from core.domain.clip import Clip, ClipStatus
from core.domain.creator import Actor, Role
from core.domain.ids import CreatorId
from core.domain.publication import Publication, PublicationStatus
from core.domain.stream import Stream
from core.errors import InvalidInput
from core.ports.charts import StreamChart
from core.ports.chat_logs import ChatLog
from core.ports.stores import collect
from core.services.rehearsing import UNFINISHED
from core.services.scratch import open_scratch

if TYPE_CHECKING:
    from config.settings import Settings

_BATCH = 2000
_POLL_SECONDS = 0.1
_ENDED = frozenset({PublicationStatus.PUBLISHED, PublicationStatus.FAILED})
LATE_SECONDS = 60.0
_STARTED_AT = datetime(2026, 1, 1, tzinfo=UTC)


async def run_replay(
    settings: Settings,
    *,
    chat: Path,
    video: Path | None,
    out: Path | None,
    as_json: bool,
    picture: Path | None = None,
    **instead: Any,
) -> int:
    """Print each spike of the chat; with a video, put a clip of each into `out`.

    `picture` is a file for the chat rate with the spikes, PNG or SVG.

    `instead` names ports that somebody else brings, as tests do.
    """
    folder = out or Path("clips")
    at_once = settings.model_copy(update={"grace_seconds": 0.0})
    await remove_abandoned(settings.home / "replays")
    with stop_on_signals() as stop:
        async with (
            open_scratch(settings.home / "replays", prefix="replay-") as home,
            open_app(at_once, home=home, publish_folder=folder, **instead) as app,
        ):
            if picture:
                app.ports.charts.check_file(picture)
            work = _replay(app, settings, chat, video, folder, as_json=as_json, picture=picture)
            return await unless_stopped(work, stop)


async def _replay(
    app: App,
    settings: Settings,
    chat: Path,
    video: Path | None,
    out: Path,
    *,
    as_json: bool,
    picture: Path | None,
) -> int:
    owner = Actor(person_id="replay", creator_id=CreatorId(settings.creator_id), role=Role.OWNER)
    log = await asyncio.to_thread(app.ports.chat_logs.open_log, chat)
    asset = await _import(app, owner, video) if video else None
    if asset:
        await asyncio.to_thread(_make_out, out)
    output = SpikeOutput(as_json=as_json, waits_for_clips=asset is not None, out=out)
    stream = await _hear_log(app, owner, log, asset, output)
    if picture:
        await _paint(app, owner, stream, picture)
    clips, publications = await _finish_clips(app, owner, settings) if asset else ([], [])
    output.finish(clips, publications, log)
    are_out = all(p.status is PublicationStatus.PUBLISHED for p in publications)
    return 0 if are_out and len(publications) == len(clips) else 1


async def _import(app: App, owner: Actor, video: Path) -> Asset:
    title = video.stem.encode(errors="replace").decode()
    return await app.importing.import_video(owner, video, title=title, published_at=_STARTED_AT)


async def _hear_log(
    app: App, owner: Actor, log: ChatLog, asset: Asset | None, output: SpikeOutput
) -> Stream:
    stream = await app.watching.start_stream(
        owner, title="replay", started_at=_STARTED_AT, asset=asset
    )
    newest, heard, late = 0.0, 0, 0
    async for event in _read_in_batches(log):
        heard += 1
        late += event.offset_seconds < newest - LATE_SECONDS
        newest = max(newest, event.offset_seconds)
        if spike := await app.watching.hear(stream, event):
            output.add(spike)
    await app.watching.end_stream(stream, duration_seconds=newest)
    if not heard:
        raise InvalidInput(
            f"The chat holds no message that can be read ({log.skipped} broken lines); "
            "record it again, or save it as CSV: t_seconds,user,text."
        )
    output.note_late(late, heard)
    return stream


async def _paint(app: App, owner: Actor, stream: Stream, picture: Path) -> None:
    report = await app.reporting.report_stream(owner, stream.id)
    chart = StreamChart(rates=report.rates, spikes=report.spikes)
    await app.ports.charts.paint_stream(chart, picture)


async def _read_in_batches(log: ChatLog) -> AsyncIterator[ChatMessage | ChatNotice]:
    events = iter(log)
    while batch := await asyncio.to_thread(lambda: list(islice(events, _BATCH))):
        for event in batch:
            yield event


async def _finish_clips(
    app: App, owner: Actor, settings: Settings
) -> tuple[list[Clip], list[Publication]]:
    """Render every clip, approve it as its owner would, and wait until it is published."""
    async with run_workers(app, count=settings.renders_at_once, is_awaited=True):
        clips = await _list_clips(app, owner)
        while any(clip.status in UNFINISHED for clip in clips):
            await asyncio.sleep(_POLL_SECONDS)
            clips = await _list_clips(app, owner)
        for clip in clips:
            if clip.status is ClipStatus.IN_REVIEW:
                await app.reviewing.approve(owner, clip.id, seen_version=clip.version)
        publications = await _list_publications(app, owner)
        while any(publication.status not in _ENDED for publication in publications):
            await asyncio.sleep(_POLL_SECONDS)
            publications = await _list_publications(app, owner)
        return await _list_clips(app, owner), publications


async def _list_clips(app: App, owner: Actor) -> list[Clip]:
    clips = await collect(lambda cursor: app.reviewing.list_clips(owner, cursor=cursor, limit=100))
    return sorted(clips, key=lambda clip: clip.start_seconds)


async def _list_publications(app: App, owner: Actor) -> list[Publication]:
    return await collect(lambda cursor: app.publishing.list_publications(owner, cursor=cursor))


def _make_out(out: Path) -> None:
    """Make the folder for the clips; only when the chat and the video were found to be good."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=out) as probe:
            probe.write(bytes(1024 * 1024))
    except OSError as error:
        raise InvalidInput(
            f"Clips cannot be written to {out} ({error.strerror}); choose another --out."
        ) from None
