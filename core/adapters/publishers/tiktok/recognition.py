"""Posts whose publish id is lost, recognised among an account's videos by what they look like.

Source: developers.tiktok.com/doc/tiktok-api-v2-video-list (public videos only, the newest first).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from urllib.parse import urlsplit

from core.adapters.publishers.tiktok.post import LEVELS, uses_inbox, write_title
from core.domain.publishing.publication import PublicationStatus
from core.errors import Unconfirmed
from core.ports.publishing import PublishOrder, PublishStep

LIST_SCOPE: Final = "video.list"
LIST_FIELDS: Final = "id,create_time,title,video_description,duration,share_url"
PAGES_MAX: Final = 5
CREATED_BEFORE: Final = timedelta(minutes=5)
"""How far our clock may be ahead of TikTok's."""
_CREATED_AFTER: Final = timedelta(hours=2)  # TikTok fetches within an hour, then checks the video
_SECONDS_APART: Final = 1.0  # TikTok tells whole seconds
_CUT_TITLE_MIN: Final = 100  # TikTok may cut long titles, and nothing shorter
_LOOK_SECONDS: Final = (10, 30, 60, 120, 300, 600, 1800, 3600)
_LOOKS_MAX: Final = 12
_CHECK: Final = "check in the app whether it is there"


def require_findable(order: PublishOrder) -> None:
    """Raise Unconfirmed for a post that the list of videos cannot show."""
    scopes = order.token.scopes if order.token else frozenset()
    choices = order.target.choices
    if uses_inbox(order) or choices is None or LEVELS[choices.privacy] == "SELF_ONLY":
        raise Unconfirmed(f"TikTok did not say whether it took the clip: {_CHECK}.")
    if scopes and LIST_SCOPE not in scopes:
        raise Unconfirmed(
            "TikTok did not say whether it took the clip, and the account does not let Truss see "
            f"its videos: {_CHECK}."
        )


def find_earliest(order: PublishOrder) -> datetime:
    """Return when the post can have been created at the earliest."""
    return (order.progress.entered_at or order.now) - CREATED_BEFORE


def find_created(video: Mapping[str, Any]) -> datetime | None:
    created = video.get("create_time")
    if isinstance(created, bool) or not isinstance(created, int):
        return None
    try:
        return datetime.fromtimestamp(created, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def looks_like(order: PublishOrder, video: Mapping[str, Any]) -> bool:
    """Return whether a video has the text, the length and the time of an order's post."""
    created, seconds = find_created(video), video.get("duration")
    wanted = order.clip.duration_seconds
    if created is None or not isinstance(seconds, int | float) or not wanted:
        return False
    earliest = find_earliest(order)
    return (
        earliest <= created <= earliest + CREATED_BEFORE + _CREATED_AFTER
        and abs(seconds - wanted) <= _SECONDS_APART
        and _has_text(video, write_title(order.wording))
    )


def name_likeness(order: PublishOrder) -> str:
    """Return what posts with the same text have in common."""
    text = _squeeze(write_title(order.wording))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def judge_found(order: PublishOrder, found: list[Mapping[str, Any]]) -> PublishStep:
    """Return what the videos that look like the post mean; Unconfirmed where it is not sure."""
    looked = replace(order.progress, looks=order.progress.looks + 1)
    if len(found) > 1:
        raise Unconfirmed(f"Several videos on TikTok look like this clip: {_CHECK}.")
    if not found:
        if "arrived" in looked.facts:
            raise Unconfirmed(f"TikTok no longer knows this upload; {_CHECK}.")
        waits = looked.looks <= _LOOKS_MAX
        return PublishStep(
            progress=looked,
            status=PublicationStatus.UNCONFIRMED,
            sentence=f"TikTok did not say whether it took the clip: {_CHECK}.",
            look_again_seconds=_pace(looked.looks) if waits else None,
        )
    (video,) = found
    post_id = str(video["id"])
    return PublishStep(
        progress=looked,
        status=PublicationStatus.PUBLISHED,
        link=_find_link(video, post_id, user=looked.facts.get("user", "")),
        post_id=post_id,
        is_recognised=True,
    )


def _has_text(video: Mapping[str, Any], text: str) -> bool:
    wanted = _squeeze(text)
    told = {_squeeze(str(video.get(name) or "")) for name in ("title", "video_description")}
    is_cut = any(len(said) >= _CUT_TITLE_MIN and wanted.startswith(said) for said in told)
    return bool(wanted) and (wanted in told or is_cut)


def _squeeze(text: str) -> str:
    return " ".join(text.split())


def _find_link(video: Mapping[str, Any], post_id: str, *, user: str) -> str:
    parts = urlsplit(str(video.get("share_url") or ""))
    is_tiktok = f".{parts.hostname}".endswith(".tiktok.com")
    if parts.scheme == "https" and is_tiktok:
        return parts._replace(query="", fragment="").geturl()
    return f"https://www.tiktok.com/@{user or '_'}/video/{post_id}"


def _pace(looks: int) -> int:
    return _LOOK_SECONDS[min(looks, len(_LOOK_SECONDS)) - 1]
