"""The demo's measured months: posts with figures, from which some things can be learned."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from core.domain.clips.score_weights import USUAL_POINTS
from core.domain.learning.measured_post import MeasuredPost
from core.domain.learning.metrics import PostMetric
from core.domain.learning.post_tags import CalledBy, PointsOfPart, PostTags, TitleForm
from core.domain.people.actor import Actor
from core.domain.work.ids import PublicationId
from core.domain.work.platform import Platform
from core.ports.learning import MeasuredPostStore
from core.ports.work import Clock, Ids
from core.services.learning.weekly_look import WeeklyLook

POSTS: Final = 150
DAYS: Final = 60
_SEED: Final = 23
_PLATFORMS: Final = (Platform.YOUTUBE, Platform.TIKTOK, Platform.X)
_LEVELS: Final = {Platform.YOUTUBE: 6.5, Platform.TIKTOK: 7.2, Platform.X: 5.6}
_NAMES: Final = ("The leap", "One hit left", "He said it live", "Chat called it", "The last door")
_SHARE_OF_SHORT: Final = 2.0
_SHARE_OF_EVENING: Final = 3.2
_GROWN: Final = 1.3


@dataclass(frozen=True, slots=True)
class _Drawn:
    """What one post of the demo is, before it has figures."""

    at: datetime
    platform: Platform
    tags: PostTags
    quality: float


class DemoHistory:
    """Lays out two months of posts in which evenings and short clips truly do better.

    Questions in titles do not, and are seldom: of them nothing can be claimed.
    """

    def __init__(
        self, *, clock: Clock, ids: Ids, posts: MeasuredPostStore, look: WeeklyLook
    ) -> None:
        self._clock = clock
        self._ids = ids
        self._posts = posts
        self._look = look

    async def lay_out(self, actor: Actor) -> None:
        """Add the posts, where there are none yet, and look at them."""
        now = self._clock.now()
        first = (now - timedelta(days=DAYS)).date()
        if await self._posts.list_posts(actor.creator_id, first=first, last=now.date()):
            return
        dice = random.Random(_SEED)  # noqa: S311 - equal posts in every demo, no secret
        for number in range(POSTS):
            age = timedelta(days=DAYS) * (POSTS - number) / POSTS
            drawn = _draw(dice, now - age)
            post_id = self._ids.new_ulid(drawn.at, "demo post", str(number))
            await self._posts.save_post(_measure(dice, drawn, actor, post_id, number, now))
        await self._look.look(actor.creator_id)


def _draw(dice: random.Random, around: datetime) -> _Drawn:
    is_evening = dice.random() < 0.5
    hour = dice.randrange(17, 22) if is_evening else dice.randrange(8, 16)
    at = around.replace(hour=hour, minute=dice.randrange(60))
    earned = {name: dice.betavariate(2.2, 2.0) for name in USUAL_POINTS}
    parts = tuple(
        PointsOfPart(name=name, points=round(earned[name] * points), out_of=points)
        for name, points in USUAL_POINTS.items()
    )
    score = sum(part.points for part in parts)
    tags = PostTags(
        hour=hour,
        weekday=at.weekday(),
        zone=ZoneInfo("UTC").key,
        title_form=TitleForm.QUESTION if dice.random() < 0.08 else TitleForm.STATEMENT,
        title_words=4,
        length_seconds=round(dice.uniform(14, 29) if dice.random() < 0.5 else dice.uniform(32, 60)),
        layout=dice.choice(("stack", "follow", "fit")),
        reaction=dice.choice(("laughter", "hype", "shock")),
        captions=dice.choice(("words", "words", "none")),
        called_by=CalledBy.VIEWER if dice.random() < 0.3 else CalledBy.CHAT,
        score=score,
        score_parts=parts,
    )
    return _Drawn(at=at, platform=dice.choice(_PLATFORMS), tags=tags, quality=(score - 52) / 16)


def _measure(
    dice: random.Random, drawn: _Drawn, actor: Actor, post_id: str, number: int, now: datetime
) -> MeasuredPost:
    """Return the post with figures as they were read at seven days, and today's."""
    is_short = (drawn.tags.length_seconds or 0) <= 30
    bonus = math.log(_SHARE_OF_EVENING) if 17 <= drawn.tags.hour < 22 else 0.0
    views = math.exp(_LEVELS[drawn.platform] + bonus + 0.5 * drawn.quality + dice.gauss(0, 1.0))
    share = 0.3 * (_SHARE_OF_SHORT if is_short else 1.0) * math.exp(dice.gauss(0, 0.35))
    share *= math.exp(0.3 * drawn.quality)
    post = MeasuredPost(
        creator_id=actor.creator_id,
        id=PublicationId(post_id),
        made_on=drawn.at.date(),
        platform=drawn.platform,
        out_at=min(drawn.at, now),
        post_id=f"demo-{number}",
        title=f"{_NAMES[number % len(_NAMES)]}, take {number // len(_NAMES) + 1}",
        tags=drawn.tags,
    )
    for days in (1, 7, 28):
        read_at = post.out_at + timedelta(days=days)
        if read_at <= now:
            grown = 0.4 if days == 1 else 1.0 if days == 7 else _GROWN
            post = post.read(_make_metric(post, views * grown, share, read_at))
    if post.newest is None:
        post = post.read(_make_metric(post, views * 0.2, share, now))
    return post


def _make_metric(post: MeasuredPost, views: float, share: float, at: datetime) -> PostMetric:
    return PostMetric(
        platform=post.platform,
        on=at.date(),
        post_id=post.post_id or "",
        measured_at=at,
        views=int(views),
        likes=int(views * 0.06),
        comments=int(views * 0.004),
        shares=int(views * 0.002),
        watched_share=round(share, 3),
    )
