"""Histories of posts, as simulated where the method of insights was chosen.

Three platforms with levels of their own, an effect of the weekday, slow drift (a random walk of
.05 a post), log-normal noise of sigma 1.2 and 3 % viral posts (8 to 40 times as many views). The
quiet outcomes have a sigma of .45. Of twelve traits, one is tied to a platform and one to weekends;
at most eight are asked about.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final

import numpy as np

from core.domain.learning.evidence.compared_post import ComparedPost
from core.domain.work.platform import Platform

SHARES: Final = (0.5, 0.5, 0.35, 0.35, 0.35, 0.25, 0.25, 0.25, 0.25, 0.15, 0.0, 0.0)
TRAITS: Final = tuple(f"trait {number}" for number in range(12))
ASKED: Final = tuple(TRAITS[number] for number in (0, 1, 2, 3, 6, 9, 10, 11))
HALF: Final = TRAITS[0]
QUARTER: Final = TRAITS[6]
PLATFORMS: Final = (Platform.YOUTUBE, Platform.TIKTOK, Platform.TWITCH)
FIRST_POST: Final = datetime(2026, 1, 5, 18, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """How often as much a trait brings: views, and the share that is watched."""

    trait: str = HALF
    views: float = 1.0
    watched: float = 1.0


EMPTY: Final = Planted()


def make_history(
    seed: int, count: int, planted: Planted = EMPTY, *, sigma: float = 1.2, viral: float = 0.03
) -> tuple[ComparedPost, ...]:
    """Return the posts of one history, oldest first, one a day."""
    rng = np.random.default_rng(seed)
    platform = rng.choice(3, count, p=[0.5, 0.3, 0.2])
    weekday = rng.integers(0, 7, count)
    level = np.array([6.5, 5.5, 7.2])[platform] + rng.normal(0, 0.15, 7)[weekday]
    drift = np.cumsum(rng.normal(0, 0.05, count))
    has = rng.random((count, 12)) < np.array(SHARES)
    has[:, 10] = rng.random(count) < np.where(platform == 1, 0.4, 0.08)
    has[:, 11] = (weekday >= 5) ^ (rng.random(count) < 0.15)
    planted_in = has[:, TRAITS.index(planted.trait)]
    views = level + drift + sigma * rng.normal(size=count)
    views += (rng.random(count) < viral) * np.log(rng.uniform(8, 40, count))
    views += np.log(planted.views) * planted_in
    watched = np.log(0.3) + np.log(planted.watched) * planted_in
    watched += 0.3 * drift + 0.45 * rng.normal(size=count)
    liked = np.log(0.05) + 0.3 * drift + 0.45 * rng.normal(size=count)
    seen = np.floor(np.exp(views))
    likes = np.floor(seen * np.minimum(1.0, np.exp(liked)))
    return tuple(
        ComparedPost(
            post_id=f"{seed}-{number}",
            platform=PLATFORMS[platform[number]],
            published_at=FIRST_POST + timedelta(days=number),
            views=int(seen[number]),
            likes=int(likes[number]),
            share_watched=float(np.exp(watched[number])),
            traits={name: bool(has[number, at]) for at, name in enumerate(TRAITS)},
        )
        for number in range(count)
    )


def post_everywhere(seed: int, clips: int, planted: Planted = EMPTY) -> tuple[ComparedPost, ...]:
    """Return a history of clips on three platforms each.

    Half of what varies is the clip's own luck, which goes with it; the other half is a post's.
    """
    history = make_history(seed, clips, planted, sigma=0.85)
    rng = np.random.default_rng(seed)

    def vary(sigma: float) -> float:
        return float(np.exp(sigma * rng.normal()))

    return tuple(
        replace(
            post,
            post_id=f"{post.post_id}-{platform}",
            clip_id=post.post_id,
            platform=platform,
            published_at=post.published_at + timedelta(minutes=place),
            views=int(post.views * level * vary(0.85)),
            likes=int((post.likes or 0) * level * vary(0.32)),
            share_watched=(post.share_watched or 0.0) * vary(0.32),
        )
        for post in history
        for place, (platform, level) in enumerate(zip(PLATFORMS, (1.0, 0.4, 2.0), strict=True))
    )
