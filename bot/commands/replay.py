"""`trussbot replay`: runs recorded chat through the detector and services that run live."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from bot.bootstrap import (
    Adapt,
    RecordedChatReader,
    open_connected,
    open_local,
    remove_abandoned,
    unchanged,
)
from bot.commands.spike_output import SpikeOutput
from bot.runner import run_workers, stop_on_signals, unless_stopped
from bot.scheduler import run_timers
from core.app import App, Ports
from core.domain.chat.chat_message import ChatMessage, ChatNotice
from core.domain.clips.clip import IN_THE_MAKING, Clip, ClipStatus
from core.domain.people.actor import Actor, Role
from core.domain.publishing.publication import Publication, PublicationStatus
from core.domain.streams.stream import Stream
from core.domain.videos.asset import Asset
from core.domain.videos.intake import name_video
from core.domain.work.ids import CreatorId
from core.domain.work.job import JobKind, JobStatus
from core.errors import InvalidInput
from core.ports.chat import ChatLog
from core.ports.paging import collect
from core.ports.stores import Stores
from core.services.work.scratch_folder import open_scratch

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
    by_strength: bool = False,
    channel: str | None = None,
    offset: float | None = None,
    adapt: Adapt = unchanged,
) -> int:
    """Print each spike of the chat; with a video, put a clip of each into `out`.

    `picture` is a file for the chat rate with the spikes, PNG or SVG. `channel` names the Twitch
    channel whose history in the home is used and, with a video, added to; without it a replay
    depends on the chat alone, and prints the same on every machine. `offset` is where in the
    stream the first message was written, in seconds, for chat that tells times of day.
    `by_strength` prints the strongest first, by the strength that each had in the end.

    `adapt` may replace ports.
    """
    # A mistyped name fails here, before a workspace is opened.
    reader = RecordedChatReader()
    log = await asyncio.to_thread(lambda: reader.open_log(chat, first_at=offset))
    folder = out or Path("clips")
    at_once = settings.model_copy(update={"grace_seconds": 0.0})
    await remove_abandoned(settings.home / "replays")
    with stop_on_signals() as stop:
        async with (
            open_scratch(settings.home / "replays", prefix="replay-") as home,
            _open_history(settings, folder, channel) as history,
            open_local(
                at_once,
                home=home,
                publish_folder=folder,
                adapt=lambda ports: adapt(history.add_to(ports)),
            ) as app,
        ):
            if picture:
                app.ports.chat.charts.check_file(picture)
            output = SpikeOutput(
                as_json=as_json,
                waits_for_clips=video is not None,
                by_strength=by_strength,
                out=folder,
            )
            replay = _Replay(app, settings, output, history.broadcaster_id)
            return await unless_stopped(replay.run(log, video, picture), stop)


@dataclass(frozen=True, slots=True, kw_only=True)
class _History:
    """What a replay takes from the home: the channel's id, and the stores with its history."""

    broadcaster_id: str | None = None
    stores: Stores | None = None

    def add_to(self, ports: Ports) -> Ports:
        if self.stores is None:
            return ports
        known = replace(ports.stores, tunings=self.stores.tunings, bindings=self.stores.bindings)
        return replace(ports, stores=known)


@asynccontextmanager
async def _open_history(
    settings: Settings, folder: Path, channel: str | None
) -> AsyncIterator[_History]:
    if channel is None:
        yield _History()
        return
    async with open_connected(settings, publish_folder=folder) as app:
        broadcaster_id = await app.chat.learning.find_channel(_owner_of(settings), channel)
        yield _History(broadcaster_id=broadcaster_id, stores=app.ports.stores)


def _owner_of(settings: Settings) -> Actor:
    return Actor(person_id="replay", creator_id=CreatorId(settings.creator_id), role=Role.OWNER)


