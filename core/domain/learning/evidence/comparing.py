"""Comparing: a measured post as what is asked about, seven days after it went out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from core.domain.chat.reaction import Reaction
from core.domain.clips.edit_plan import Layout
from core.domain.learning.evidence.compared_post import ComparedPost
from core.domain.learning.measured_post import AgedFigures, MeasuredPost
from core.domain.learning.post_tags import CalledBy, PostTags, TitleForm

AGE_DAYS: Final = 7
SHORT_SECONDS: Final = 30.0
EVENING: Final = range(17, 22)
_NO_CAPTIONS: Final = "none"


def compare_post(post: MeasuredPost) -> ComparedPost | None:
    """Return it as it can be compared; None while it is too young, or was not measured then."""
    aged = post.by_age.get(AGE_DAYS)
    if aged is None or aged.views is None:
        return None
    tags = post.tags
    return ComparedPost(
        post_id=post.id,
        clip_id=post.clip_id or "",
        platform=post.platform,
        published_at=post.out_at,
        views=aged.views,
        likes=aged.likes,
        share_watched=_find_share(aged, tags),
        traits=name_traits(tags) if tags else {},
        score=tags.score if tags else None,
        parts={part.name: part.points / part.out_of for part in tags.score_parts if part.out_of}
        if tags
        else {},
    )


def name_traits(tags: PostTags) -> Mapping[str, bool]:
    """Return the answer to each usual question that these tags can answer."""
    traits = {
        "evening": tags.hour in EVENING,
        "weekend": tags.weekday >= 5,
        "title asks": tags.title_form is TitleForm.QUESTION,
    }
    if tags.length_seconds is not None:
        traits["short"] = tags.length_seconds <= SHORT_SECONDS
    if tags.layout:
        traits["stacked"] = tags.layout == Layout.STACK
    if tags.captions:
        traits["captioned"] = tags.captions != _NO_CAPTIONS
    if tags.reaction:
        traits["laughter"] = tags.reaction == Reaction.LAUGHTER
    if tags.called_by in {CalledBy.VIEWER, CalledBy.CHAT}:
        traits["called"] = tags.called_by is CalledBy.VIEWER
    return traits


def _find_share(aged: AgedFigures, tags: PostTags | None) -> float | None:
    """Return how much of it people watched on average, if the figures tell."""
    if aged.watched_share is not None:
        return aged.watched_share
    length = tags.length_seconds if tags else None
    if aged.watched_seconds is None or not aged.views or not length:
        return None
    return aged.watched_seconds / aged.views / length
