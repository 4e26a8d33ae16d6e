"""Gauges: how things stand at this moment, read for Prometheus."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import UTC, datetime
from typing import Final

from core.app import App
from core.domain.clips.clip import ClipStatus
from core.domain.work.ids import CreatorId, read_ulid_time
from core.domain.work.job import JobStatus, Queue
from core.domain.work.meters import Reading
from core.errors import TrussError

COUNTED_MAX: Final = 100
"""More clips than this wait as `100`: nobody counts by reading them all."""
CREATORS_MAX: Final = 20


async def read_gauges(app: App) -> list[Reading]:
    """Return every gauge; what cannot be read now is left out."""
    readings = [reading async for reading in _read_health(app)]
    readings += [reading async for reading in _read_chats(app)]
    for read in (_read_queues, _read_creators):
        with suppress(TrussError):
            readings += [reading async for reading in read(app)]
    return readings


async def _read_health(app: App) -> AsyncIterator[Reading]:
    for part in app.work.health.list_parts():
        yield Reading(
            name="truss_part_ok",
            help="1 where a part works, 0 where the health page names it.",
            value=1.0 if part.is_ok else 0.0,
            labels=(("part", part.name),),
        )


async def _read_chats(app: App) -> AsyncIterator[Reading]:
    for binding in app.chat.live.list_channels():
        channel = (("channel", binding.login),)
        is_live = app.chat.live.find_stream(binding.broadcaster_id) is not None
        yield Reading(
            name="truss_channel_live",
            help="1 while a stream of a watched channel is heard.",
            value=float(is_live),
            labels=channel,
        )
        delay = app.chat.live.describe_delay(binding.broadcaster_id)
        if delay is None:
            continue
        for name, text, value in (
            ("delay", "By how much a line came later than the quickest one.", delay.late_seconds),
            ("held", "How long lines are held back for their order.", delay.held_seconds),
            ("skew", "By how much our clock is ahead of the platform's.", delay.skew_seconds),
        ):
            yield Reading(name=f"truss_chat_{name}_seconds", help=text, value=value, labels=channel)


async def _read_queues(app: App) -> AsyncIterator[Reading]:
    now = app.ports.clock.now()
    for queue in Queue:
        waiting = await app.ports.stores.queue.list_waiting(queue)
        label = (("queue", queue.value),)
        yield Reading(
            name="truss_jobs_waiting",
            help="Jobs that wait or are being done, by queue.",
            value=len(waiting),
            labels=label,
        )
        oldest = min((_begun(job_id, now) for job_id in waiting), default=now)
        yield Reading(
            name="truss_jobs_oldest_seconds",
            help="How old the oldest job of a queue is.",
            value=max(0.0, (now - oldest).total_seconds()),
            labels=label,
        )


def _begun(job_id: str, now: datetime) -> datetime:
    try:
        return read_ulid_time(job_id).astimezone(UTC)
    except ValueError:
        return now


async def _read_creators(app: App) -> AsyncIterator[Reading]:
    stores, budget = app.ports.stores, app.videos.budget
    stages: dict[tuple[str, str], int] = {}
    cards = 0
    listed = await stores.directory.list_creators(limit=CREATORS_MAX)
    for creator_id in listed.items:
        clips = await stores.clips.list_clips_by_status(
            creator_id, ClipStatus.IN_REVIEW, limit=COUNTED_MAX
        )
        cards += len(clips.items)
        running = await stores.jobs.list_jobs(creator_id, JobStatus.RUNNING, limit=COUNTED_MAX)
        for job in running.items:
            key = (job.kind.value, job.stage or "begun")
            stages[key] = stages.get(key, 0) + 1
        if app.videos.model is not None:
            yield await _read_budget(creator_id, budget.budget_micro_dollars, app)
    yield Reading(name="truss_cards_waiting", help="Clips that wait for a decision.", value=cards)
    for (kind, stage), count in stages.items():
        yield Reading(
            name="truss_jobs_running",
            help="Jobs that are being done, by kind and stage.",
            value=count,
            labels=(("kind", kind), ("stage", stage)),
        )


async def _read_budget(creator_id: CreatorId, budget: int, app: App) -> Reading:
    spent = await app.videos.budget.read_month(creator_id)
    return Reading(
        name="truss_model_budget_left_dollars",
        help="What a creator's month has left for the model.",
        value=max(0, budget - spent.cost_micro_dollars) / 1e6,
        labels=(("creator", creator_id),),
    )
