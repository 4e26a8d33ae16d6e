"""Guilds: Discord servers, each bound to the one creator it serves."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from core.domain.people.actor import Role
from core.domain.people.card_habits import CardHabits
from core.domain.work.ids import CreatorId
from core.errors import Forbidden, InvalidInput

APPROVALS_MAX: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class GuildBinding:
    """Which creator a server serves, where its cards go, and which role may decide.

    A clip is approved once `approvals_needed` people with the right to decide have approved it.
    Whoever has the role `editor_role_id` is an editor; where it is empty, no role makes one.
    `digest_thread_id` is the thread for cards, where one was opened. When people were last told
    that cards wait, and by which message, stand in `told_at` and `notice_id`.
    """

    guild_id: str
    creator_id: CreatorId
    review_channel_id: str
    moderator_role_id: str
    created_at: datetime
    updated_at: datetime
    approvals_needed: int = 1
    editor_role_id: str = ""
    habits: CardHabits = field(default_factory=CardHabits)
    digest_thread_id: str = ""
    told_at: datetime | None = None
    notice_id: str = ""
    version: int = 1

    @property
    def cards_channel_id(self) -> str:
        """Where cards are posted: the review channel, or its thread where a digest is wanted."""
        has_thread = self.habits.has_digest and self.digest_thread_id
        return self.digest_thread_id if has_thread else self.review_channel_id

    def find_role(self, role_ids: Collection[str]) -> Role | None:
        """Return what Discord roles of this server make of somebody; None where they make nothing.

        The role @everyone, whose id is the server's, makes nobody anything.
        """
        held = set(role_ids) - {self.guild_id}
        if self.editor_role_id in held:
            return Role.EDITOR
        return Role.MODERATOR if self.moderator_role_id in held else None


def find_approvals_needed(bindings: Iterable[GuildBinding]) -> int:
    """Return how many must approve a creator's clip: the strictest server's number."""
    return max((binding.approvals_needed for binding in bindings), default=1)


def check_role(guild_id: str, role_id: str) -> None:
    """Raise Forbidden for the role that every member of a server has."""
    if role_id == guild_id:
        raise Forbidden("Everyone has the role @everyone; choose one that moderators have.")


def check_approvals(needed: int) -> None:
    """Raise InvalidInput for a number of approvals that no clip could wait for."""
    if not 1 <= needed <= APPROVALS_MAX:
        raise InvalidInput(f"A clip can wait for 1 to {APPROVALS_MAX} approvals.")
