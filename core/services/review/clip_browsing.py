"""Clip browsing: a page of clips by status, score, stream or place, from one bounded reading."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, TypeVar

from core.domain.clips.clip import Clip, ClipStatus
from core.domain.people.actor import Actor
from core.domain.publishing.publication import Publication, PublicationStatus
from core.domain.streams.stream import Stream
from core.domain.work.platform import Platform
from core.ports.clips import ClipStore
from core.ports.paging import Page
from core.ports.publishing import PublicationStore

T = TypeVar("T", Clip, Publication)

PAGE_CLIPS: Final = 24
INDEX_LOOKED_MAX: Final = 40
"""An index names the clips, and each is then read by itself: that costs three times as much."""
TABLE_LOOKED_MAX: Final = 72
PLACES_MAX: Final = 12
"""So many clips of a place are shown at once: each may be far down the list of publications."""
_ROUNDS_MAX: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipWish:
    """Which clips are wanted; what says nothing lets all pass."""

    status: ClipStatus | None = None
    at_least: int = 0
    stream: Stream | None = None
    platform: Platform | None = None

    def fits(self, clip: Clip) -> bool:
        """Return whether a clip is wanted, as far as it tells by itself."""
        score = clip.score.value if clip.score else 0
        is_of_stream = self.stream is None or clip.stream_id == self.stream.id
        return self.status in {None, clip.status} and score >= self.at_least and is_of_stream


@dataclass(frozen=True, slots=True, kw_only=True)
class Browsed:
    """Clips that fit, and how many things were looked at to find them.

    With a cursor there is more to look at, even where nothing was found.
    """

    clips: tuple[Clip, ...]
    looked_at: int
    cursor: str | None


class ClipBrowsing:
    """Lists clips by one indexed wish; the others narrow what was read, which is bounded."""

    def __init__(self, *, clips: ClipStore, publications: PublicationStore) -> None:
        self._clips = clips
        self._publications = publications

    async def browse(
        self,
        actor: Actor,
        wish: ClipWish,
        *,
        cursor: str | None = None,
        limit: int = PAGE_CLIPS,
    ) -> Browsed:
        """Return the next clips; those of a stream and of a place are the newest first.

        Those of a score alone come by score, and those of a status by priority.
        """
        if wish.stream is not None:
            return await self._browse_stream(actor, wish, wish.stream, cursor, limit)
        if wish.platform is not None:
            return await self._browse_place(actor, wish, cursor, limit)
        read = self._choose(actor, wish)
        is_indexed = wish.status is not None or wish.at_least > 0
        most = INDEX_LOOKED_MAX if is_indexed else TABLE_LOOKED_MAX
        found = await _read_until(read, wish.fits, cursor, limit, most)
        return Browsed(clips=found[0], looked_at=found[1], cursor=found[2])

    def _choose(
        self, actor: Actor, wish: ClipWish
    ) -> Callable[[str | None, int], Awaitable[Page[Clip]]]:
        """Return what reads the one list that fits best."""
        creator_id, status = actor.creator_id, wish.status

        async def read(cursor: str | None, limit: int) -> Page[Clip]:
            if status is not None:
                return await self._clips.list_clips_by_status(
                    creator_id, status, cursor=cursor, limit=limit
                )
            if wish.at_least:
                return await self._clips.list_clips_by_score(
                    creator_id, at_least=wish.at_least, cursor=cursor, limit=limit
                )
            return await self._clips.list_clips(creator_id, cursor=cursor, limit=limit)

        return read

    async def _browse_stream(
        self, actor: Actor, wish: ClipWish, stream: Stream, cursor: str | None, limit: int
    ) -> Browsed:
        """Read the clips that were made between the stream's start and end."""
        seconds = stream.duration_seconds
        before = None if seconds is None else stream.started_at + timedelta(seconds=seconds + 1)

        async def read(cursor: str | None, limit: int) -> Page[Clip]:
            page = await self._clips.list_clips(
                actor.creator_id, before=before, cursor=cursor, limit=limit
            )
            is_over = bool(page.items) and page.items[-1].created_at < stream.started_at
            return Page(page.items, None) if is_over else page

        found = await _read_until(read, wish.fits, cursor, limit, TABLE_LOOKED_MAX)
        return Browsed(clips=found[0], looked_at=found[1], cursor=found[2])

    async def _browse_place(
        self, actor: Actor, wish: ClipWish, cursor: str | None, limit: int
    ) -> Browsed:
        """Read the publications, newest first, and the clips of those that go to the place."""

        async def read(cursor: str | None, limit: int) -> Page[Publication]:
            return await self._publications.list_publications(
                actor.creator_id, cursor=cursor, limit=limit
            )

        def goes_there(publication: Publication) -> bool:
            is_on = publication.status is not PublicationStatus.CANCELLED
            return publication.platform is wish.platform and is_on

        gone, looked, following = await _read_until(
            read, goes_there, cursor, min(limit, PLACES_MAX), TABLE_LOOKED_MAX
        )
        ids = [publication.clip_id for publication in gone]
        found = await self._clips.find_clips(actor.creator_id, ids)
        fit = tuple(clip for clip in found if wish.fits(clip))
        return Browsed(clips=fit, looked_at=looked, cursor=following)


async def _read_until(
    read: Callable[[str | None, int], Awaitable[Page[T]]],
    fits: Callable[[T], bool],
    cursor: str | None,
    limit: int,
    most: int,
) -> tuple[tuple[T, ...], int, str | None]:
    """Read until `limit` fit, the list ends, or `most` were looked at; never past what fits."""
    found: list[T] = []
    looked = 0
    for _ in range(_ROUNDS_MAX):
        page = await read(cursor, min(limit - len(found), most - looked))
        looked += len(page.items)
        found += [item for item in page.items if fits(item)]
        cursor = page.cursor
        if cursor is None or len(found) >= limit or looked >= most:
            break
    return tuple(found), looked, cursor
