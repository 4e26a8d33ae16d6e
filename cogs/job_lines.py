"""Job lines: what a job does and how far it is, in one line that every face shows."""

from __future__ import annotations

from typing import Final

from cogs.plain_text import clean_text
from core.domain.work.job import Job, JobKind, JobStatus

NAME_LENGTH_MAX: Final = 100
_WAITING: Final = JobStatus.QUEUED
_NAMES: Final = {
    JobKind.FETCH_ASSET: "Fetching a video",
    JobKind.ANALYSE_ASSET: "Analysing a video",
    JobKind.JUDGE_CLIP: "Having the model judge a clip",
    JobKind.RENDER_CLIP: "Making a clip",
    JobKind.PUBLISH_CLIP: "Publishing a clip",
    JobKind.PUBLISH_TO_DISCORD: "Publishing a clip to Discord",
    JobKind.PUBLISH_TO_TWITCH: "Publishing a clip to Twitch",
    JobKind.PUBLISH_TO_YOUTUBE: "Publishing a clip to YouTube",
    JobKind.PUBLISH_TO_TIKTOK: "Publishing a clip to TikTok",
    JobKind.POST_CARD: "Posting a card",
    JobKind.LAY_CARDS: "Laying cards",
    JobKind.SHOW_FIGURES: "Showing figures on cards",
    JobKind.CATCH_FOOTAGE: "Looking for a moment's video",
    JobKind.MEASURE_LAG: "Measuring how late chat is",
}


def name_job(job: Job) -> str:
    """Return what a job does and how far it is, in at most 100 characters."""
    what = _NAMES.get(job.kind, job.kind.value.replace("_", " ").capitalize())
    if job.status is JobStatus.FAILED:
        return clean_text(f"{what}: {job.reason or 'failed'}", NAME_LENGTH_MAX)
    stage = clean_text(job.stage, 24) or ("waiting" if job.status is _WAITING else "started")
    return f"{what}: {stage}, {round(100 * job.progress)} %"
