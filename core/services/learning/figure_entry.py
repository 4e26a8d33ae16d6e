"""Figure entry: the figures of one post, written down by hand."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from core.domain.learning.exports.cells import Dialect, read_count, read_seconds
from core.domain.learning.exports.dates import read_moment
from core.domain.learning.exports.import_plan import KEPT_DAYS, make_post
from core.domain.learning.exports.post_rows import PostRow, RowFigures, find_id_in_link
from core.domain.learning.measured_post import MeasuredPost
from core.domain.learning.measurement import MEASURED
from core.domain.learning.metrics import PostMetric
from core.domain.people.actor import Actor
from core.domain.people.creator_profile import find_zone
from core.domain.work.ids import PublicationId
from core.domain.work.plain_text import clean_text
from core.domain.work.platform import Platform
from core.errors import InvalidInput, NotFound
from core.ports.learning import MeasuredPostStore
from core.ports.people import ProfileStore
from core.ports.work import Clock
from core.services.learning.figure_keeping import Brought, FigureKeeping

_NAME: Final = re.compile(r"(\d{4}-\d{2}-\d{2})\.([0-9A-Za-z_-]{1,64})")
_COUNTS: Final = ("views", "likes", "comments", "shares")
_CHOICES_MAX: Final = 25
_LISTED_DAYS: Final = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What somebody wrote: texts as they were typed, empty where nothing was.

    `post` names a post that is known, as `name_post` does, or is the link of one that is not; then
    `title` and `published` say what it is. `watched` is a share (`45%`) or a time (`18`, `0:18`).
    """

    post: str
    day: str = ""
    views: str = ""
    likes: str = ""
    comments: str = ""
    shares: str = ""
    watched: str = ""
    title: str = ""
    published: str = ""


def name_post(post: MeasuredPost) -> str:
    """Return the name by which people choose a post."""
    return f"{post.made_on.isoformat()}.{post.id}"


class FigureEntry:
    """Keeps what people read on a platform and type in here."""

    def __init__(
        self,
        *,
        clock: Clock,
        posts: MeasuredPostStore,
        profiles: ProfileStore,
        keeping: FigureKeeping,
    ) -> None:
        self._clock = clock
        self._posts = posts
        self._profiles = profiles
        self._keeping = keeping

    async def list_posts(self, actor: Actor, words: str = "") -> tuple[MeasuredPost, ...]:
        """Return the newest posts, with these words in their title, that can be chosen."""
        actor.require_team()
        today = self._clock.now().astimezone(UTC).date()
        posts = await self._posts.list_posts(
            actor.creator_id,
            first=today - timedelta(days=_LISTED_DAYS),
            last=today + timedelta(days=1),
        )
        wanted = words.casefold().split()
        fitting = [
            post
            for post in posts
            if post.platform in MEASURED
            and all(word in f"{post.title} {post.platform.label}".casefold() for word in wanted)
        ]
        return tuple(sorted(fitting, key=lambda post: post.out_at, reverse=True)[:_CHOICES_MAX])

    async def enter(self, actor: Actor, entry: Entry) -> MeasuredPost:
        """Keep the figures of a post as of a day; return the post with its newest figures."""
        actor.require_editor()
        post = await self._find(actor, entry)
        metric = self._read(post, entry)
        await self._keeping.keep(actor.creator_id, [Brought(post=post, metric=metric)])
        found = await self._posts.find_post(actor.creator_id, post.id, made_on=post.made_on)
        return found or post

    async def _find(self, actor: Actor, entry: Entry) -> MeasuredPost:
        if (named := _NAME.fullmatch(entry.post.strip())) is not None:
            try:
                made_on = date.fromisoformat(named[1])
            except ValueError:
                made_on = date.min
            found = await self._posts.find_post(
                actor.creator_id, PublicationId(named[2]), made_on=made_on
            )
            if found is None:
                raise NotFound("There is no such post; choose one of the list, or give its link.")
            return found
        return await self._make(actor, entry)

    async def _make(self, actor: Actor, entry: Entry) -> MeasuredPost:
        """Return the post of a link: the one that is known by it, else a new one."""
        platform, post_id = read_link(entry.post)
        now = self._clock.now()
        for post in await self._list_all(actor):
            if (post.platform, post.post_id) == (platform, post_id):
                return post
        zone = await self._find_zone(actor)
        published = _read_published(entry.published, zone, now)
        if published is None:
            raise InvalidInput(
                "Truss does not know that post yet: say when it went out, as in 2026-11-30."
            )
        row = PostRow(
            source="",
            number=0,
            platform=platform,
            ids=(post_id,),
            title=clean_text(entry.title, 200),
            published=published,
            figures=RowFigures(),
        )
        made = make_post(row, actor.creator_id, zone)
        if made is None or not now - timedelta(days=KEPT_DAYS) < made.out_at < now + _DAY:
            raise InvalidInput(f"Give a day within the last {KEPT_DAYS} days.")
        return made

    async def _find_zone(self, actor: Actor) -> ZoneInfo:
        profile = await self._profiles.get_profile(actor.creator_id)
        return await asyncio.to_thread(find_zone, profile.time_zone)

    async def _list_all(self, actor: Actor) -> tuple[MeasuredPost, ...]:
        today = self._clock.now().astimezone(UTC).date()
        return await self._posts.list_posts(
            actor.creator_id, first=today - timedelta(days=KEPT_DAYS), last=today + _DAY
        )

    def _read(self, post: MeasuredPost, entry: Entry) -> PostMetric:
        on = self._read_day(post, entry.day)
        counts = {name: _read_count(name, getattr(entry, name)) for name in _COUNTS}
        watched = _read_watched(entry.watched, post, counts["views"])
        if all(value is None for value in (*counts.values(), *watched.values())):
            raise InvalidInput("Give at least one figure, such as the views.")
        end = datetime.combine(on, time(23, 59, 59), UTC)
        bare = PostMetric(
            platform=post.platform,
            on=on,
            post_id=post.post_id or post.id,
            measured_at=min(end, self._clock.now()),
            is_imported=True,
            **counts,
        )
        return replace(bare, **watched)  # type: ignore[arg-type]

    def _read_day(self, post: MeasuredPost, text: str) -> date:
        today = self._clock.now().astimezone(UTC).date()
        day = read_moment(text, as_of=today) if text.strip() else today
        on = day.date() if isinstance(day, datetime) else day
        if on is None:
            raise InvalidInput("Write the day as in 2026-11-30.")
        if not post.out_at.date() - _DAY <= on <= today + _DAY:
            raise InvalidInput("Figures are of a day since the post went out, up to today.")
        return min(on, today)


