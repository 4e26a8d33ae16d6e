"""TikTok posts: how a clip is described to TikTok, and what TikTok forbids about it."""

from __future__ import annotations

from typing import Any, Final

from core.domain.publishing.publish_target import PostChoices, Privacy
from core.domain.publishing.wording import Wording
from core.domain.work.platform import BYTES_MAX, Platform
from core.errors import InvalidInput
from core.ports.publishing import PublishOrder

TITLE_UNITS_MAX: Final = 2200
_SECONDS_MAX: Final = 600.0
_SECONDS_MIN: Final = 3.0
LEVELS: Final = {
    Privacy.PUBLIC: "PUBLIC_TO_EVERYONE",
    Privacy.FRIENDS: "MUTUAL_FOLLOW_FRIENDS",
    Privacy.FOLLOWERS: "FOLLOWER_OF_CREATOR",
    Privacy.PRIVATE: "SELF_ONLY",
    Privacy.UNLISTED: "SELF_ONLY",
}


def uses_inbox(order: PublishOrder) -> bool:
    """Return whether the clip goes into the creator's inbox: nobody has chosen how to post it."""
    return order.target.choices is None


def write_title(wording: Wording) -> str:
    """Return the post's text: TikTok has only one, which includes the hashtags."""
    return " ".join(part for part in (wording.title, wording.text, wording.hashtags) if part)


def find_problem(order: PublishOrder) -> str | None:
    """Return why TikTok would refuse this, as a sentence."""
    seconds, choices = order.clip.duration_seconds or 0.0, order.target.choices
    if seconds > _SECONDS_MAX:
        return (
            f"TikTok accepts clips of at most 10 minutes, this one lasts {seconds:.0f} s: trim it."
        )
    if 0 < seconds < _SECONDS_MIN:
        return f"TikTok accepts clips of at least 3 seconds, this one lasts {seconds:.1f} s."
    if order.size_bytes > BYTES_MAX[Platform.TIKTOK]:
        return "TikTok accepts files of at most 4 GB: make the clip shorter."
    if len(write_title(order.wording).encode("utf-16-le")) // 2 > TITLE_UNITS_MAX:
        return f"TikTok accepts texts of at most {TITLE_UNITS_MAX} characters: give a shorter one."
    if choices and choices.is_paid and choices.privacy is Privacy.PRIVATE:
        return "TikTok refuses paid advertising that only the creator can see: choose again."
    return None


def describe_post(
    order: PublishOrder, choices: PostChoices, creator_info: dict[str, Any]
) -> dict[str, Any]:
    """Return `post_info`; what the creator has switched off in the app stays off.

    Raises InvalidInput for what this account may not do, which only TikTok can know.
    """
    level = LEVELS[choices.privacy]
    options = creator_info.get("privacy_level_options") or []
    if level not in options:
        raise InvalidInput(
            "TikTok does not offer this account the privacy that was chosen: choose again."
        )
    longest = creator_info.get("max_video_post_duration_sec")
    seconds = order.clip.duration_seconds or 0.0
    if isinstance(longest, int | float) and seconds > longest:
        raise InvalidInput(
            f"TikTok lets this account post {longest:.0f} s at most, and the clip lasts "
            f"{seconds:.0f} s: trim it."
        )
    return {
        "title": write_title(order.wording),
        "privacy_level": level,
        "disable_comment": not choices.allows_comments or _is_off(creator_info, "comment"),
        "disable_duet": not choices.allows_duets or _is_off(creator_info, "duet"),
        "disable_stitch": not choices.allows_stitches or _is_off(creator_info, "stitch"),
        "brand_content_toggle": choices.is_paid,
        "brand_organic_toggle": choices.is_own_brand,
        "is_aigc": False,
    }


def _is_off(creator_info: dict[str, Any], what: str) -> bool:
    return bool(creator_info.get(f"{what}_disabled"))
