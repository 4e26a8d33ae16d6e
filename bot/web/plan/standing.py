"""Standing: what has become of a post's text on its platform, in a sentence beside the text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from cogs.destinations import describe_places
from core.domain.plan.post import PlatformVariant, Post, PostStatus
from core.domain.publishing.publication import RETRIED, WAITING, Publication, PublicationStatus
from core.domain.work.platform import BY_HAND

_S = PostStatus
_SENTENCES: Final = {
    _S.IDEA: "Not written yet; nothing goes out.",
    _S.DRAFTING: "Being written; nothing goes out yet.",
    _S.REVIEW: "Waits for somebody to look it over.",
    _S.SCHEDULED: "Waits until {time}.",
    _S.PUBLISHED: "Published.",
}
_TROUBLES: Final = RETRIED | {PublicationStatus.UNCONFIRMED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a text stands; `link` leads to it once it is out, `needs_you` where it cannot go on."""

    sentence: str
    link: str = ""
    needs_you: bool = False


def describe_standing(
    post: Post, variant: PlatformVariant, publications: Sequence[Publication], zone: ZoneInfo
) -> tuple[Standing, ...]:
    """Return one for each account that the text goes to; the plan's own where nothing was made."""
    own = [one for one in publications if one.platform is variant.platform]
    shown = [one for one in own if one.status is not PublicationStatus.CANCELLED] or own[:1]
    if not shown or (variant.status is _S.PUBLISHED and variant.link and _is_called_off(shown)):
        return (_describe_plan(post, variant, zone),)
    return tuple(_describe_publication(one, zone) for one in shown)


def _is_called_off(publications: Sequence[Publication]) -> bool:
    return all(one.status is PublicationStatus.CANCELLED for one in publications)


def _describe_publication(publication: Publication, zone: ZoneInfo) -> Standing:
    (place,) = describe_places([publication], {})
    sentence = place.sentence
    if publication.status in WAITING:
        sentence = f"{sentence} It goes out on {_show(publication.wakes_at, zone)}."
    return Standing(
        sentence=sentence,
        link=place.link or "",
        needs_you=publication.status in _TROUBLES,
    )


def _describe_plan(post: Post, variant: PlatformVariant, zone: ZoneInfo) -> Standing:
    sentence = _SENTENCES[variant.status].format(time=_show(variant.planned_at, zone))
    is_out = variant.status is _S.PUBLISHED
    if not is_out and variant.platform in BY_HAND:
        sentence += " You post it by hand."
    elif not is_out and post.waits_for_clip:
        sentence += " Its clip is still missing."
    return Standing(sentence=sentence, link=variant.link)


def _show(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}"