_DAY: Final = timedelta(days=1)


def read_link(text: str) -> tuple[Platform, str]:
    """Return the platform and the id of a post by its link."""
    link = text.strip()
    for platform in MEASURED:
        hosts = _HOSTS.get(platform)
        if hosts and re.match(rf"https?://([a-z0-9-]+\.)*({hosts})/", link, re.IGNORECASE):
            post_id = find_id_in_link(platform, link)
            if post_id is not None:
                return platform, post_id
    raise InvalidInput("Choose a post of the list, or give its whole link.")


_HOSTS: Final[Mapping[Platform, str]] = {
    Platform.YOUTUBE: r"youtube\.com|youtu\.be",
    Platform.TIKTOK: r"tiktok\.com",
    Platform.X: r"x\.com|twitter\.com",
    Platform.LINKEDIN: r"linkedin\.com",
    Platform.INSTAGRAM: r"instagram\.com",
    Platform.FACEBOOK: r"facebook\.com",
    Platform.REDNOTE: r"xiaohongshu\.com|rednote\.com",
}


def _read_published(text: str, zone: ZoneInfo, now: datetime) -> datetime | date | None:
    """Return a day or a time that somebody typed; a time is one of the creator's own clock."""
    found = read_moment(text, as_of=now.date())
    if isinstance(found, datetime) and not re.search(r"(Z|[+-]\d\d:?\d\d)$", text.strip()):
        return found.replace(tzinfo=zone)
    return found


def _read_count(name: str, text: str) -> int | None:
    if not text.strip():
        return None
    count = read_count(text, Dialect.ENGLISH)
    if count is None:
        raise InvalidInput(f"Write the {name} as a whole number, as in 1204.")
    return count


def _read_watched(text: str, post: MeasuredPost, views: int | None) -> dict[str, float | None]:
    """Return the share and the seconds watched: of `45%`, or of `18` or `0:18` on average."""
    text = text.strip()
    if not text:
        return {"watched_share": None, "watched_seconds": None}
    length = post.tags.length_seconds if post.tags else None
    number = read_seconds(text.removesuffix("%"), Dialect.ENGLISH)
    if number is None or number > 10_000:
        raise InvalidInput("Write how much was watched as in 45%, or on average as in 0:18.")
    share: float | None = number / 100
    average: float | None = number
    if text.endswith("%"):
        average = number / 100 * length if length else None
    else:
        share = number / length if length else None
    seconds = average * views if average is not None and views is not None else None
    return {
        "watched_share": None if share is None else round(share, 4),
        "watched_seconds": None if seconds is None else round(seconds, 1),
    }
