"""Events: what changes while somebody looks, told by the server over one open answer.

A page loads its parts anew for each event; where no event can come it asks again by itself.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Final

from aiohttp import web

from bot.web.access import Access, Address, get
from bot.web.face import FACE, WebFace
from core.domain.videos.intake import IntakeId
from core.errors import Busy, TrussError

OPEN_SECONDS: Final = 300.0
"""After that a browser comes again by itself, and has to be let in anew."""
STEP_SECONDS: Final = 1.0
QUIET_STEPS: Final = 15
LISTENERS_MAX: Final = 200
LISTENERS_OF_ONE_MAX: Final = 8
_INTAKE: Final = "{intake_id:[0-9A-HJKMNP-TV-Z]{26}}"


@dataclass(slots=True)
class Listeners:
    """Who has an answer open, and whether the page is about to stop."""

    counts: dict[str, int] = field(default_factory=dict)
    stopping: asyncio.Event = field(default_factory=asyncio.Event)


LISTENERS: web.AppKey[Listeners] = web.AppKey("LISTENERS", Listeners)


def list_routes() -> list[Address]:
    """Every address that tells of changes."""
    return [
        get("/events/live", tell_live, Access.MODERATOR, in_demo=True),
        get(f"/uploads/{_INTAKE}/events", tell_intake, Access.VISITOR),
        get("/uploads/events", tell_intakes, Access.VISITOR),
    ]


async def tell_live(request: web.Request) -> web.StreamResponse:
    """Tell how fast the chats of the creator's live channels are."""
    face = request[FACE]

    async def read() -> object:
        return read_rates(face)

    return await _tell(request, read)


async def tell_intake(request: web.Request) -> web.StreamResponse:
    """Tell how far a video on its way in is."""
    face, intake_id = request[FACE], IntakeId(request.match_info["intake_id"])
    intake = await face.app.videos.fetching.get_intake(face.actor, intake_id)

    async def read() -> object:
        tracked = await face.app.work.tracking.look(face.actor, intake.fetch_job_id)
        job = tracked.job
        clips = [[clip.id, clip.version] for clip in tracked.clips]
        return [job.id, job.status.value, job.stage, round(100 * job.progress), clips]

    return await _tell(request, read)


async def tell_intakes(request: web.Request) -> web.StreamResponse:
    """Tell that something has changed among the creator's running jobs."""
    face = request[FACE]

    async def read() -> object:
        jobs = await face.app.work.runner.list_running(face.actor)
        return sorted([job.id, job.stage, round(100 * job.progress)] for job in jobs)

    return await _tell(request, read)


def read_rates(face: WebFace) -> list[dict[str, Any]]:
    """Return the lines of the last ten seconds in each channel that this process hears."""
    live, detection = face.app.chat.live, face.app.chat.detection
    found = []
    for binding in live.list_channels():
        if binding.creator_id != face.actor.creator_id:
            continue
        stream = live.find_stream(binding.broadcaster_id)
        if stream is not None:
            with suppress(KeyError):  # it is just being opened or left
                lines = detection.count_lately(stream)
                found.append({"stream": stream.id, "channel": binding.login, "rate": lines / 10})
    return found


async def _tell(request: web.Request, read: Callable[[], Awaitable[object]]) -> web.StreamResponse:
    """Send what `read` returns whenever it differs, until somebody hangs up or the time is over."""
    listeners, person = request.app[LISTENERS], request[FACE].actor.person_id
    _take_place(listeners, person)
    answer = web.StreamResponse(
        headers={"Content-Type": "text/event-stream; charset=utf-8", "X-Accel-Buffering": "no"}
    )
    try:
        await answer.prepare(request)
        with suppress(ConnectionError):
            await _send_changes(answer, read, listeners.stopping)
    finally:
        listeners.counts[person] -= 1
        if not listeners.counts[person]:
            del listeners.counts[person]
    return answer


async def _send_changes(
    answer: web.StreamResponse, read: Callable[[], Awaitable[object]], stopping: asyncio.Event
) -> None:
    seen: object = None
    quiet = 0
    for _ in range(round(OPEN_SECONDS / STEP_SECONDS)):
        with suppress(TrussError):  # the table may be away for a moment
            found = await read()
            if found != seen:
                await answer.write(f"data: {json.dumps(found)}\n\n".encode())
                seen, quiet = found, 0
        quiet += 1
        if quiet >= QUIET_STEPS:
            await answer.write(b": still here\n\n")
            quiet = 0
        with suppress(TimeoutError):
            async with asyncio.timeout(STEP_SECONDS):
                await stopping.wait()
                return


def _take_place(listeners: Listeners, person: str) -> None:
    own = listeners.counts.get(person, 0)
    if own >= LISTENERS_OF_ONE_MAX or sum(listeners.counts.values()) >= LISTENERS_MAX:
        raise Busy("Too many pages wait for news; close some of them.")
    listeners.counts[person] = own + 1


async def stop_telling(web_app: web.Application) -> None:
    web_app[LISTENERS].stopping.set()
