"""Progress: how far the work is that somebody waits for, in words for every face."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from cogs.plain_text import clean_text
from core.domain.clips.clip import Clip, ClipStatus
from core.domain.clips.tracked_job import Tracked
from core.domain.work.job import ENDED, Job, JobKind, JobStatus

TITLE_LENGTH_MAX: Final = 100
REASON_LENGTH_MAX: Final = 400
_NAMES: Final = {
    "": "Waiting for its turn",
    "download": "Downloading the video",
    "join parts": "Joining the parts",
    "check": "Checking the video",
    "hand over": "Checking the video",
    "probe": "Checking the video",
    "signals": "Measuring picture and sound",
    "understand": "Having the model watch",
    "moments": "Choosing moments",
    "chapters": "Choosing moments",
    "drafts": "Choosing moments",
    "render": "Rendering",
}
_STEPS: Final = {JobKind.FETCH_ASSET: 1, JobKind.ANALYSE_ASSET: 2}
_STEPS_MAX: Final = 3
_CANCELLABLE: Final = frozenset(_STEPS)


class Tone(StrEnum):
    """How the work is going."""

    WORKING = "working"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """What to show; `percent` is None if it cannot be measured, `again_at` is the next try."""

    title: str
    headline: str
    sentence: str
    tone: Tone
    percent: int | None = None
    again_at: datetime | None = None
    may_cancel: bool = False
    may_retry: bool = False


def describe_progress(tracked: Tracked) -> Progress:
    """Return how the work stands."""
    title = clean_text(tracked.title, TITLE_LENGTH_MAX) or "The work"
    job = tracked.job
    if job.status is JobStatus.FAILED:
        return Progress(
            title=title,
            headline=f"It stopped: {_name(job).lower()}",
            sentence=_reason(job) or "Unknown error; the log of Truss has details.",
            tone=Tone.FAILED,
            may_retry=job.kind in _CANCELLABLE,
        )
    if job.status is JobStatus.CANCELLED:
        return Progress(
            title=title,
            headline="Called off",
            sentence="No further work is done on it.",
            tone=Tone.CANCELLED,
        )
    if job.status is JobStatus.DONE:
        return _describe_clips(title, tracked)
    return Progress(
        title=title,
        headline=_number(job, _name(job)),
        sentence=_describe_wait(job),
        tone=Tone.WORKING,
        percent=round(100 * job.progress) if job.status is JobStatus.RUNNING else None,
        again_at=job.next_at if job.reason else None,
        may_cancel=job.kind in _CANCELLABLE,
    )


def translate_progress(progress: Progress, say: Callable[[str], str]) -> Progress:
    """Return progress as `say` puts its sentences; the title stays as it is."""
    return replace(progress, headline=say(progress.headline), sentence=say(progress.sentence))


def count_clips(number: int) -> str:
    """Return `1 clip`, `2 clips`."""
    return f"{number} clip" if number == 1 else f"{number} clips"


def _describe_clips(title: str, tracked: Tracked) -> Progress:
    clips = tracked.clips
    if not tracked.is_over:
        ready = len(clips) - tracked.unfinished
        return Progress(
            title=title,
            headline=f"Step {_STEPS_MAX} of {_STEPS_MAX} · Making clips",
            sentence=f"{ready} of {count_clips(len(clips))} ready.",
            tone=Tone.WORKING,
            percent=round(100 * ready / len(clips)),
        )
    if not clips:
        note = _reason(tracked.job)
        return Progress(
            title=title,
            headline="No clips",
            sentence=note or "No moment stood out.",
            tone=Tone.DONE,
        )
    failed = _count(clips, ClipStatus.FAILED)
    waiting = _count(clips, ClipStatus.IN_REVIEW)
    parts = []
    if waiting:
        verb = "waits" if waiting == 1 else "wait"
        parts.append(f"{count_clips(waiting)} {verb} for a decision.")
    if failed:
        parts.append(f"{count_clips(failed)} could not be made; the card says why.")
    return Progress(
        title=title,
        headline=f"{count_clips(len(clips) - failed)} made",
        sentence=" ".join(parts) or "All of them have been decided.",
        tone=Tone.DONE,
        percent=100,
    )


def _count(clips: Sequence[Clip], status: ClipStatus) -> int:
    return sum(clip.status is status for clip in clips)


def _name(job: Job) -> str:
    known = _NAMES.get(job.stage)
    return known or clean_text(job.stage, 40).capitalize() or _NAMES[""]


def _number(job: Job, name: str) -> str:
    step = _STEPS.get(job.kind)
    return f"Step {step} of {_STEPS_MAX} · {name}" if step else name


def _describe_wait(job: Job) -> str:
    """Return why a job waits; empty on its first attempt."""
    reason = _reason(job)
    return f"{reason} It will be tried again." if reason and job.status not in ENDED else ""


def _reason(job: Job) -> str:
    return clean_text(job.reason or "", REASON_LENGTH_MAX)
