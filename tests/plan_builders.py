"""Objects of plans, accounts and sign-in for tests, with defaults that a test overrides by name."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from core.domain.accounts.platform_token import PlatformToken
from core.domain.clips.tracked_job import FollowedJob
from core.domain.learning.insight import Insight, InsightId
from core.domain.learning.metrics import PostMetric
from core.domain.learning.task import Task, TaskId
from core.domain.people.actor import Role
from core.domain.people.creator_profile import CreatorProfile
from core.domain.people.preferences import Preferences
from core.domain.people.sign_in import DeviceCode, MagicLink, OAuthState, WebSession
from core.domain.plan.month_plan import MonthPlan
from core.domain.plan.post import DraftVersion, PlatformVariant, Post, PostId
from core.domain.streams.twitch_channel import ChannelTuning, TwitchBinding
from core.domain.videos.intake import Intake, IntakeId, IntakeSource
from core.domain.videos.multipart_upload import MultipartUpload, UploadId
from core.domain.work.ids import AssetId, JobId
from core.domain.work.platform import Platform
from tests.builders import CREATOR, NOON, make_test_clip_id, make_test_ulid

MONTH = "2026-03"
DAY = date(2026, 3, 1)
STORED: dict[str, Any] = {"creator_id": CREATOR, "created_at": NOON, "updated_at": NOON}


def make_profile(**given: Any) -> CreatorProfile:
    values: dict[str, Any] = {"creator_id": CREATOR}
    return CreatorProfile(**(values | given))


def make_preferences(**given: Any) -> Preferences:
    values: dict[str, Any] = {"creator_id": CREATOR, "person_id": "discord:1"}
    return Preferences(**(values | given))


def make_plan(**given: Any) -> MonthPlan:
    return MonthPlan(**(STORED | {"month": MONTH, "title": "March"} | given))


def make_post(**given: Any) -> Post:
    values: dict[str, Any] = {
        "id": PostId(make_test_ulid(40)),
        "month": MONTH,
        "planned_at": NOON,
        "title": "A post",
        "clip_id": make_test_clip_id(1),
    }
    return Post(**(STORED | values | given))


def make_variant(**given: Any) -> PlatformVariant:
    values: dict[str, Any] = {
        "post_id": PostId(make_test_ulid(40)),
        "platform": Platform.TIKTOK,
        "planned_at": NOON,
        "tags": ("a", "b"),
    }
    return PlatformVariant(**(STORED | values | given))


def make_draft(**given: Any) -> DraftVersion:
    values: dict[str, Any] = {
        "creator_id": CREATOR,
        "post_id": PostId(make_test_ulid(40)),
        "number": 1,
        "text": "First words",
        "written_by": "discord:1",
        "created_at": NOON,
    }
    return DraftVersion(**(values | given))


def make_task(**given: Any) -> Task:
    values: dict[str, Any] = {
        "id": TaskId(make_test_ulid(50)),
        "month": MONTH,
        "due_at": NOON + timedelta(days=1),
        "title": "Stream on a Monday",
    }
    return Task(**(STORED | values | given))


def make_insight(**given: Any) -> Insight:
    values: dict[str, Any] = {
        "id": InsightId(make_test_ulid(60)),
        "creator_id": CREATOR,
        "month": MONTH,
        "statement": "Fails do best.",
        "evidence": ("3 of 4 clips",),
        "created_at": NOON,
        "confidence": 0.7,
    }
    return Insight(**(values | given))


def make_metric(**given: Any) -> PostMetric:
    values: dict[str, Any] = {
        "platform": Platform.YOUTUBE,
        "on": DAY,
        "post_id": "dQw4",
        "measured_at": NOON,
        "views": 10,
        "watched_seconds": 12.5,
    }
    return PostMetric(**(values | given))


def make_token(**given: Any) -> PlatformToken:
    values: dict[str, Any] = {
        "platform": Platform.TIKTOK,
        "account_id": "t1",
        "access_token": "access-1",
        "refresh_token": "refresh-1",
        "scopes": frozenset({"video.publish", "user.info"}),
        "expires_at": NOON + timedelta(hours=2),
    }
    return PlatformToken(**(STORED | values | given))


def make_upload(**given: Any) -> MultipartUpload:
    values: dict[str, Any] = {
        "id": UploadId(make_test_ulid(70)),
        "person_id": "discord:1",
        "intake_id": IntakeId(make_test_ulid(71)),
        "asset_id": AssetId(make_test_ulid(72)),
        "file_name": "stream.mp4",
        "size_bytes": 200_000_000,
        "part_bytes": 8_388_608,
        "storage_upload_id": "ab" * 16,
    }
    return MultipartUpload(**(STORED | values | given))


def make_intake(**given: Any) -> Intake:
    values: dict[str, Any] = {
        "id": IntakeId(make_test_ulid(80)),
        "source": IntakeSource.ADDRESS,
        "title": "A stream",
        "asset_id": AssetId(make_test_ulid(81)),
        "fetch_job_id": JobId(make_test_ulid(82)),
        "analysis_job_id": JobId(make_test_ulid(83)),
        "asked_by": "discord:1",
        "url": "https://example.org/stream.mp4",
    }
    return Intake(**(STORED | values | given))


def make_followed(**given: Any) -> FollowedJob:
    values: dict[str, Any] = {
        "job_id": JobId(make_test_ulid(82)),
        "guild_id": "500",
        "channel_id": "600",
        "person_id": "discord:1",
    }
    return FollowedJob(**(STORED | values | given))


def make_binding(**given: Any) -> TwitchBinding:
    return TwitchBinding(**(STORED | {"broadcaster_id": "44", "login": "ada"} | given))


def make_tuning(**given: Any) -> ChannelTuning:
    values: dict[str, Any] = {
        "creator_id": CREATOR,
        "broadcaster_id": "44",
        "values": {"threshold": 4.25},
    }
    return ChannelTuning(**(values | given))


def _passing(**given: Any) -> dict[str, Any]:
    return {
        "creator_id": CREATOR,
        "person_id": "discord:1",
        "created_at": NOON,
        "expires_at": NOON + timedelta(minutes=15),
    } | given


def make_magic_link(**given: Any) -> MagicLink:
    return MagicLink(**(_passing(role=Role.OWNER, purpose="upload") | given))


def make_session(**given: Any) -> WebSession:
    values = _passing(digest="d" * 64, seen_at=NOON, creator_ids=(CREATOR,))
    return WebSession(**(values | given))


def make_oauth_state(**given: Any) -> OAuthState:
    values = _passing(
        platform=Platform.YOUTUBE, redirect_uri="https://a.invalid/cb", code_verifier="v" * 43
    )
    return OAuthState(**(values | given))


def make_device_code(**given: Any) -> DeviceCode:
    values = _passing(
        platform=Platform.TWITCH,
        user_code="ABCD",
        verification_uri="https://twitch.invalid/activate",
        interval_seconds=5.0,
    )
    return DeviceCode(**(values | given))
