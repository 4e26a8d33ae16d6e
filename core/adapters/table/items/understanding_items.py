"""Analyses, windows and transcripts as items; long bodies are in storage, under keys kept here."""

from __future__ import annotations

from datetime import datetime

from core.adapters.table import keys
from core.adapters.table.items.records import make_item, to_record
from core.adapters.table.items.values import SCHEMA_VERSION, expiry, instant
from core.adapters.table.table import Item, ItemKey, Update
from core.domain.clips.asset_analysis import AssetAnalysis, WindowResult
from core.domain.videos.model_spend import Reservation, TokenUse
from core.domain.work.ids import AssetId, CreatorId

WINDOW_KEPT_DAYS = 30
RESERVED_KEPT_DAYS = 35


def analysis_key(creator_id: CreatorId, asset_id: AssetId) -> ItemKey:
    return ItemKey(keys.creator_pk(creator_id), keys.chapters_sk(asset_id))


def analysis_item(analysis: AssetAnalysis) -> Item:
    key = analysis_key(analysis.creator_id, analysis.asset_id)
    return make_item("chapters", key, analysis, updatedAt=instant(analysis.analysed_at))


def window_key(creator_id: CreatorId, asset_id: AssetId, number: int) -> ItemKey:
    return ItemKey(keys.creator_pk(creator_id), keys.window_sk(asset_id, number))


def window_item(key: ItemKey, result: WindowResult, *, object_key: str, at: datetime) -> Item:
    """Return the row of a window stored at `at`; its body is at `object_key`."""
    return {
        "PK": key.pk,
        "SK": key.sk,
        "type": "window",
        "schemaVersion": SCHEMA_VERSION,
        "createdAt": instant(at),
        "ttl": expiry(at, days=WINDOW_KEPT_DAYS),
        "fingerprint": result.fingerprint,
        "window": to_record(result.window),
        "costMicroDollars": result.cost_micro_dollars,
        "objectKey": object_key,
    }


def transcript_key(creator_id: CreatorId, asset_id: AssetId, source: str) -> ItemKey:
    return ItemKey(keys.creator_pk(creator_id), keys.transcript_sk(asset_id, source))


def transcript_item(key: ItemKey, *, words: int, object_key: str, at: datetime) -> Item:
    return {
        "PK": key.pk,
        "SK": key.sk,
        "type": "transcript",
        "schemaVersion": SCHEMA_VERSION,
        "updatedAt": instant(at),
        "words": words,
        "objectKey": object_key,
    }


def spend_key(creator_id: CreatorId, month: str) -> ItemKey:
    return ItemKey(keys.creator_pk(creator_id), keys.spend_sk(month))


def reservation_key(held: Reservation) -> ItemKey:
    sk = keys.reservation_sk(held.month, held.until, held.name)
    return ItemKey(keys.creator_pk(held.creator_id), sk)


def reservation_item(held: Reservation) -> Item:
    """Return the row of a reservation; a month that is over asks for it no more."""
    return make_item(
        "reservation", reservation_key(held), held, ttl=expiry(held.until, days=RESERVED_KEPT_DAYS)
    )


def spend_update(
    creator_id: CreatorId, month: str, use: TokenUse, cost_micro_dollars: int, *, at: datetime
) -> Update:
    """Return the update that adds one request to a month."""
    return _add_to_month(
        creator_id,
        month,
        at,
        requests=1,
        promptTokens=use.prompt,
        answerTokens=use.answer,
        costMicroDollars=cost_micro_dollars,
    )


def reservation_update(held: Reservation, cost_micro_dollars: int, *, at: datetime) -> Update:
    """Return the update that adds to a reservation's month a cost and nothing else."""
    return _add_to_month(
        held.creator_id,
        held.month,
        at,
        requests=0,
        promptTokens=0,
        answerTokens=0,
        costMicroDollars=cost_micro_dollars,
    )


def _add_to_month(creator_id: CreatorId, month: str, at: datetime, **added: int) -> Update:
    return Update(
        key=spend_key(creator_id, month),
        set={
            "type": "spend",
            "schemaVersion": SCHEMA_VERSION,
            "month": month,
            "updatedAt": instant(at),
        },
        add={**added, "version": 1},
    )
