"""Plan dues: when a creator's plan has to be looked at by the clock."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from core.domain.plan.post import Post, PostStatus
from core.domain.work.due import Due, DueKind
from core.domain.work.ids import CreatorId

SOON: Final = timedelta(hours=48)
"""A post that comes within this time and has no clip asks for one."""

FOLLOWED: Final = timedelta(days=3)
"""For so long after its time it is looked at whether a scheduled post has gone out."""

_STEP: Final = timedelta(hours=1)
_ID: Final = "plan"


SETTLED_AFTER: Final = timedelta(minutes=1)
"""A reminder that was set so lately is kept: what it stands for may not be seen everywhere yet."""


def make_plan_due(creator_id: CreatorId, at: datetime, *, set_at: datetime) -> Due:
    """Return the reminder to look at a creator's plan, in the hour of a time: many are one."""
    hour = at.replace(minute=0, second=0, microsecond=0)
    return Due(at=hour, kind=DueKind.PLAN, creator_id=creator_id, id=_ID, set_at=set_at)


def is_settled(due: Due, *, now: datetime) -> bool:
    """Return whether all that a reminder stands for is seen by whoever looks at the plan now."""
    return due.set_at is None or now - due.set_at >= SETTLED_AFTER


def find_first_look(post: Post) -> datetime | None:
    """Return when a post must be looked at first; None where nothing is to be done by the clock."""
    if post.waits_for_clip:
        return post.planned_at - SOON
    return post.planned_at + _STEP if post.status is PostStatus.SCHEDULED else None


def find_next_look(posts: Iterable[Post], *, now: datetime) -> datetime | None:
    """Return when the plan must be looked at again; while a post waits or is due, each hour."""
    times = []
    for post in posts:
        first = find_first_look(post)
        until = post.planned_at + (timedelta() if post.waits_for_clip else FOLLOWED)
        if first is not None and now < until:
            times.append(max(first, now + _STEP))
    return min(times, default=None)
