"""Re-cuts: a clip made again, with another window or layout."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from core.domain.clips.clip import Clip, ClipStatus
from core.domain.clips.earlier_cut import EARLIER_KEPT, EarlierCut
from core.domain.work.plain_text import clean_text
from core.errors import Conflict, InvalidInput

RECUT_SECONDS_MIN: Final = 3.0
RECUT_SECONDS_MAX: Final = 60.0
"""Longer than any clip we propose: a person may choose so."""
_STEP_SECONDS_MAX: Final = 60.0
_SAME_SECONDS: Final = 0.01
_RETITLED: Final = frozenset({ClipStatus.IN_REVIEW, ClipStatus.APPROVED, ClipStatus.REJECTED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Trim:
    """By how many seconds the edges move: below zero is earlier, above zero is later."""

    start_by_seconds: float = 0.0
    end_by_seconds: float = 0.0


def trim(clip: Clip, by: Trim, *, asset_seconds: float) -> Clip:
    """Return the clip with its edges moved, within an asset of `asset_seconds`.

    A clip whose window changed has no score any more. InvalidInput if nothing would change, or the
    clip would be shorter or longer than a clip may be.
    """
    _require_a_step(by)
    start = round(max(0.0, clip.start_seconds + by.start_by_seconds), 3)
    end = round(min(asset_seconds, clip.end_seconds + by.end_by_seconds), 3)
    moved = max(abs(start - clip.start_seconds), abs(end - clip.end_seconds))
    if moved <= _SAME_SECONDS:
        raise InvalidInput("The video goes no further that way; move the edge the other way.")
    if not RECUT_SECONDS_MIN <= end - start <= RECUT_SECONDS_MAX:
        raise InvalidInput(
            f"That would make a clip of {max(0.0, end - start):g} s; a clip lasts "
            f"{RECUT_SECONDS_MIN:g} to {RECUT_SECONDS_MAX:g} s."
        )
    return replace(clip, start_seconds=start, end_seconds=end, score=None)


def recut(clip: Clip, *, at: datetime) -> Clip:
    """Return the clip on its way to a new cut, with no decision and no failure.

    Conflict while the clip is being made.
    """
    if clip.status in {ClipStatus.DRAFT, ClipStatus.RENDERING}:
        raise Conflict("This clip is being made; wait until it is ready.", current=clip)
    return replace(
        clip.move_to(ClipStatus.RENDERING, at=at),
        decided_by=None,
        failed_stage=None,
        failed_reason=None,
        render_job_id=None,
    )


def remember(wanted: Clip, seen: Clip, *, at: datetime) -> Clip:
    """Return a clip that knows how it was before; of many earlier cuts the last ones are kept."""
    if seen.object_key is None:
        return wanted
    cut = EarlierCut(
        version=seen.version,
        title=seen.title,
        start_seconds=seen.start_seconds,
        end_seconds=seen.end_seconds,
        layout=seen.layout,
        facecam=seen.facecam,
        until=at,
    )
    return replace(wanted, earlier=(*seen.earlier, cut)[-EARLIER_KEPT:])


def retitle(clip: Clip, title: str, *, by: str, at: datetime) -> Clip:
    """Return the clip under a title that a person wrote; its video stays as it is."""
    if clip.status not in _RETITLED:
        raise Conflict(
            "This clip has no video yet; give it a title once it is ready.",
            current=clip,
        )
    cleaned = clean_text(title)
    if not any(character.isalnum() for character in cleaned):
        raise InvalidInput("A title needs at least one letter or number.")
    if cleaned == clip.title:
        raise InvalidInput("The clip already has that title; write another one.")
    return replace(clip, title=cleaned, title_by=by, updated_at=at)


def _require_a_step(by: Trim) -> None:
    steps = (by.start_by_seconds, by.end_by_seconds)
    if not all(math.isfinite(step) and abs(step) <= _STEP_SECONDS_MAX for step in steps):
        raise InvalidInput(f"Move an edge by at most {_STEP_SECONDS_MAX:g} s at a time.")
    if max(abs(step) for step in steps) <= _SAME_SECONDS:
        raise InvalidInput("Say by how many seconds the start or the end is to move.")
