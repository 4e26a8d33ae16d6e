"""Measured posts: each post that is out, with its tags, its newest figures, and those by age."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Final

from core.domain.learning.metrics import PostMetric, merge_metrics
from core.domain.learning.post_tags import PostTags
from core.domain.publishing.publication import Publication
from core.domain.work.ids import ClipId, CreatorId, PublicationId
from core.domain.work.platform import Platform

AGES_DAYS: Final = (1, 2, 7, 28)
"""At which ages a post's figures are kept beside the newest, so that posts can be compared."""
LATE_SHARE: Final = 0.25
"""By how much later than its age figures may have been read to count for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgedFigures:
    """A post's totals when it was `at_days` old, read then; None is not known."""

    at_days: float
    views: int | None = None
    likes: int | None = None
    comments: int | None = None
    shares: int | None = None
    watched_seconds: float | None = None
    watched_share: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredPost:
    """A post that is out, whoever put it there; without a `clip_id` it was not Truss.

    `id` and `made_on` (a UTC day) are its publication's, or were made for it. `post_id` is the
    platform's own id, None while it is not known. `by_age` holds the figures of each age of
    AGES_DAYS that were read then. `shown` is what the cards say of it since `shown_at`.
    """

    creator_id: CreatorId
    id: PublicationId
    made_on: date
    platform: Platform
    out_at: datetime
    account_id: str = ""
    post_id: str | None = None
    clip_id: ClipId | None = None
    title: str = ""
    tags: PostTags | None = None
    newest: PostMetric | None = None
    by_age: Mapping[int, AgedFigures] = field(default_factory=dict)
    shown: str = ""
    shown_at: datetime | None = None
    version: int = 0

    def read(self, metric: PostMetric) -> MeasuredPost:
        """Return it after a measurement; an older one adds what the newest does not know."""
        newest = merge_metrics(self.newest, metric)
        return replace(self, newest=newest, by_age=self._age(metric))

    def _age(self, metric: PostMetric) -> Mapping[int, AgedFigures]:
        aged = age_figures(metric, out_at=self.out_at)
        kept = dict(self.by_age)
        for days in AGES_DAYS:
            is_of_age = days <= aged.at_days <= days * (1 + LATE_SHARE)
            if is_of_age and (days not in kept or aged.at_days <= kept[days].at_days):
                kept[days] = aged
        return kept


def age_figures(metric: PostMetric, *, out_at: datetime) -> AgedFigures:
    return AgedFigures(
        at_days=round((metric.measured_at - out_at) / timedelta(days=1), 2),
        views=metric.views,
        likes=metric.likes,
        comments=metric.comments,
        shares=metric.shares,
        watched_seconds=metric.watched_seconds,
        watched_share=metric.watched_share,
    )


def note_post(publication: Publication, title: str, tags: PostTags | None) -> MeasuredPost:
    """Return the post that a publication has become."""
    return MeasuredPost(
        creator_id=publication.creator_id,
        id=publication.id,
        made_on=name_made_on(publication),
        platform=publication.platform,
        out_at=publication.updated_at,
        account_id=publication.account_id,
        post_id=publication.post_id,
        clip_id=publication.clip_id,
        title=title,
        tags=tags,
    )


def name_made_on(publication: Publication) -> date:
    """Return the day under which a publication's post is kept."""
    return publication.created_at.astimezone(UTC).date()
