"""The videos pages: the list, a video with its analysis, and requesting one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from aiohttp import web

from bot.web.face import FACE, WebFace
from bot.web.pages import show_page
from cogs.analyses import describe_estimate
from cogs.plain_text import clean_text
from cogs.progress import Progress, describe_progress
from core.domain.clips.highlight import Highlight
from core.domain.clips.tracked_job import Tracked
from core.domain.videos.asset import Asset
from core.domain.work.ids import AssetId, ClipId, JobId
from core.domain.work.job import Job
from core.domain.work.plain_text import format_offset
from core.errors import Forbidden
from core.services.videos.video_list import VideoReport

PAGE_SIZE = 20
TITLE_LENGTH_MAX = 100
SENTENCE_LENGTH_MAX = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoLink:
    """A video in a list."""

    asset_id: AssetId
    title: str
    published_at: datetime
    length: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListView:
    """A page of videos; `cursor` is for the next page, with older ones."""

    videos: tuple[VideoLink, ...]
    cursor: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A chapter or a moment: its window, title and reason, and its clip if it has one."""

    start: str
    end: str
    title: str
    is_seen: bool
    why: str = ""
    score: int | None = None
    clip_id: ClipId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoView:
    """A video's page; `analysed_at` is None before its first analysis."""

    video: VideoLink
    estimate: str
    may_request: bool
    progress: Progress | None
    job_id: JobId | None
    analysed_at: datetime | None
    chapters: tuple[Row, ...]
    moments: tuple[Row, ...]
    notes: tuple[str, ...]


async def show_videos(request: web.Request) -> web.Response:
    face = request[FACE]
    page = await face.app.videos.list.list_videos(
        face.actor, cursor=request.query.get("after"), limit=PAGE_SIZE
    )
    view = ListView(videos=tuple(map(_link, page.items)), cursor=page.cursor)
    return show_page(request, "videos.html", view=view)


async def show_video(request: web.Request) -> web.Response:
    face = request[FACE]
    report = await face.app.videos.list.report_video(
        face.actor, AssetId(request.match_info["asset_id"])
    )
    view = view_video(report, may_request=_may_request(face))
    return show_page(request, "video.html", view=view)


async def analyse_video(request: web.Request) -> web.Response:
    face, asset_id = request[FACE], AssetId(request.match_info["asset_id"])
    await face.app.work.requests.request_analysis(face.actor, asset_id)
    raise web.HTTPSeeOther(f"/videos/{asset_id}")


async def cancel_analysis(request: web.Request) -> web.Response:
    face, job_id = request[FACE], JobId(request.match_info["job_id"])
    await face.app.work.requests.cancel_job(face.actor, job_id)
    raise web.HTTPSeeOther(f"/videos/{request.match_info['asset_id']}")


async def retry_analysis(request: web.Request) -> web.Response:
    face, job_id = request[FACE], JobId(request.match_info["job_id"])
    await face.app.work.requests.retry_job(face.actor, job_id)
    raise web.HTTPSeeOther(f"/videos/{request.match_info['asset_id']}")


def view_video(report: VideoReport, *, may_request: bool) -> VideoView:
    """Return what a video's page shows."""
    analysis = report.analysis
    moments = zip(analysis.highlights, analysis.clip_ids, strict=True) if analysis else ()
    return VideoView(
        video=_link(report.asset),
        estimate=describe_estimate(report.estimate, model=report.model),
        may_request=may_request,
        progress=_describe(report.job, report.asset) if report.job else None,
        job_id=report.job.id if report.job else None,
        analysed_at=analysis.analysed_at if analysis else None,
        chapters=tuple(
            Row(
                start=format_offset(chapter.start_seconds),
                end=format_offset(chapter.end_seconds),
                title=clean_text(chapter.title, TITLE_LENGTH_MAX),
                is_seen=chapter.is_seen,
            )
            for chapter in (analysis.chapters if analysis else ())
        ),
        moments=tuple(_show_moment(moment, clip_id) for moment, clip_id in moments),
        notes=tuple(
            clean_text(n, SENTENCE_LENGTH_MAX) for n in (analysis.notes if analysis else ())
        ),
    )


def _show_moment(moment: Highlight, clip_id: ClipId | None) -> Row:
    return Row(
        start=format_offset(moment.start_seconds),
        end=format_offset(moment.end_seconds),
        title=clean_text(moment.title, TITLE_LENGTH_MAX),
        is_seen=moment.seen is not None,
        why=clean_text(moment.reason, SENTENCE_LENGTH_MAX),
        score=moment.score.value,
        clip_id=clip_id,
    )


def _describe(job: Job, asset: Asset) -> Progress:
    return describe_progress(Tracked(title=asset.title, job=job))


def _link(asset: Asset) -> VideoLink:
    return VideoLink(
        asset_id=asset.id,
        title=clean_text(asset.title, TITLE_LENGTH_MAX) or "Untitled video",
        published_at=asset.published_at,
        length=format_offset(asset.facts.duration_seconds),
    )


def _may_request(face: WebFace) -> bool:
    try:
        face.actor.require_reviewer()
    except Forbidden:
        return False
    return True
