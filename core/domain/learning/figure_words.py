"""Figures in words: how a post did, as cards and pages show it."""

from __future__ import annotations

import math
from datetime import datetime, timedelta
from typing import Final

from core.domain.learning.measured_post import MeasuredPost
from core.domain.learning.measurement import is_young
from core.domain.learning.metrics import PostMetric

SHOWN_EVERY: Final = timedelta(minutes=50)
OLD_SHOWN_EVERY: Final = timedelta(hours=12)
_STEP: Final = 0.05
_EXACT_BELOW: Final = 20


def describe_figures(metric: PostMetric) -> str:
    """Return how a post did: `1,204 views, 310 of them engaged, 88 likes, 3 comments`."""
    counts = [("view", metric.views), ("like", metric.likes)]
    counts += [("comment", metric.comments), ("share", metric.shares)]
    told = [
        f"{count:,} {name}{'' if count == 1 else 's'}"
        for name, count in counts
        if count or (name == "view" and count is not None)
    ]
    if metric.engaged_views and metric.views is not None:
        told.insert(1, f"{metric.engaged_views:,} of them engaged")
    return ", ".join(told)


def name_shown(metric: PostMetric) -> str:
    """Return what a card says of a post, in steps of a twentieth: less than that is no news."""
    counts = (metric.views, metric.engaged_views, metric.likes, metric.comments, metric.shares)
    return " ".join("-" if count is None else _name_step(count) for count in counts)


def _name_step(count: int) -> str:
    """Return a small count as it is, and of a larger one which step of a twentieth it is on."""
    return str(count) if count < _EXACT_BELOW else f"~{int(math.log(count, 1 + _STEP))}"


def wants_showing(post: MeasuredPost, *, now: datetime) -> bool:
    """Return whether the cards of a post say something else of it than they would now.

    They change hourly at most, and daily once it is old.
    """
    if post.newest is None or post.clip_id is None:
        return False
    if post.shown == name_shown(post.newest):
        return False
    every = SHOWN_EVERY if is_young(post, now=now) else OLD_SHOWN_EVERY
    return post.shown_at is None or now - post.shown_at >= every
