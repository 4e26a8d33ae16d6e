"""Clips as items. The indexes order them by score and by status."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.adapters.table import keys
from core.adapters.table.items.records import from_record, to_record
from core.adapters.table.items.spike_items import read_spike_map, spike_map
from core.adapters.table.items.values import (
    SCHEMA_VERSION,
    fit_card,
    instant,
    number,
    present,
    read_instant,
    read_number,
)
from core.adapters.table.table import Item
from core.domain.clips.box import Box
from core.domain.clips.clip import Clip, ClipStatus, Judgement
from core.domain.clips.earlier_cut import EarlierCut
from core.domain.clips.edit_plan import Layout
from core.domain.clips.virality import ScorePart, ViralityScore


def clip_item(clip: Clip) -> Item:
    return present(
        {
            "PK": keys.clip_pk(clip.creator_id, clip.id),
            "SK": keys.clip_sk(clip.id),
            **_index_keys(clip),
            "type": "clip",
            "schemaVersion": SCHEMA_VERSION,
            "version": clip.version,
            "status": clip.status.value,
            "card": clip_card(clip),
            "createdAt": instant(clip.created_at),
            "updatedAt": instant(clip.updated_at),
            **_identity(clip),
            **_rendered(clip),
        }
    )


def clip_card(clip: Clip) -> Item:
    """Return what a list page shows about a clip, in at most 400 bytes."""
    rest = {
        "score": clip.score.value if clip.score else None,
        "startSeconds": number(clip.start_seconds),
        "endSeconds": number(clip.end_seconds),
        "thumb": clip.thumbnail_key,
    }
    return fit_card(clip.title, rest)


def _index_keys(clip: Clip) -> Item:
    index = {
        "GSI2PK": keys.status_gsi2pk(clip.creator_id, "CLIP", clip.status.value),
        "GSI2SK": keys.clip_gsi2sk(clip.priority, clip.created_at, clip.id),
    }
    if clip.score is not None:
        index["GSI1PK"] = keys.score_gsi1pk(clip.creator_id)
        index["GSI1SK"] = keys.score_gsi1sk(clip.score.value, clip.id)
    return index


def _identity(clip: Clip) -> Item:
    return {
        "id": clip.id,
        "creatorId": clip.creator_id,
        "assetId": clip.asset_id,
        "streamId": clip.stream_id,
        "title": clip.title,
        "startSeconds": number(clip.start_seconds),
        "endSeconds": number(clip.end_seconds),
        "spike": spike_map(clip.spike) if clip.spike else None,
        "titleBy": clip.title_by,
        "scoreParts": _score_list(clip.score) if clip.score else None,
        "scoreNote": (clip.score.note or None) if clip.score else None,
        "layout": clip.layout.value if clip.layout else None,
        "measuredParts": _score_list(clip.measured) if clip.measured else None,
        "judgement": to_record(clip.judgement) if clip.judgement else None,
        "decidedBy": clip.decided_by,
        "priority": clip.priority or None,
        "facecam": to_record(clip.facecam) if clip.facecam else None,
        "coverSeconds": number(clip.cover_seconds),
        "earlier": [to_record(cut) for cut in clip.earlier] or None,
    }


def _rendered(clip: Clip) -> Item:
    return {
        "objectKey": clip.object_key,
        "thumbnailKey": clip.thumbnail_key,
        "sheetKey": clip.sheet_key,
        "durationSeconds": number(clip.duration_seconds),
        "sizeBytes": clip.size_bytes,
        "loudnessLufs": number(clip.loudness_lufs),
        "failedStage": clip.failed_stage,
        "failedReason": clip.failed_reason,
        "renderJobId": clip.render_job_id,
        "cutLayout": clip.cut_layout.value if clip.cut_layout else None,
        "cutCaptions": clip.cut_captions or None,
    }


def _score_list(score: ViralityScore) -> list[Item]:
    return [
        {"name": part.name, "points": part.points, "outOf": part.out_of, "reason": part.reason}
        for part in score.parts
    ]


def _read_score(parts: list[Item] | None, note: str = "") -> ViralityScore | None:
    if parts is None:
        return None
    return ViralityScore(
        note=note,
        parts=tuple(
            ScorePart(
                name=part["name"],
                points=part["points"],
                out_of=part["outOf"],
                reason=part["reason"],
            )
            for part in parts
        ),
    )


def read_clip_item(item: Mapping[str, Any]) -> Clip:
    return Clip(
        id=item["id"],
        creator_id=item["creatorId"],
        asset_id=item["assetId"],
        stream_id=item.get("streamId"),
        title=item.get("title", ""),
        start_seconds=float(item["startSeconds"]),
        end_seconds=float(item["endSeconds"]),
        created_at=read_instant(item["createdAt"]),
        updated_at=read_instant(item.get("updatedAt", item["createdAt"])),
        spike=read_spike_map(item["spike"]) if "spike" in item else None,
        title_by=item.get("titleBy"),
        score=_read_score(item.get("scoreParts"), item.get("scoreNote", "")),
        layout=Layout(item["layout"]) if "layout" in item else None,
        measured=_read_score(item.get("measuredParts")),
        judgement=from_record(Judgement, item["judgement"]) if "judgement" in item else None,
        status=ClipStatus(item["status"]),
        object_key=item.get("objectKey"),
        thumbnail_key=item.get("thumbnailKey"),
        sheet_key=item.get("sheetKey"),
        duration_seconds=read_number(item.get("durationSeconds")),
        size_bytes=item.get("sizeBytes"),
        loudness_lufs=read_number(item.get("loudnessLufs")),
        failed_stage=item.get("failedStage"),
        failed_reason=item.get("failedReason"),
        decided_by=item.get("decidedBy"),
        priority=item.get("priority", 0),
        render_job_id=item.get("renderJobId"),
        cut_layout=Layout(item["cutLayout"]) if "cutLayout" in item else None,
        cut_captions=item.get("cutCaptions", ""),
        facecam=from_record(Box, item["facecam"]) if "facecam" in item else None,
        cover_seconds=read_number(item.get("coverSeconds")),
        earlier=tuple(from_record(EarlierCut, cut) for cut in item.get("earlier", ())),
        version=item.get("version", 1),
    )
