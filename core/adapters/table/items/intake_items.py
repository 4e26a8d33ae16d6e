"""Intakes and followed jobs as items in their creator's partition."""

from __future__ import annotations

from core.adapters.table import keys
from core.adapters.table.items.records import make_item
from core.adapters.table.items.values import expiry
from core.adapters.table.table import Item, ItemKey
from core.domain.clips.tracked_job import FollowedJob
from core.domain.videos.intake import Intake
from core.domain.work.ids import CreatorId, JobId

INTAKE_DAYS = 30
FOLLOWED_DAYS = 2


def intake_key(creator_id: CreatorId, intake_id: str) -> ItemKey:
    return ItemKey(keys.creator_pk(creator_id), keys.intake_sk(intake_id))


def intake_item(intake: Intake) -> Item:
    ttl = expiry(intake.created_at, days=INTAKE_DAYS)
    return make_item("intake", intake_key(intake.creator_id, intake.id), intake, ttl=ttl)


def followed_key(creator_id: CreatorId, job_id: JobId) -> ItemKey:
    return ItemKey(keys.creator_pk(creator_id), keys.followed_sk(job_id))


def followed_item(followed: FollowedJob) -> Item:
    key = followed_key(followed.creator_id, followed.job_id)
    ttl = expiry(followed.created_at, days=FOLLOWED_DAYS)
    return make_item("followed job", key, followed, ttl=ttl)
