"""Rows: a clip in a list, with what can be decided on it and until when that can be undone."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final

from bot.web.clips.back import Seen, name_seen
from bot.web.face import WebFace
from cogs.cards.card import ReviewCard, make_card
from core.domain.clips.clip import Clip, ClipStatus
from core.domain.publishing.publication import Publication
from core.domain.review.review_card import Verdict
from core.errors import Forbidden, NotFound

JUST_NOW: Final = timedelta(minutes=15)
"""For so long a list looks whether an approval can still be undone; later its own page tells."""
_ASKED_MAX: Final = 6
ROWS_KEPT: Final = 512


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipRow:
    """A clip in a list; `goes_out_at` is until when its approval can be undone, in epoch seconds.

    `seen` names the clip in this version, for a form that decides on many.
    """

    card: ReviewCard
    seen: str
    made_at: datetime
    stream_id: str | None
    goes_out_at: int | None

    @property
    def may_decide(self) -> bool:
        return Verdict.APPROVE in self.card.actions

    @property
    def may_undo(self) -> bool:
        return Verdict.UNDO in self.card.actions

    @property
    def may_retry(self) -> bool:
        return Verdict.RETRY in self.card.actions


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What somebody has just decided: how many clips, the first of them, and all for the undo."""

    count: int
    row: ClipRow
    seen: tuple[str, ...]


async def make_rows(face: WebFace, clips: Sequence[Clip]) -> tuple[ClipRow, ...]:
    """Return the rows; where each goes is asked for the last approved alone."""
    now = face.app.ports.clock.now()
    asked = [c for c in clips if c.status is ClipStatus.APPROVED and now - c.updated_at < JUST_NOW]
    some = asked[:_ASKED_MAX]
    found = await asyncio.gather(*map(face.app.review.decisions.list_publications, some))
    places = {clip.id: publications for clip, publications in zip(some, found, strict=True)}
    may_review = may_decide(face)
    return tuple(make_row(clip, places.get(clip.id, ()), may_review=may_review) for clip in clips)


def make_row(clip: Clip, publications: Sequence[Publication], *, may_review: bool) -> ClipRow:
    """Return one clip as a row; an approval that nobody looked at further is not undone here."""
    if publications:
        return _make_row(clip, publications, may_review=may_review)
    return _make_lone_row(clip, may_review)


@lru_cache(maxsize=ROWS_KEPT)
def _make_lone_row(clip: Clip, may_review: bool) -> ClipRow:
    """Make it once for all who look: most of a list stays as it was."""
    return _make_row(clip, (), may_review=may_review)


def _make_row(clip: Clip, publications: Sequence[Publication], *, may_review: bool) -> ClipRow:
    card = make_card(clip, publications=publications, may_review=may_review)
    due = [place.due_epoch_seconds for place in card.places if place.due_epoch_seconds]
    return ClipRow(
        card=card,
        seen=name_seen(clip),
        made_at=clip.created_at,
        stream_id=clip.stream_id,
        goes_out_at=min(due, default=None) if clip.status is ClipStatus.APPROVED else None,
    )


async def find_done(face: WebFace, seen: Sequence[Seen]) -> Done | None:
    """Return what the address says was decided, as it stands now; None for nothing."""
    if not seen:
        return None
    try:
        clip = await face.app.review.clips.get_clip(face.actor, seen[0].clip_id)
    except NotFound:
        return None
    (row,) = await make_rows(face, [clip])
    return Done(
        count=len(seen),
        row=row,
        seen=tuple(f"{one.clip_id}.{one.version}" for one in seen),
    )


def may_decide(face: WebFace) -> bool:
    """Return whether whoever looks may approve and reject."""
    try:
        face.actor.require_reviewer()
    except Forbidden:
        return False
    return True
