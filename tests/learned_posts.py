"""Measured posts for tests of learning: as they go out, and as they can be compared."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from core.domain.learning.evidence.question import Question
from core.domain.learning.measured_post import MeasuredPost
from core.domain.learning.metrics import PostMetric
from core.domain.learning.post_tags import PostTags, TitleForm
from core.domain.work.ids import PublicationId
from core.domain.work.platform import Platform
from tests.builders import CREATOR, NOON, make_test_ulid
from tests.history_generator import ASKED

QUESTIONS = tuple(Question(trait=name, posts=name, others=f"not {name}") for name in ASKED)


def make_tags(**given: Any) -> PostTags:
    values: dict[str, Any] = {
        "hour": 19,
        "weekday": 2,
        "zone": "UTC",
        "title_form": TitleForm.STATEMENT,
    }
    return PostTags(**(values | given))


def make_out(
    number: int, out_at: datetime = NOON, *, at_week: dict[str, Any] | None = None, **given: Any
) -> MeasuredPost:
    """Return a post that is out; `at_week` are its figures at the age of seven days."""
    values: dict[str, Any] = {
        "creator_id": CREATOR,
        "id": PublicationId(make_test_ulid(number)),
        "made_on": out_at.date(),
        "platform": Platform.YOUTUBE,
        "out_at": out_at,
        "post_id": f"post-{number}",
        "title": f"Post {number}",
        "tags": make_tags(),
    }
    post = MeasuredPost(**(values | given))
    if at_week is None:
        return post
    at = out_at + timedelta(days=7)
    metric = PostMetric(
        platform=post.platform, on=at.date(), post_id=post.post_id or "", measured_at=at, **at_week
    )
    return post.read(metric)
