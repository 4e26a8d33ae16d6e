"""Due rows and the locks of publications as items."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from core.adapters.table import keys
from core.adapters.table.expressions import Attr, Condition
from core.adapters.table.items.values import (
    SCHEMA_VERSION,
    expiry,
    instant,
    read_instant,
    read_optional_instant,
)
from core.adapters.table.table import Item, ItemKey
from core.domain.publishing.publication import Publication
from core.domain.work.due import Due, DueKind

LOCK_KEPT_DAYS = 90


def due_key(due: Due) -> ItemKey:
    sk = keys.due_sk(due.at, due.kind.value, due.creator_id, due.id)
    return ItemKey(keys.due_pk(due.creator_id), sk)


def due_item(due: Due) -> Item:
    key, set_at = due_key(due), instant(due.set_at)
    return ({} if set_at is None else {"setAt": set_at}) | {
        "PK": key.pk,
        "SK": key.sk,
        "type": "due",
        "schemaVersion": SCHEMA_VERSION,
        "kind": due.kind.value,
        "creatorId": due.creator_id,
        "id": due.id,
        "dueAt": instant(due.at),
    }


def read_due_item(item: Mapping[str, Any]) -> Due:
    """Read a due row; if an older program wrote it, its time is the one in its key."""
    return Due(
        at=read_instant(item.get("dueAt") or item["SK"].partition("#")[0]),
        kind=DueKind(item["kind"]),
        creator_id=item["creatorId"],
        id=item["id"],
        set_at=read_optional_instant(item.get("setAt")),
    )


def is_set_as(due: Due) -> Condition:
    """Return the condition that a due row was not set again since it was read."""
    set_at = Attr("setAt")
    return set_at.not_exists() if due.set_at is None else set_at.eq(instant(due.set_at))


def due_of(publication: Publication) -> Due:
    """Return the due row of a publication that is waiting."""
    return Due(
        at=publication.wakes_at,
        kind=DueKind.PUBLICATION,
        creator_id=publication.creator_id,
        id=publication.id,
    )


def lock_key(publication: Publication) -> ItemKey:
    sk = keys.lock_sk(
        publication.platform.value,
        publication.account_id,
        publication.clip_id,
        publication.revision,
    )
    return ItemKey(keys.creator_pk(publication.creator_id), sk)


def lock_item(publication: Publication, *, at: datetime) -> Item:
    """Return the lock on a publication's content and account, for 90 days."""
    key = lock_key(publication)
    return {
        "PK": key.pk,
        "SK": key.sk,
        "type": "lock",
        "schemaVersion": SCHEMA_VERSION,
        "publicationId": publication.id,
        "createdAt": instant(at),
        "ttl": expiry(at, days=LOCK_KEPT_DAYS),
    }
