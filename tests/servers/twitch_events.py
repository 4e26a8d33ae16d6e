"""EventSub's events, in the shapes that Twitch sends."""

from __future__ import annotations

from typing import Any

from tests.servers.twitch_state import Channel, stamp

_NOTICE_FIELDS = (
    "sub",
    "resub",
    "sub_gift",
    "community_sub_gift",
    "gift_paid_upgrade",
    "prime_paid_upgrade",
    "raid",
    "unraid",
    "pay_it_forward",
    "announcement",
    "bits_badge_tier",
    "charity_donation",
    "watch_streak",
    "modiversary",
)


def make_text(text: str, *, bits: int = 0) -> dict[str, Any]:
    """Return a message with its fragments; a cheer leads it."""
    fragments: list[dict[str, Any]] = []
    if bits:
        cheer = {"prefix": "cheer", "bits": bits, "tier": 1}
        fragments.append(_fragment("cheermote", f"Cheer{bits}", cheermote=cheer))
        fragments.append(_fragment("text", f" {text}"))
        return {"text": f"Cheer{bits} {text}", "fragments": fragments}
    return {"text": text, "fragments": [_fragment("text", text)]}


def _fragment(kind: str, text: str, **given: Any) -> dict[str, Any]:
    return {"type": kind, "text": text, "cheermote": None, "emote": None, "mention": None, **given}


def make_chat_message(
    channel: Channel,
    chatter: str,
    text: str,
    *,
    message_id: str,
    chatter_id: str,
    badges: tuple[str, ...] = (),
    bits: int = 0,
    source: Channel | None = None,
) -> dict[str, Any]:
    """Return the event of `channel.chat.message`; `source` is where a shared line was said."""
    return {
        **channel.as_broadcaster(),
        "source_broadcaster_user_id": source.id if source else None,
        "source_broadcaster_user_login": source.login if source else None,
        "source_broadcaster_user_name": source.name if source else None,
        "chatter_user_id": chatter_id,
        "chatter_user_login": chatter.lower(),
        "chatter_user_name": chatter,
        "message_id": message_id,
        "source_message_id": f"source-{message_id}" if source else None,
        "is_source_only": None,
        "message": make_text(text, bits=bits),
        "color": "",
        "badges": [{"set_id": badge, "id": "1", "info": ""} for badge in badges],
        "source_badges": [] if source else None,
        "message_type": "text",
        "cheer": {"bits": bits} if bits else None,
        "reply": None,
        "channel_points_custom_reward_id": None,
        "channel_points_animation_id": None,
    }


def make_notification(
    channel: Channel, kind: str, inner: dict[str, Any], *, message_id: str, shared: bool = False
) -> dict[str, Any]:
    """Return the event of `channel.chat.notification`; `shared` says it is another channel's."""
    name = f"shared_chat_{kind}" if shared else kind
    fields = dict.fromkeys(_NOTICE_FIELDS)
    fields |= {f"shared_chat_{f}": None for f in _NOTICE_FIELDS}
    return {
        **channel.as_broadcaster(),
        "source_broadcaster_user_id": "1" if shared else None,
        "source_broadcaster_user_login": "other" if shared else None,
        "source_broadcaster_user_name": "Other" if shared else None,
        "source_message_id": None,
        "source_badges": [] if shared else None,
        "is_source_only": None,
        "chatter_user_id": "77",
        "chatter_user_login": "generous",
        "chatter_user_name": "Generous",
        "chatter_is_anonymous": False,
        "color": "",
        "badges": [],
        "system_message": f"something about {kind}",
        "message_id": message_id,
        "message": make_text(""),
        **fields,
        "notice_type": name,
        name: inner,
    }


def make_raid_notice(raider: Channel, viewers: int) -> dict[str, Any]:
    return {
        "user_id": raider.id,
        "user_login": raider.login,
        "user_name": raider.name,
        "viewer_count": viewers,
        "profile_image_url": "https://example.invalid/profile.png",
    }


def make_gift_notice(total: int) -> dict[str, Any]:
    return {"id": "gift-1", "total": total, "sub_tier": "1000", "cumulative_total": None}


def make_announcement() -> dict[str, Any]:
    return {"color": "PRIMARY"}


def make_hype_train(channel: Channel, *, at: Any) -> dict[str, Any]:
    return {
        "id": "train-1",
        **channel.as_broadcaster(),
        "level": 1,
        "total": 137,
        "progress": 137,
        "goal": 500,
        "top_contributions": [],
        "shared_train_participants": None,
        "started_at": stamp(at),
        "expires_at": stamp(at),
        "is_shared_train": False,
        "type": "regular",
        "all_time_high_level": 4,
        "all_time_high_total": 2845,
    }
