"""Keys of publications, and of what they may do."""

from __future__ import annotations

from datetime import date

from core.adapters.table.keys.parts import name_part
from core.domain.work.ids import ClipId, PublicationId

SLOTS = "SLOTS"
TARGETS = "TARGETS"
PUBLICATION_PREFIX = "PUB#"
PUBLICATIONS_BY_CLIP = "CLIPPUBS"


def publication_sk(publication_id: PublicationId) -> str:
    return f"{PUBLICATION_PREFIX}{name_part(publication_id)}"


def clip_publication_prefix(clip_id: ClipId) -> str:
    return f"CLIPPUB#{name_part(clip_id)}#"


def clip_publication_sk(clip_id: ClipId, publication_id: PublicationId) -> str:
    """`CLIPPUB#<clipId>#<publicationId>` in the creator's partition: the publications of a clip."""
    return f"{clip_publication_prefix(clip_id)}{name_part(publication_id)}"


def lock_sk(platform: str, account_id: str, content_id: str, revision: int) -> str:
    """`PUBLOCK#<platform>#<accountId>#<contentId>#<rev>`; the account may be empty."""
    account = name_part(account_id) if account_id else ""
    return f"PUBLOCK#{name_part(platform)}#{account}#{name_part(content_id)}#{revision}"


def uploads_pk(platform: str, account_id: str = "") -> str:
    """`UPLOADS#<platform>[#<accountId>]`: what was begun there, by one account or by all."""
    name = f"UPLOADS#{name_part(platform)}"
    return f"{name}#{name_part(account_id)}" if account_id else name


def uploads_sk(on: date) -> str:
    return on.isoformat()


def counted_upload_sk(on: date, name: str) -> str:
    """`<date>#<publicationId>.<begins>` beside the day's count: one upload that is in it."""
    return f"{uploads_sk(on)}#{name_part(name)}"
