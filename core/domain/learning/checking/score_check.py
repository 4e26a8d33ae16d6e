"""Score check: predicted scores against what was measured, by tenth, with intervals."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from core.domain.learning.evidence.compared_post import ComparedPost, Outcome

if TYPE_CHECKING:
    from core.domain.learning.evidence.residuals import Numbers

POSTS_LEAST: Final = 20
"""With fewer posts, no order says anything."""
BIN_LEAST: Final = 6
BINS_MAX: Final = 10
_SURE: Final = 1.96
_HOW: Final = ((0.5, "well"), (0.3, "somewhat"), (-1.0, "a bit"))


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreBin:
    """Posts with neighbouring scores: the places (0 to 100) that they reached among all posts."""

    low_score: int
    high_score: int
    posts: int
    place: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreCheck:
    """How the score agrees with an outcome: Spearman's rank agreement with its interval."""

    outcome: Outcome
    platform: str
    posts: int
    agreement: float
    low: float
    high: float
    bins: tuple[ScoreBin, ...] = ()


def check_score(
    posts: Sequence[ComparedPost], outcome: Outcome, *, platform: str = ""
) -> ScoreCheck | None:
    """Return how well scores put posts in order, of one platform or all; None with too few posts.

    What platform and drift explain is taken out of the outcome first; a clip counts once, on
    however many platforms it is.
    """
    of = [post for post in posts if not platform or post.platform.value == platform]
    known = choose_known(of, outcome)
    if len({post.subject for post in known}) < POSTS_LEAST:
        return None
    mean = find_mean(known)
    scores = [float(one) for one in mean @ [float(post.score or 0) for post in known]]
    left = mean @ find_left(known, outcome)
    agreement = find_agreement(scores, left)
    low, high = find_interval(agreement, len(scores))
    return ScoreCheck(
        outcome=outcome,
        platform=platform,
        posts=len(scores),
        agreement=agreement,
        low=low,
        high=high,
        bins=_list_bins(scores, left),
    )


def choose_known(posts: Sequence[ComparedPost], outcome: Outcome) -> list[ComparedPost]:
    """Return the posts with a score and this outcome, oldest first."""
    ordered = sorted(posts, key=lambda post: (post.published_at, post.post_id))
    return [p for p in ordered if p.score is not None and p.find_outcome(outcome) is not None]


def find_mean(posts: Sequence[ComparedPost]) -> Numbers:
    """Return what takes the mean of each clip's posts."""
    from core.domain.learning.evidence.residuals import average  # noqa: PLC0415 - it needs numpy

    return average([post.subject for post in posts])


def find_left(posts: Sequence[ComparedPost], outcome: Outcome) -> Numbers:
    """Return the outcomes without what platform and drift explain."""
    import numpy as np  # noqa: PLC0415 - a tenth of a second to import

    from core.domain.learning.evidence.residuals import leave, take_out  # noqa: PLC0415

    base = take_out([post.platform.value for post in posts])
    return leave(base, np.array([post.find_outcome(outcome) for post in posts], float))


def find_agreement(first: Sequence[float] | Numbers, second: Numbers) -> float:
    """Return Spearman's rank correlation; 0 where one side is all alike."""
    import numpy as np  # noqa: PLC0415 - as above

    from core.domain.learning.evidence.ranks import rank  # noqa: PLC0415 - as above

    one, other = rank(np.asarray(first, float)), rank(second)
    if np.ptp(one) == 0 or np.ptp(other) == 0:
        return 0.0
    return float(np.corrcoef(one, other)[0, 1])


def find_interval(agreement: float, count: int) -> tuple[float, float]:
    """Return the 95 % interval of a rank correlation (Bonett and Wright)."""
    bounded = max(-0.999, min(0.999, agreement))
    error = math.sqrt((1 + bounded**2 / 2) / max(1, count - 3))
    middle = math.atanh(bounded)
    return math.tanh(middle - _SURE * error), math.tanh(middle + _SURE * error)


def _list_bins(scores: Sequence[float], left: Numbers) -> tuple[ScoreBin, ...]:
    import numpy as np  # noqa: PLC0415 - as above

    from core.domain.learning.evidence.ranks import rank  # noqa: PLC0415 - as above

    places = (rank(left) - 0.5) / len(left) * 100
    order = np.argsort(np.asarray(scores), kind="stable")
    count = min(BINS_MAX, len(scores) // BIN_LEAST)
    bins = []
    for members in np.array_split(order, count):
        mine, held = places[members], [scores[at] for at in members]
        middle = float(mine.mean())
        # The spread of all places is known, so that few posts do not look surer than many.
        error = 100 / math.sqrt(12 * len(members))
        bins.append(
            ScoreBin(
                low_score=round(min(held)),
                high_score=round(max(held)),
                posts=len(members),
                place=middle,
                low=max(0.0, middle - _SURE * error),
                high=min(100.0, middle + _SURE * error),
            )
        )
    return tuple(bins)


def describe_check(check: ScoreCheck) -> str:
    """Return how well the score predicts, in words."""
    figures = (
        f"rank agreement {check.agreement:.2f}, between {check.low:.2f} and {check.high:.2f}, "
        f"from {check.posts} posts"
    )
    of = f"{check.outcome.value} on {check.platform}" if check.platform else check.outcome.value
    if check.low > 0:
        how = (
            "well" if check.agreement >= 0.5 else "somewhat" if check.agreement >= 0.3 else "a bit"
        )
        return f"The score predicts {of} {how}: posts that scored higher did better ({figures})."
    if check.high < 0:
        return f"The score misleads about {of}: posts that scored higher did worse ({figures})."
    return f"Whether the score predicts {of} is not known yet ({figures})."
