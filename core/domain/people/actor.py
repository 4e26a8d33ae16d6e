"""Actors: who acts, and for which creator; every service call carries both."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from core.domain.work.ids import DEMO_CREATOR_ID, CreatorId
from core.errors import Forbidden


class Role(StrEnum):
    """What a person is to a creator."""

    OWNER = "owner"
    EDITOR = "editor"
    MODERATOR = "moderator"
    VIEWER = "viewer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A person acting for a creator; `person_id` names its platform (`discord:123`, `web`)."""

    person_id: str
    creator_id: CreatorId
    role: Role

    def require_reviewer(self) -> None:
        """Raise Forbidden unless this person may approve and reject.

        Anyone may act in the public demo.
        """
        if self.creator_id != DEMO_CREATOR_ID and self.role is Role.VIEWER:
            raise Forbidden(
                "Only the creator, an editor or a moderator may decide on clips; ask one of them."
            )

    def require_linker(self) -> None:
        """Raise Forbidden unless this person may link accounts; the demo has none."""
        if self.creator_id == DEMO_CREATOR_ID:
            raise Forbidden(
                "No account can be linked to the demo; start Truss with `trussbot run`."
            )
        if self.role not in {Role.OWNER, Role.EDITOR}:
            raise Forbidden("Only the creator or an editor may link accounts; ask one of them.")

    def require_editor(self) -> None:
        """Raise Forbidden unless this person may change what applies to all clips.

        Anyone may act in the public demo.
        """
        if self.creator_id != DEMO_CREATOR_ID and self.role not in {Role.OWNER, Role.EDITOR}:
            raise Forbidden("Only the creator or an editor may change this; ask one of them.")

    def require_team(self) -> None:
        """Raise Forbidden unless this person works for the creator, or is viewing the demo."""
        if self.creator_id != DEMO_CREATOR_ID and self.role is Role.VIEWER:
            raise Forbidden(
                "Only the creator, an editor or a moderator may see this; ask one of them."
            )

    def require_owner(self) -> None:
        """Raise Forbidden unless this is the creator, or the public demo."""
        if self.creator_id != DEMO_CREATOR_ID and self.role is not Role.OWNER:
            raise Forbidden("Only the creator may do this; ask them.")

    def require_member(self) -> None:
        """Raise Forbidden unless this person may add videos and manage the work on them."""
        if self.creator_id != DEMO_CREATOR_ID and self.role is Role.VIEWER:
            raise Forbidden(
                "Only the creator, an editor or a moderator may add videos here; ask one of them."
            )
