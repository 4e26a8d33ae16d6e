"""Figures in words: how a post did, as cards and pages show it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from core.domain.learning.measured_post import MeasuredPost
from core.domain.learning.measurement import is_young
from core.domain.learning.metrics import PostMetric

SHOWN_EVERY: Final = timedelta(minutes=50)
OLD_SHOWN_EVERY: Final = timedelta(hours=20)
_STEPS: Final = ((1_000_000_000, "B"), (1_000_000, "M"), (1_000, "K"))


def show_count(count: int) -> str:
    """Return a count as platforms show it: 999, 1.2K, 12K, 123K, 1.2M; always rounded down."""
    for size, letter in _STEPS:
        if count >= size:
            whole, tenth = divmod(count * 10 // size, 10)
            return f"{whole}.{tenth}{letter}" if whole < 10 else f"{whole}{letter}"
    return str(count)


def describe_figures(metric: PostMetric) -> str:
    """Return how a post did: `1.2K views, 310 of them engaged, 88 likes, 3 comments`."""
    counts = [("view", metric.views), ("like", metric.likes)]
    counts += [("comment", metric.comments), ("share", metric.shares)]
    told = [
        f"{show_count(count)} {name}{'' if count == 1 else 's'}"
        for name, count in counts
        if count or (name == "view" and count is not None)
    ]
    if metric.engaged_views and metric.views is not None:
        told.insert(1, f"{show_count(metric.engaged_views)} of them engaged")
    return ", ".join(told)


def wants_showing(post: MeasuredPost, *, now: datetime) -> bool:
    """Return whether the cards of a post say something else of it than they would now.

    They change hourly at most, and daily once it is old.
    """
    if post.newest is None or post.clip_id is None:
        return False
    if post.shown == describe_figures(post.newest):
        return False
    every = SHOWN_EVERY if is_young(post, now=now) else OLD_SHOWN_EVERY
    return post.shown_at is None or now - post.shown_at >= every
