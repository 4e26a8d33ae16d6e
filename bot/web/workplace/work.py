"""The running work: what Truss does now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from aiohttp import web

from bot.web.access import Access, Address, get, post
from bot.web.face import FACE
from bot.web.pages import show_page
from cogs.job_lines import name_job
from core.domain.work.ids import JobId
from core.domain.work.job import Job, JobStatus
from core.services.work.job_requests import CANCELLABLE, RETRYABLE

SHOWN: Final = 25
_JOB: Final = "{job_id:[0-9A-HJKMNP-TV-Z]{26}}"


@dataclass(frozen=True, slots=True, kw_only=True)
class JobRow:
    """A job, and what can be done about it."""

    job_id: str
    line: str
    percent: int
    is_open: bool
    may_cancel: bool
    may_retry: bool


def list_routes() -> list[Address]:
    """Every address of these pages."""
    return [
        get("/jobs", show_jobs, Access.MODERATOR, in_demo=True),
        post(f"/jobs/{_JOB}/cancel", cancel_job, Access.MODERATOR, in_demo=True),
        post(f"/jobs/{_JOB}/retry", retry_job, Access.MODERATOR, in_demo=True),
    ]


async def show_jobs(request: web.Request) -> web.Response:
    """Show the newest jobs of each status, and say where there are more."""
    face = request[FACE]
    rows: list[JobRow] = []
    has_more = False
    for status in (JobStatus.RUNNING, JobStatus.QUEUED, JobStatus.FAILED):
        page = await face.app.work.requests.list_jobs(face.actor, status, limit=SHOWN)
        rows += [describe_job(job) for job in page.items]
        has_more = has_more or page.cursor is not None
    return show_page(request, "workplace/jobs.html", rows=rows, has_more=has_more, shown=SHOWN)


async def cancel_job(request: web.Request) -> web.Response:
    face = request[FACE]
    await face.app.work.requests.cancel_job(face.actor, JobId(request.match_info["job_id"]))
    raise web.HTTPSeeOther("/jobs")


async def retry_job(request: web.Request) -> web.Response:
    face = request[FACE]
    await face.app.work.requests.retry_job(face.actor, JobId(request.match_info["job_id"]))
    raise web.HTTPSeeOther("/jobs")


def describe_job(job: Job) -> JobRow:
    """Return a job as a row."""
    is_open = job.status in {JobStatus.RUNNING, JobStatus.QUEUED}
    return JobRow(
        job_id=job.id,
        line=name_job(job),
        percent=round(100 * job.progress),
        is_open=is_open,
        may_cancel=is_open and job.kind in CANCELLABLE,
        may_retry=job.status is JobStatus.FAILED and job.kind in RETRYABLE,
    )
