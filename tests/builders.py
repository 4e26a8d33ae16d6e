"""Domain objects for tests, with defaults that a test overrides by name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

from core.domain.chat.chat_spike import ChatLine, ChatSpike
from core.domain.chat.reaction import Reaction
from core.domain.clips.clip import Clip
from core.domain.clips.virality import ScorePart, ViralityScore
from core.domain.people.actor import Actor, Role
from core.domain.people.guild import GuildBinding
from core.domain.people.member import GuildPerson
from core.domain.publishing.publication import Publication
from core.domain.publishing.publish_progress import PublishProgress
from core.domain.publishing.publish_target import PublishTarget
from core.domain.publishing.wording import Wording
from core.domain.review.review_card import PostedCard, name_cut
from core.domain.streams.stream import Stream
from core.domain.videos.asset import Asset, VideoFacts
from core.domain.videos.chapter import Chapter
from core.domain.work.ids import (
    AssetId,
    ClipId,
    CreatorId,
    JobId,
    PublicationId,
    StreamId,
    make_clip_id,
    make_ulid,
)
from core.domain.work.job import Job, JobKind
from core.domain.work.platform import Platform
from core.ports.publishing import PublishOrder

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
CREATOR = CreatorId("ada")


def make_test_ulid(number: int = 1, at: datetime = NOON) -> str:
    return make_ulid(at, number.to_bytes(10, "big"))


def make_test_clip_id(number: int = 1, *, shards: int = 1) -> ClipId:
    return make_clip_id(make_test_ulid(number, NOON + timedelta(seconds=number)), shards=shards)


def make_actor(**given: Any) -> Actor:
    values: dict[str, Any] = {"person_id": "web", "creator_id": CREATOR, "role": Role.OWNER}
    return Actor(**(values | given))


def make_facts(**given: Any) -> VideoFacts:
    values: dict[str, Any] = {
        "duration_seconds": 360.0,
        "width": 1280,
        "height": 720,
        "frame_rate": 30.0,
        "has_audio": True,
    }
    return VideoFacts(**(values | given))


def make_asset(**given: Any) -> Asset:
    values: dict[str, Any] = {
        "id": AssetId(make_test_ulid(7)),
        "creator_id": CREATOR,
        "title": "A stream",
        "object_key": "creators/ada/assets/7/source.mp4",
        "facts": make_facts(),
        "published_at": NOON,
    }
    return Asset(**(values | given))


def make_stream(**given: Any) -> Stream:
    values: dict[str, Any] = {
        "id": StreamId(make_test_ulid(8)),
        "creator_id": CREATOR,
        "title": "A stream",
        "started_at": NOON,
        "asset_id": AssetId(make_test_ulid(7)),
    }
    return Stream(**(values | given))


def make_spike(**given: Any) -> ChatSpike:
    values: dict[str, Any] = {
        "detected_at_seconds": 131.0,
        "start_seconds": 103.0,
        "end_seconds": 133.0,
        "peak_seconds": 128.0,
        "score": 14.5,
        "threshold": 11.0,
        "messages": 40,
        "chatters": 31,
        "usual_chatters": 4.2,
        "reacting": 22,
        "reaction": Reaction.HYPE,
        "strongest": (ChatLine(offset_seconds=128.5, chatter="bo", text="NO WAY"),),
        "tokens": (("pog", 9), ("omg", 4)),
    }
    return ChatSpike(**(values | given))


def make_score(*points: int) -> ViralityScore:
    names = ("chat", "reaction", "sound", "pace", "hook")
    return ViralityScore(
        parts=tuple(
            ScorePart(name=name, points=point, out_of=20, reason=f"{name} says {point}")
            for name, point in zip(names, points or (18, 15, 12, 8, 9), strict=False)
        )
    )


def make_clip(**given: Any) -> Clip:
    values: dict[str, Any] = {
        "id": make_test_clip_id(1),
        "creator_id": CREATOR,
        "asset_id": AssetId(make_test_ulid(7)),
        "stream_id": StreamId(make_test_ulid(8)),
        "start_seconds": 103.0,
        "end_seconds": 133.0,
        "title": "Hype at 2:08",
        "spike": make_spike(),
        "created_at": NOON,
        "updated_at": NOON,
    }
    return Clip(**(values | given))


def make_job(**given: Any) -> Job:
    values: dict[str, Any] = {
        "id": JobId(make_test_ulid(20)),
        "creator_id": CREATOR,
        "kind": JobKind.RENDER_CLIP,
        "subject_id": make_test_clip_id(1),
        "created_at": NOON,
        "updated_at": NOON,
    }
    return Job(**(values | given))


def make_publication(**given: Any) -> Publication:
    values: dict[str, Any] = {
        "id": PublicationId(make_test_ulid(30)),
        "creator_id": CREATOR,
        "clip_id": make_test_clip_id(1),
        "platform": Platform.FOLDER,
        "due_at": NOON,
        "created_at": NOON,
        "updated_at": NOON,
    }
    return Publication(**(values | given))


def make_binding(**given: Any) -> GuildBinding:
    values: dict[str, Any] = {
        "guild_id": "10",
        "creator_id": CREATOR,
        "review_channel_id": "11",
        "moderator_role_id": "12",
        "created_at": NOON,
        "updated_at": NOON,
    }
    return GuildBinding(**(values | given))


def make_person(**given: Any) -> GuildPerson:
    """Return a moderator of the server of `make_binding`."""
    values: dict[str, Any] = {
        "user_id": "20",
        "guild_id": "10",
        "role_ids": frozenset({"12"}),
    }
    return GuildPerson(**(values | given))


def make_posted_card(clip: Clip | None = None, **given: Any) -> PostedCard:
    clip = clip or make_clip()
    values: dict[str, Any] = {
        "message_id": "30",
        "channel_id": "11",
        "guild_id": "10",
        "creator_id": clip.creator_id,
        "clip_id": clip.id,
        "clip_version": clip.version,
        "cut": name_cut(clip),
        "created_at": NOON,
        "updated_at": NOON,
    }
    return PostedCard(**(values | given))


def make_order(clip: Clip | None = None, **given: Any) -> PublishOrder:
    """Return the order of a clip of a thousand bytes."""
    clip = clip or make_clip(
        object_key="creators/ada/clips/1/clip.mp4",
        thumbnail_key="creators/ada/clips/1/thumbnail.jpg",
        size_bytes=1000,
        duration_seconds=30.0,
    )
    platform = given.pop("platform", Platform.FOLDER)
    values: dict[str, Any] = {
        "publication": make_publication(clip_id=clip.id, platform=platform),
        "clip": clip,
        "wording": Wording(title=clip.title),
        "target": PublishTarget(platform=platform),
        "object_key": clip.object_key or "",
        "size_bytes": clip.size_bytes or 0,
        "token": None,
        "progress": PublishProgress(),
        "now": NOON,
    }
    return PublishOrder(**(values | given))


def covers_whole(chapters: Sequence[Chapter], duration_seconds: float) -> bool:
    """True if chapters cover 0 to the end without gap or overlap."""
    return (
        bool(chapters)
        and chapters[0].start_seconds == 0
        and chapters[-1].end_seconds == duration_seconds
        and all(one.end_seconds == other.start_seconds for one, other in pairwise(chapters))
    )
