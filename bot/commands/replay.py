"""`trussbot replay`: recorded chat through the detector and services that run live."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console

from bot.bootstrap import open_app, remove_abandoned
from bot.commands.clip_table import make_clip_table, make_console
from bot.runner import run_workers
from cogs.cards import describe_spike
from core.app import App
from core.domain.asset import Asset
from core.domain.chat import ChatMessage, ChatNotice
from core.domain.chat_spike import ChatSpike
from core.domain.clip import Clip, ClipStatus
from core.domain.clip_title import format_offset
from core.domain.creator import Actor, Role
from core.domain.ids import CreatorId
from core.domain.publication import PublicationStatus
from core.errors import InvalidInput
from core.ports.chat_logs import ChatLog
from core.ports.stores import collect
from core.services.rehearsing import UNFINISHED
from core.services.scratch import open_scratch

if TYPE_CHECKING:
    from config.settings import Settings

_BATCH = 2000
_POLL_SECONDS = 0.1
_STARTED_AT = datetime(2026, 1, 1, tzinfo=UTC)


async def run_replay(
    settings: Settings,
    *,
    chat: Path,
    video: Path | None,
    out: Path | None,
    as_json: bool,
    **instead: Any,
) -> int:
    """Print each spike of the chat; with a video, put a clip of each into `out`.

    `instead` names ports that somebody else brings, as tests do.
    """
    folder = out or Path("clips")
    await remove_abandoned(settings.home / "replays")
    async with (
        open_scratch(settings.home / "replays", prefix="replay-") as home,
        open_app(settings, home=home, publish_folder=folder, **instead) as app,
    ):
        return await _replay(app, settings, chat, video, folder, as_json)


async def _replay(
    app: App, settings: Settings, chat: Path, video: Path | None, out: Path, as_json: bool
) -> int:
    owner = Actor(person_id="replay", creator_id=CreatorId(settings.creator_id), role=Role.OWNER)
    log = await asyncio.to_thread(app.ports.chat_logs.open_log, chat)
    asset = (
        await app.importing.import_video(owner, video, title=video.stem, published_at=_STARTED_AT)
        if video
        else None
    )
    if asset:
        await asyncio.to_thread(_make_out, out)
    output = _Output(as_json=as_json, waits_for_clips=asset is not None, out=out)
    await _hear_log(app, owner, log, asset, output)
    clips = await _finish_clips(app, owner, settings) if asset else []
    output.finish(clips, log)
    return 1 if any(clip.status is ClipStatus.FAILED for clip in clips) else 0


async def _hear_log(
    app: App, owner: Actor, log: ChatLog, asset: Asset | None, output: _Output
) -> None:
    stream = await app.watching.start_stream(
        owner, title="replay", started_at=_STARTED_AT, asset=asset
    )
    last = 0.0
    async for event in _read_in_batches(log):
        last = event.offset_seconds
        if spike := await app.watching.hear(stream, event):
            output.add(spike)
    await app.watching.end_stream(stream, duration_seconds=last)


async def _read_in_batches(log: ChatLog) -> AsyncIterator[ChatMessage | ChatNotice]:
    events = iter(log)
    while batch := await asyncio.to_thread(lambda: list(islice(events, _BATCH))):
        for event in batch:
            yield event


async def _finish_clips(app: App, owner: Actor, settings: Settings) -> list[Clip]:
    """Render every clip, approve it as its owner would, and wait until it is published."""
    async with run_workers(app, count=settings.renders_at_once):
        clips = await _wait_for(app, owner, lambda clip: clip.status not in UNFINISHED)
        for clip in clips:
            if clip.status is ClipStatus.IN_REVIEW:
                await app.reviewing.approve(owner, clip.id, seen_version=clip.version)
        await _wait_until_published(app, owner)
        return await _wait_for(app, owner, lambda _: True)


async def _wait_for(app: App, owner: Actor, is_ready: Callable[[Clip], bool]) -> list[Clip]:
    while True:
        clips = await collect(
            lambda cursor: app.reviewing.list_clips(owner, cursor=cursor, limit=100)
        )
        if all(is_ready(clip) for clip in clips):
            return sorted(clips, key=lambda clip: clip.start_seconds)
        await asyncio.sleep(_POLL_SECONDS)


async def _wait_until_published(app: App, owner: Actor) -> None:
    ended = {PublicationStatus.PUBLISHED, PublicationStatus.FAILED}
    while True:
        publications = await collect(
            lambda cursor: app.publishing.list_publications(owner, cursor=cursor)
        )
        if all(publication.status in ended for publication in publications):
            return
        await asyncio.sleep(_POLL_SECONDS)


def _make_out(out: Path) -> None:
    """Make the folder for the clips; only when the chat and the video were found to be good."""
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InvalidInput(
            f"Clips cannot be written to {out} ({error.strerror}); choose another --out."
        ) from None


class _Output:
    """What the terminal or a pipe gets to see: spikes at once, or with their clips at the end."""

    def __init__(self, *, as_json: bool, waits_for_clips: bool, out: Path) -> None:
        self._as_json = as_json
        self._waits_for_clips = waits_for_clips
        self._out = out
        self._spikes: list[ChatSpike] = []

    def add(self, spike: ChatSpike) -> None:
        self._spikes.append(spike)
        if not self._waits_for_clips:
            self._show(spike, None)

    def finish(self, clips: list[Clip], log: ChatLog) -> None:
        of_spike = {clip.spike.detected_at_seconds: clip for clip in clips if clip.spike}
        if self._waits_for_clips and self._as_json:
            for spike in self._spikes:
                self._show(spike, of_spike.get(spike.detected_at_seconds))
        notes = Console(stderr=True, highlight=False)
        if self._waits_for_clips and not self._as_json:
            make_console().print(make_clip_table(clips))
            notes.print(f"The clips lie in {self._out}.", markup=False)
        if log.skipped:
            lines = "line was" if log.skipped == 1 else "lines were"
            notes.print(f"{log.skipped} broken {lines} skipped ({log.format_name}).")
        missing = len(self._spikes) - len(clips) if self._waits_for_clips else 0
        if missing:
            lie = "lies" if missing == 1 else "lie"
            notes.print(
                f"{missing} of {len(self._spikes)} eruptions {lie} outside of the video; "
                "nothing was cut there."
            )
        if not self._spikes:
            notes.print(
                "No eruption was found: this chat never rose far enough above its own usual rate. "
                "Raise TRUSS_SPIKE__SPIKES_AN_HOUR to hear weaker ones."
            )

    def _show(self, spike: ChatSpike, clip: Clip | None) -> None:
        if self._as_json:
            sys.stdout.write(json.dumps(spike_to_json(spike, clip, self._out)) + "\n")
            sys.stdout.flush()
        else:
            first, *more = describe_spike(spike)
            sys.stdout.write(f"{format_offset(spike.peak_seconds):>8}  {first}\n")
            sys.stdout.writelines(f"{'':>8}  {sentence}\n" for sentence in more)


def spike_to_json(spike: ChatSpike, clip: Clip | None, out: Path) -> dict[str, Any]:
    """Return the object that `--json` prints: seconds as floats, offsets into the log."""
    found: dict[str, Any] = {
        "detected_at_s": spike.detected_at_seconds,
        "start_s": spike.start_seconds,
        "end_s": spike.end_seconds,
        "peak_s": spike.peak_seconds,
        "score": round(spike.score, 3),
        "threshold": round(spike.threshold, 3),
        "messages": spike.messages,
        "chatters": spike.chatters,
        "usual_chatters": round(spike.usual_chatters, 2),
        "reacting": spike.reacting,
        "reaction": spike.reaction.value,
        "evidence": list(describe_spike(spike)),
        "lines": [
            {"t_s": line.offset_seconds, "user": line.chatter, "text": line.text}
            for line in spike.strongest
        ],
        "tokens": dict(spike.tokens),
    }
    if clip:
        found["clip"] = {
            "id": clip.id,
            "status": clip.status.value,
            "title": clip.title,
            "virality_score": clip.score.value if clip.score else None,
            "reasons": list(clip.score.reasons) if clip.score else [],
            "folder": str(out / clip.id) if clip.status is ClipStatus.APPROVED else None,
            "failed_reason": clip.failed_reason,
        }
    return found
