"""`trussbot analyse`: a video becomes chapters, moments and clip drafts, each with its reasons."""

from __future__ import annotations

import asyncio
import json
import sys
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.bootstrap import Adapt, open_connected, unchanged
from bot.commands.clip_table import make_console
from bot.runner import stop_on_signals, unless_stopped
from cogs.analyses import describe_estimate
from core.app import App
from core.domain.clips.asset_analysis import AssetAnalysis
from core.domain.people.actor import Actor, Role
from core.domain.videos.asset import Asset
from core.domain.videos.intake import name_video
from core.domain.work.ids import CreatorId
from core.domain.work.plain_text import format_offset
from core.ports.chat import ChatLog
from core.ports.paging import collect
from core.services.work.job_handlers import JobProgress

if TYPE_CHECKING:
    from config.settings import Settings

_BATCH = 2000


async def run_analyse(
    settings: Settings,
    *,
    video: Path,
    chat: Path | None,
    as_json: bool,
    offset: float | None = None,
    adapt: Adapt = unchanged,
) -> int:
    """Analyse a video in the workspace of `trussbot run`; its drafts wait there to be rendered.

    Budget, stored windows and measured signals belong to the creator, so a killed run resumes and
    nothing is paid for twice. `offset` is where in the video the chat's first message is, for chat
    that tells times of day. `adapt` may replace ports.
    """
    folder = settings.publish_folder or settings.home / "published"
    owner = Actor(person_id="analyse", creator_id=CreatorId(settings.creator_id), role=Role.OWNER)
    with stop_on_signals() as stop:
        async with open_connected(settings, publish_folder=folder, adapt=adapt) as app:
            work = analyse_video(app, owner, video=video, chat=chat, as_json=as_json, offset=offset)
            return await unless_stopped(work, stop)


async def analyse_video(
    app: App,
    owner: Actor,
    *,
    video: Path,
    chat: Path | None,
    as_json: bool,
    offset: float | None = None,
) -> int:
    """Import the video (and its chat), analyse it, and print what was found.

    A video that was imported before is recognised by its name and length, so that nothing is
    measured or paid for twice.
    """
    notes = Console(stderr=True, highlight=False)
    logs = app.ports.chat.logs
    log = await asyncio.to_thread(lambda: logs.open_log(chat, first_at=offset)) if chat else None
    asset = await _find_or_import(app, owner, video)
    if chat and log:
        await _hear_once(app, owner, asset, log, title=chat.name)
        for note in log.notes:
            notes.print(Text(note), soft_wrap=True)
    report = await app.videos.list.report_video(owner, asset.id)
    if report.model:
        notes.print(describe_estimate(report.estimate, model=report.model), soft_wrap=True)
    analysis = await app.videos.analysis.analyse_now(owner, asset.id, JobProgress())
    if as_json:
        sys.stdout.write(json.dumps(analysis_to_json(asset, analysis)) + "\n")
        return 0
    console = make_console()
    console.print(make_chapter_table(analysis))
    console.print(make_moment_table(analysis))
    for note in analysis.notes:
        notes.print(Text(note), soft_wrap=True)
    return 0


async def _find_or_import(app: App, owner: Actor, video: Path) -> Asset:
    facts, title = await app.ports.videos.prober.probe(video), name_video("", video.name)
    known = await collect(
        lambda cursor: app.ports.stores.assets.list_assets(
            owner.creator_id, cursor=cursor, limit=100
        )
    )
    for asset in known:
        if asset.title == title and asset.facts == facts:
            return asset
    return await app.videos.imports.import_video(
        owner, video, title=title, published_at=app.ports.clock.now()
    )


async def _hear_once(app: App, owner: Actor, asset: Asset, log: ChatLog, *, title: str) -> None:
    """Hear a recorded chat as this video's stream, unless an earlier run already has."""
    streams = await collect(
        lambda cursor: app.ports.stores.streams.list_streams(
            owner.creator_id, cursor=cursor, limit=100
        )
    )
    if any(stream.asset_id == asset.id and stream.title == title for stream in streams):
        return
    stream = await app.chat.detection.start_stream(
        owner, title=title, started_at=asset.published_at
    )
    events, last = iter(log), 0.0
    while batch := await asyncio.to_thread(lambda: list(islice(events, _BATCH))):
        for event in batch:
            last = event.offset_seconds
            await app.chat.detection.hear(stream, event)
    # The stream gets its video only now, since otherwise each spike would make its own clip.
    await app.chat.detection.end_stream(stream, duration_seconds=last, asset=asset)


def make_chapter_table(analysis: AssetAnalysis) -> Table:
    """Return one row a chapter: when it starts and ends, and its title."""
    table = Table(title=f"{len(analysis.chapters)} chapters", title_justify="left")
    table.add_column("From", no_wrap=True)
    table.add_column("To", no_wrap=True)
    table.add_column("Title", overflow="fold")
    for chapter in analysis.chapters:
        table.add_row(
            format_offset(chapter.start_seconds),
            format_offset(chapter.end_seconds),
            Text(chapter.title),
        )
    return table


def make_moment_table(analysis: AssetAnalysis) -> Table:
    """Return one row a moment: its window, its score, its title, and the reasons."""
    table = Table(title=f"{len(analysis.highlights)} moments", title_justify="left")
    for heading in ("Window", "Score"):
        table.add_column(heading, no_wrap=True)
    table.add_column("Title", overflow="fold")
    table.add_column("Why", overflow="fold")
    for highlight in analysis.highlights:
        table.add_row(
            f"{highlight.start_seconds:.1f}-{highlight.end_seconds:.1f}",
            str(highlight.score.value),
            Text(highlight.title),
            Text(" ".join((highlight.reason, *highlight.score.reasons[:2]))),
        )
    return table


def analysis_to_json(asset: Asset, analysis: AssetAnalysis) -> dict[str, Any]:
    """Return the object that `--json` prints: seconds as floats, offsets into the video."""
    moments = zip(analysis.highlights, analysis.clip_ids, strict=True)
    return {
        "asset": {
            "id": asset.id,
            "title": asset.title,
            "duration_s": asset.facts.duration_seconds,
        },
        "chapters": [
            {
                "start_s": chapter.start_seconds,
                "end_s": chapter.end_seconds,
                "title": chapter.title,
                "is_seen": chapter.is_seen,
            }
            for chapter in analysis.chapters
        ],
        "moments": [
            {
                "start_s": moment.start_seconds,
                "peak_s": moment.peak_seconds,
                "end_s": moment.end_seconds,
                "title": moment.title,
                "reason": moment.reason,
                "evidence": moment.evidence.value if moment.evidence else None,
                "category": moment.seen.category.value if moment.seen else None,
                "quote": moment.seen.quote if moment.seen else "",
                "virality_score": moment.score.value,
                "parts": [
                    {
                        "name": part.name,
                        "points": part.points,
                        "out_of": part.out_of,
                        "reason": part.reason,
                    }
                    for part in moment.score.parts
                ],
                "reasons": list(moment.score.reasons),
                "clip_id": clip_id,
            }
            for moment, clip_id in moments
        ],
        "notes": list(analysis.notes),
        "dropped": [
            {"kind": entry.kind, "reason": entry.fault.value, "count": entry.count}
            for entry in analysis.dropped
        ],
        "model": analysis.model,
        "tokens": {"prompt": analysis.use.prompt, "answer": analysis.use.answer},
        "cost_usd": analysis.cost_micro_dollars / 1_000_000,
    }
