"""Publications as items; a publication is in the calendar of the month it is due in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.adapters.table import keys
from core.adapters.table.items.records import from_record, to_record
from core.adapters.table.items.values import (
    SCHEMA_VERSION,
    instant,
    present,
    read_instant,
    read_optional_instant,
)
from core.adapters.table.table import Item, ItemKey
from core.domain.publishing.planned import ANY_ACCOUNT, Planned
from core.domain.publishing.publication import Publication, PublicationStatus
from core.domain.publishing.publish_progress import PublishProgress
from core.domain.publishing.publish_target import Privacy
from core.domain.publishing.wording import Wording
from core.domain.work.ids import CreatorId, PublicationId
from core.domain.work.platform import Platform


def publication_key(creator_id: CreatorId, publication_id: PublicationId) -> ItemKey:
    return ItemKey(keys.creator_pk(creator_id), keys.publication_sk(publication_id))


def clips_publication_item(publication: Publication) -> Item:
    """Return the row that finds a publication by its clip."""
    return {
        "PK": keys.creator_pk(publication.creator_id),
        "SK": keys.clip_publication_sk(publication.clip_id, publication.id),
        "type": "clip's publication",
        "schemaVersion": SCHEMA_VERSION,
        "publicationId": publication.id,
    }


def by_clip_key(creator_id: CreatorId) -> ItemKey:
    return ItemKey(keys.creator_pk(creator_id), keys.PUBLICATIONS_BY_CLIP)


def by_clip_item(creator_id: CreatorId) -> Item:
    """Return the row that says: each publication of this creator is found by its clip."""
    pk, sk = by_clip_key(creator_id)
    return {"PK": pk, "SK": sk, "type": "publications by clip", "schemaVersion": SCHEMA_VERSION}


def publication_item(publication: Publication) -> Item:
    creator_id, name = publication.creator_id, publication.id
    return present(
        {
            "PK": keys.creator_pk(creator_id),
            "SK": keys.publication_sk(name),
            "GSI1PK": keys.month_gsi1pk(creator_id, keys.month_part(publication.due_at)),
            "GSI1SK": keys.month_gsi1sk(publication.due_at, "PUB", name),
            "GSI2PK": keys.status_gsi2pk(creator_id, "PUB", publication.status.value),
            "GSI2SK": keys.status_gsi2sk(publication.due_at, name),
            "type": "publication",
            "schemaVersion": SCHEMA_VERSION,
            "version": publication.version,
            "status": publication.status.value,
            "card": {
                "platform": publication.platform.value,
                "clipId": publication.clip_id,
                "dueAt": instant(publication.due_at),
                "accountId": publication.account_id,
            },
            "createdAt": instant(publication.created_at),
            "updatedAt": instant(publication.updated_at),
            **_body(publication),
        }
    )


def read_coming(entry: Mapping[str, Any]) -> Planned:
    """Return what an index tells of a publication; one of an older program names no account."""
    card = entry["card"]
    return Planned(
        platform=Platform(card["platform"]),
        account_id=card.get("accountId", ANY_ACCOUNT),
        at=read_instant(card["dueAt"]),
    )


def _body(publication: Publication) -> Item:
    return {
        "id": publication.id,
        "creatorId": publication.creator_id,
        "clipId": publication.clip_id,
        "platform": publication.platform.value,
        "accountId": publication.account_id,
        "dueAt": instant(publication.due_at),
        "nextAt": instant(publication.next_at),
        "revision": publication.revision,
        "link": publication.link,
        "reason": publication.reason,
        "postId": publication.post_id,
        "tries": publication.tries or None,
        "begins": publication.begins or None,
        "privacy": publication.privacy and publication.privacy.value,
        "wording": publication.wording and to_record(publication.wording),
        "progress": _progress(publication),
        "sealedSecret": publication.sealed_secret or None,
        "secretKeyId": publication.secret_key_id or None,
        "jobId": publication.job_id,
    }


def _progress(publication: Publication) -> Item | None:
    """Return how far it has come; ValueError if a secret is not sealed."""
    progress = publication.progress
    if progress.secret:
        raise ValueError("a publication's secret is only stored sealed")
    return to_record(progress) if progress != PublishProgress() else None


def read_publication_item(item: Mapping[str, Any]) -> Publication:
    return Publication(
        id=item["id"],
        creator_id=item["creatorId"],
        clip_id=item["clipId"],
        platform=Platform(item["platform"]),
        due_at=read_instant(item["dueAt"]),
        created_at=read_instant(item["createdAt"]),
        updated_at=read_instant(item.get("updatedAt", item["createdAt"])),
        account_id=item.get("accountId", ""),
        revision=item.get("revision", 1),
        next_at=read_optional_instant(item.get("nextAt")),
        status=PublicationStatus(item["status"]),
        link=item.get("link"),
        reason=item.get("reason"),
        post_id=item.get("postId"),
        tries=item.get("tries", 0),
        begins=item.get("begins", 0),
        wording=from_record(Wording, item["wording"]) if "wording" in item else None,
        privacy=Privacy(item["privacy"]) if "privacy" in item else None,
        progress=from_record(PublishProgress, item.get("progress", {})),
        sealed_secret=item.get("sealedSecret", ""),
        secret_key_id=item.get("secretKeyId", ""),
        job_id=item.get("jobId"),
        version=item.get("version", 1),
    )