class _Replay:
    """One recording, heard once."""

    def __init__(
        self, app: App, settings: Settings, output: SpikeOutput, broadcaster_id: str | None
    ) -> None:
        self._app = app
        self._settings = settings
        self._output = output
        self._broadcaster_id = broadcaster_id
        self._owner = _owner_of(settings)

    async def run(self, log: ChatLog, video: Path | None, picture: Path | None) -> int:
        """Return the exit status: 0 if every clip was published."""
        app, owner, output = self._app, self._owner, self._output
        asset = await _import(app, owner, video) if video else None
        if asset:
            await asyncio.to_thread(_make_out, output.folder)
        stream = await self._hear_log(log, asset)
        if picture:
            await app.chat.reports.paint_stream(owner, stream.id, picture)
        clips, publications = await _finish_clips(app, owner, self._settings) if asset else ([], [])
        report = await app.chat.reports.report_stream(owner, stream.id)
        output.finish(clips, publications, log, ripened=report.spikes)
        output.explain_missed(report.missed)
        if self._broadcaster_id:
            output.note(await app.chat.learning.explain_channel(owner, self._broadcaster_id))
        are_out = all(p.status is PublicationStatus.PUBLISHED for p in publications)
        return 0 if are_out and len(publications) == len(clips) else 1

    async def _hear_log(self, log: ChatLog, asset: Asset | None) -> Stream:
        spike_detection, output = self._app.chat.detection, self._output
        stream = await spike_detection.start_stream(
            self._owner,
            title="replay",
            started_at=_STARTED_AT,
            asset=asset,
            broadcaster_id=self._broadcaster_id,
        )
        newest, events, late = 0.0, 0, 0
        async for event in _read_in_batches(log):
            events += 1
            late += event.offset_seconds < newest - LATE_SECONDS
            newest = max(newest, event.offset_seconds)
            heard = await spike_detection.hear(stream, event)
            output.show_call(event.offset_seconds, heard.call)
            for one in (*heard.late, heard):
                if one.moment:
                    output.add(one.moment.spike)
        await spike_detection.end_stream(stream, duration_seconds=newest)
        if not events:
            raise InvalidInput(
                f"The chat contains no readable message ({log.skipped} broken lines); "
                "record it again, or save it as CSV: t_seconds,user,text."
            )
        output.note_late(late, events)
        return stream


async def _import(app: App, owner: Actor, video: Path) -> Asset:
    title = name_video("", video.name)
    return await app.videos.imports.import_video(
        owner, video, title=title, published_at=_STARTED_AT
    )


async def _read_in_batches(log: ChatLog) -> AsyncIterator[ChatMessage | ChatNotice]:
    events = iter(log)
    while batch := await asyncio.to_thread(lambda: list(islice(events, _BATCH))):
        for event in batch:
            yield event


async def _finish_clips(
    app: App, owner: Actor, settings: Settings
) -> tuple[list[Clip], list[Publication]]:
    """Render every clip, approve it as its owner would, and wait until it is published."""
    async with run_timers(app), run_workers(app, count=settings.renders_at_once, is_awaited=True):
        clips = await _list_clips(app, owner)
        while any(clip.status in IN_THE_MAKING for clip in clips):
            await asyncio.sleep(_POLL_SECONDS)
            clips = await _list_clips(app, owner)
        for clip in clips:
            if clip.status is ClipStatus.IN_REVIEW:
                await app.review.clips.approve(
                    owner, clip.id, seen_version=clip.version, teaches=False
                )
        publications = await _list_publications(app, owner)
        while any(publication.status not in _ENDED for publication in publications):
            await asyncio.sleep(_POLL_SECONDS)
            publications = await _list_publications(app, owner)
        is_measuring = await _is_measuring(app, owner)
        while is_measuring:
            await asyncio.sleep(_POLL_SECONDS)
            is_measuring = await _is_measuring(app, owner)
        return await _list_clips(app, owner), publications


async def _is_measuring(app: App, owner: Actor) -> bool:
    """Return whether chat's delay is still being measured."""
    for status in (JobStatus.QUEUED, JobStatus.RUNNING):
        page = await app.ports.stores.jobs.list_jobs(owner.creator_id, status, limit=100)
        if any(job.kind is JobKind.MEASURE_LAG for job in page.items):
            return True
    return False


async def _list_clips(app: App, owner: Actor) -> list[Clip]:
    clips = await collect(
        lambda cursor: app.review.clips.list_clips(owner, cursor=cursor, limit=100)
    )
    return sorted(clips, key=lambda clip: clip.start_seconds)


async def _list_publications(app: App, owner: Actor) -> list[Publication]:
    return await collect(
        lambda cursor: app.publishing.sending.list_publications(owner, cursor=cursor)
    )


def _make_out(out: Path) -> None:
    """Make the folder for the clips, and check that a file can be written there."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=out) as probe:
            probe.write(bytes(1024 * 1024))
    except OSError as error:
        raise InvalidInput(
            f"Clips cannot be written to {out} ({error.strerror}); choose another --out."
        ) from None
