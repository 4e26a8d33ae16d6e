"""Compared posts: what a post was, and what it had brought seven days after it went out."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from core.domain.work.platform import Platform


class Outcome(StrEnum):
    """What a post is judged by; views vary far more from post to post than the other two."""

    VIEWS = "views"
    WATCHED = "share watched"
    LIKED = "likes per view"


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedPost:
    """A post seven days after it went out; `None` is a figure that nobody has.

    `traits` holds the answer to each question that can be answered of this post. `score` is what
    was predicted, `parts` the share (0 to 1) that each of its parts earned. A clip that went out on
    several platforms is several posts with one `clip_id`.
    """

    post_id: str
    platform: Platform
    published_at: datetime
    views: int
    likes: int | None = None
    share_watched: float | None = None
    traits: Mapping[str, bool] = field(default_factory=dict)
    score: int | None = None
    parts: Mapping[str, float] = field(default_factory=dict)
    clip_id: str = ""

    @property
    def subject(self) -> str:
        """What it counts as: what makes a clip good, or lucky, does so on every platform."""
        return self.clip_id or self.post_id

    def find_outcome(self, outcome: Outcome) -> float | None:
        """Return the logarithm of an outcome, in which equal ratios are equal distances."""
        return _LOGARITHMS[outcome](self)


def _log_views(post: ComparedPost) -> float | None:
    return math.log1p(max(0, post.views))


def _log_watched(post: ComparedPost) -> float | None:
    """Of a share that may be over 1: short clips are watched again."""
    share = post.share_watched
    return None if share is None else math.log(max(0.001, share))


def _log_liked(post: ComparedPost) -> float | None:
    if post.likes is None:
        return None
    return math.log((max(0, post.likes) + 0.5) / (max(0, post.views) + 1))


_LOGARITHMS: Final[Mapping[Outcome, Callable[[ComparedPost], float | None]]] = {
    Outcome.VIEWS: _log_views,
    Outcome.WATCHED: _log_watched,
    Outcome.LIKED: _log_liked,
}
