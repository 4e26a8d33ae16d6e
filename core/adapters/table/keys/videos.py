"""Keys of videos, on their way in and as they are understood."""

from __future__ import annotations

from datetime import datetime

from core.adapters.table.keys.parts import name_part, time_part
from core.domain.people.creator_profile import check_month
from core.domain.work.ids import AssetId

ASSET_PREFIX = "ASSET#"
INTAKE_PREFIX = "INTAKE#"
STORED = "STORED"
UPLOAD_PREFIX = "UPLOAD#"


def asset_sk(asset_id: AssetId) -> str:
    return f"{ASSET_PREFIX}{name_part(asset_id)}"


def chapters_sk(asset_id: AssetId) -> str:
    return f"{asset_sk(asset_id)}#CHAPTERS"


def transcript_sk(asset_id: AssetId, source: str) -> str:
    """`ASSET#<videoId>#TRANSCRIPT#<source>`: the words of a file, or those that a model heard."""
    return f"{asset_sk(asset_id)}#TRANSCRIPT#{name_part(source)}"


def window_sk(asset_id: AssetId, number: int) -> str:
    """`ASSET#<id>#WINDOW#<0001>`."""
    return f"{asset_sk(asset_id)}#WINDOW#{number:04d}"


def spend_sk(month: str) -> str:
    return f"SPEND#{check_month(month)}"


def reservation_prefix(month: str) -> str:
    return f"{spend_sk(month)}#RESERVED#"


def reservation_sk(month: str, until: datetime, name: str) -> str:
    """`SPEND#<yyyy-mm>#RESERVED#<until>#<name>`: those that lapse first come first."""
    return f"{reservation_prefix(month)}{time_part(until)}#{name_part(name)}"


def upload_sk(upload_id: str) -> str:
    return f"{UPLOAD_PREFIX}{name_part(upload_id)}"


def intake_sk(intake_id: str) -> str:
    return f"{INTAKE_PREFIX}{name_part(intake_id)}"
