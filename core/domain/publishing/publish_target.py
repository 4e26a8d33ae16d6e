"""Publish targets: the accounts that approved clips go to, and the choices for each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.domain.work.ids import CreatorId
from core.domain.work.platform import Platform


class Privacy(StrEnum):
    """Who may see a published clip; platforms differ in which of these they offer."""

    PUBLIC = "public"
    UNLISTED = "unlisted"
    FRIENDS = "friends"
    FOLLOWERS = "followers"
    PRIVATE = "private"


@dataclass(frozen=True, slots=True, kw_only=True)
class PostChoices:
    """What a platform requires a person to decide before anything is posted (TikTok does).

    Interactions are off unless allowed; `is_own_brand` and `is_paid` disclose advertising for
    oneself and for others.
    """

    privacy: Privacy
    allows_comments: bool = False
    allows_duets: bool = False
    allows_stitches: bool = False
    is_own_brand: bool = False
    is_paid: bool = False
    chosen_by: str
    chosen_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishTarget:
    """An account that clips go to; without an account id, the platform's first.

    In Discord the account is a channel's id. `tags` are added to the clip's own.
    """

    platform: Platform
    account_id: str = ""
    privacy: Privacy = Privacy.PUBLIC
    tags: tuple[str, ...] = ()
    choices: PostChoices | None = None

    @property
    def place(self) -> tuple[Platform, str]:
        return self.platform, self.account_id


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishTargets:
    """Where a creator's approved clips go; version 0 means that nothing was chosen yet.

    With `uses_slots` an approved clip waits for the next free posting slot.
    """

    creator_id: CreatorId
    targets: tuple[PublishTarget, ...] = (PublishTarget(platform=Platform.FOLDER),)
    uses_slots: bool = True
    version: int = 0

    def find(self, platform: Platform, account_id: str) -> PublishTarget:
        """Return the choices for an account, or the defaults."""
        for target in self.targets:
            if target.place == (platform, account_id):
                return target
        return PublishTarget(platform=platform, account_id=account_id)
