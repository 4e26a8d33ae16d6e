"""A live moment for tests."""

from __future__ import annotations

from typing import Any

from core.domain.footage.live_moment import LiveMoment
from core.domain.work.ids import AssetId
from tests.builders import CREATOR, NOON, make_stream, make_test_clip_id, make_test_ulid


def make_moment(**given: Any) -> LiveMoment:
    values: dict[str, Any] = {
        "creator_id": CREATOR,
        "stream_id": make_stream().id,
        "detected_ms": 93_400,
        "asset_id": AssetId(make_test_ulid(5)),
        "clip_id": make_test_clip_id(6),
        "created_at": NOON,
        "updated_at": NOON,
    }
    return LiveMoment(**(values | given))
