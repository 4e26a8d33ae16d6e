"""Destinations: where a clip goes or went, when, and how it did there, in plain words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

from cogs.plain_text import clean_text
from core.domain.learning.figure_words import describe_figures
from core.domain.learning.metrics import PostMetric
from core.domain.publishing.publication import WAITING, Publication, PublicationStatus
from core.domain.work.ids import PublicationId

LINK_LENGTH_MAX: Final = 500
_REASON_LENGTH_MAX: Final = 140


@dataclass(frozen=True, slots=True, kw_only=True)
class CardPlace:
    """Where the clip goes or went: a sentence, and the link or folder once there is one.

    `due_epoch_seconds` is when it goes out, while it waits; `figures` say how it did, empty if
    nothing has been measured. A settled place no longer changes by itself.
    """

    sentence: str
    link: str | None
    is_settled: bool
    due_epoch_seconds: int | None = None
    figures: str = ""


_PLACE_TEXTS: Final = {
    PublicationStatus.SCHEDULED: "Waiting to go out to {place}",
    PublicationStatus.CLAIMED: "On its way to {place}",
    PublicationStatus.UPLOADING: "On its way to {place}",
    PublicationStatus.PROCESSING: "Being processed by {place}",
    PublicationStatus.PUBLISHED: "Published to {place}",
    PublicationStatus.PUBLISHED_NO_LINK: "Published to {place}, which gave no link",
    PublicationStatus.LOCKED_PRIVATE: "Uploaded to {place}, which keeps it private",
    PublicationStatus.AWAITING_CREATOR: "Waiting for the creator to finish it on {place}",
    PublicationStatus.FAILED: "Could not be published to {place}",
    PublicationStatus.RETRY_AT: "Will be tried again on {place}",
    PublicationStatus.RECONNECT_REQUIRED: "Connect {place} again to publish it",
    PublicationStatus.QUOTA_WAIT: "Waiting for the quota of {place}",
    PublicationStatus.CANCELLED: "Will not go out to {place}",
    PublicationStatus.UNCONFIRMED: "Perhaps published to {place}: look there and decide",
}
_MOVING_PLACES: Final = frozenset(
    {
        PublicationStatus.SCHEDULED,
        PublicationStatus.CLAIMED,
        PublicationStatus.UPLOADING,
        PublicationStatus.PROCESSING,
        PublicationStatus.RETRY_AT,
    }
)
_PLACE_NAMES: Final = {
    "folder": "the folder of published clips",
    "youtube": "YouTube",
    "tiktok": "TikTok",
    "twitch": "Twitch",
    "discord": "Discord",
    "linkedin": "LinkedIn",
    "x": "X",
    "rednote": "Rednote",
    "instagram": "Instagram",
    "facebook": "Facebook",
}


def describe_places(
    publications: Iterable[Publication], metrics: Mapping[PublicationId, PostMetric]
) -> tuple[CardPlace, ...]:
    """Return where a clip goes; a cancelled publication only if no newer one replaced it."""
    given = list(publications)
    newest = {(p.platform, p.account_id): p for p in sorted(given, key=lambda p: p.created_at)}
    return tuple(
        _describe_place(p, metrics.get(p.id))
        for p in given
        if p.status is not PublicationStatus.CANCELLED or newest[p.platform, p.account_id] is p
    )


def _describe_place(publication: Publication, metric: PostMetric | None) -> CardPlace:
    place = _PLACE_NAMES[publication.platform]
    reason = clean_text(publication.reason, _REASON_LENGTH_MAX) if publication.reason else ""
    sentence = _PLACE_TEXTS[publication.status].format(place=place)
    is_waiting = publication.status in WAITING
    return CardPlace(
        sentence=f"{sentence}: {reason}" if reason else f"{sentence}.",
        link=_read_link(publication.link),
        is_settled=publication.status not in _MOVING_PLACES,
        due_epoch_seconds=int(publication.wakes_at.timestamp()) if is_waiting else None,
        figures=describe_figures(metric) if metric else "",
    )


def _read_link(link: str | None) -> str | None:
    """Return a link as people read it; a local file by its path."""
    if link is None:
        return None
    path = unquote(link.removeprefix("file://")) if link.startswith("file://") else link
    return clean_text(path, LINK_LENGTH_MAX)
