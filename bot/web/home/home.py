"""Home: what waits for you, what goes out next, what came out, and what a newcomer does first."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from aiohttp import web

from bot.web.access import Access, Address, get, post
from bot.web.clips.rows import ClipRow, make_rows
from bot.web.face import FACE, SITE, WebFace
from bot.web.guard import read_form
from bot.web.pages import show_page
from cogs.destinations import CardPlace, describe_places
from cogs.plain_text import clean_text
from core.domain.clips.clip import ClipStatus
from core.domain.learning.telling.schedule import LOOK_EVERY
from core.domain.people.actor import Actor, Role
from core.domain.publishing.publication import Publication, PublicationStatus
from core.domain.streams.stream import Stream, StreamStatus
from core.domain.work.platform import Platform
from core.errors import NotFound

WAITING_SHOWN: Final = 4
NEXT_SHOWN: Final = 5
OUT_SHOWN: Final = 5
STREAMS_SHOWN: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A publication with its clip's title, and when it goes or went out on the creator's clock."""

    clip_id: str
    title: str
    at: datetime
    place: CardPlace


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveRow:
    """A stream that is on."""

    stream_id: str
    title: str
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """What a newcomer has not done yet; `platforms` are those that can be linked here."""

    needs_channel: bool
    needs_video: bool
    needs_account: bool
    platforms: Sequence[Platform]
    may_change: bool

    @property
    def are_left(self) -> bool:
        return self.needs_channel or self.needs_video or self.needs_account


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeView:
    """The page; `has_more_waiting` says that not all that waits is shown.

    `digest` is the day of this week's digest, for whoever is not told of it in Discord.
    """

    waiting: tuple[ClipRow, ...]
    has_more_waiting: bool
    coming: tuple[Post, ...]
    out: tuple[Post, ...]
    live: tuple[LiveRow, ...]
    streams: tuple[LiveRow, ...]
    steps: Steps
    zone: str
    digest: datetime | None = None


def list_routes() -> list[Address]:
    """Every address of the page."""
    return [
        get("/", show_home, Access.MODERATOR, in_demo=True),
        post("/connect", connect_channel, Access.EDITOR),
    ]


async def show_home(request: web.Request) -> web.Response:
    is_demo = request.app[SITE].demo is not None
    view = await view_home(request[FACE], is_demo=is_demo)
    return show_page(request, "home/home.html", view=view)


async def connect_channel(request: web.Request) -> web.Response:
    """Watch a Twitch channel from now on."""
    face, form = request[FACE], await read_form(request)
    name = str(form.get("channel", ""))[:100]
    await face.app.streams.connections.connect_channel(face.actor, name)
    raise web.HTTPSeeOther("/#steps")


async def view_home(face: WebFace, *, is_demo: bool) -> HomeView:
    """Return the page from a bounded number of indexed reads."""
    app, actor = face.app, face.actor
    zone = await app.publishing.creation.find_zone(actor.creator_id)
    waiting, page, coming, out, steps, digest = await asyncio.gather(
        app.review.clips.list_clips(actor, status=ClipStatus.IN_REVIEW, limit=WAITING_SHOWN),
        app.chat.reports.list_streams(actor, limit=STREAMS_SHOWN),
        _list_posts(face, PublicationStatus.SCHEDULED, NEXT_SHOWN, zone),
        _list_posts(face, PublicationStatus.PUBLISHED, OUT_SHOWN, zone),
        _find_steps(face, is_demo=is_demo),
        _find_digest(face, zone),
    )
    is_live = {s.id for s in page.items if s.status is StreamStatus.LIVE}
    rows = [_view_stream(stream) for stream in page.items]
    return HomeView(
        waiting=await make_rows(face, waiting.items),
        has_more_waiting=waiting.cursor is not None,
        coming=coming,
        out=out,
        live=tuple(row for row in rows if row.stream_id in is_live),
        streams=tuple(row for row in rows if row.stream_id not in is_live),
        steps=steps,
        zone=zone.key,
        digest=digest,
    )


def _view_stream(stream: Stream) -> LiveRow:
    return LiveRow(
        stream_id=stream.id,
        title=clean_text(stream.title, 100) or "Untitled stream",
        since=stream.started_at,
    )


async def _find_digest(face: WebFace, zone: ZoneInfo) -> datetime | None:
    told_at = await face.app.insights.wants.find_told(face.actor)
    is_new = told_at is not None and face.app.ports.clock.now() - told_at < LOOK_EVERY
    return told_at.astimezone(zone) if told_at and is_new else None


async def _list_posts(
    face: WebFace, status: PublicationStatus, limit: int, zone: ZoneInfo
) -> tuple[Post, ...]:
    """Return what goes out next, or what came out last with its figures."""
    page = await face.app.publishing.sending.list_by_status(
        face.actor,
        status,
        is_soonest_first=status is PublicationStatus.SCHEDULED,
        limit=limit,
    )
    metrics, titles = await asyncio.gather(
        face.app.learning.figures.find_figures(page.items),
        asyncio.gather(*(_find_title(face, publication) for publication in page.items)),
    )
    return tuple(
        Post(
            clip_id=publication.clip_id,
            title=title,
            at=publication.due_at.astimezone(zone),
            place=describe_places([publication], metrics)[0],
        )
        for publication, title in zip(page.items, titles, strict=True)
    )


async def _find_title(face: WebFace, publication: Publication) -> str:
    if publication.wording is not None and publication.wording.title:
        return clean_text(publication.wording.title, 100)
    try:
        clip = await face.app.review.clips.get_clip(face.actor, publication.clip_id)
    except NotFound:
        return "A clip that is gone"
    return clean_text(clip.title, 100)


async def _find_steps(face: WebFace, *, is_demo: bool) -> Steps:
    """Return what is left for a newcomer; the demo has no accounts and nothing to connect."""
    app, actor = face.app, face.actor
    if is_demo:
        return Steps(
            needs_channel=False,
            needs_video=False,
            needs_account=False,
            platforms=(),
            may_change=False,
        )
    channels, videos, accounts = await asyncio.gather(
        app.streams.connections.list_channels(actor),
        app.videos.list.list_videos(actor, limit=1),
        app.accounts.linking.list_accounts(actor),
    )
    return Steps(
        needs_channel=not channels,
        needs_video=not videos.items,
        needs_account=not accounts,
        platforms=tuple(app.accounts.linking.platforms),
        may_change=_may_change(actor),
    )


def _may_change(actor: Actor) -> bool:
    return actor.role in {Role.OWNER, Role.EDITOR}
