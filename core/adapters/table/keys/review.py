"""Keys of review cards and ballots."""

from __future__ import annotations

from core.adapters.table.keys.parts import name_part
from core.domain.work.ids import ClipId

REVIEW = "REVIEW"
CARD_PREFIX = "CARD#"


def card_pk(message_id: str) -> str:
    return f"CARD#{name_part(message_id)}"


def ballot_sk(clip_id: ClipId) -> str:
    return f"BALLOT#{name_part(clip_id)}"


def clip_card_prefix(clip_id: ClipId) -> str:
    return f"{CARD_PREFIX}{name_part(clip_id)}#"


def clip_card_sk(clip_id: ClipId, message_id: str) -> str:
    """`CARD#<clipId>#<messageId>` in the creator's partition: the cards of a clip."""
    return f"{clip_card_prefix(clip_id)}{name_part(message_id)}"
