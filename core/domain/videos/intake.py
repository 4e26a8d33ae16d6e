"""Intakes: videos on their way in, from the request until they are assets."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NewType

from core.domain.work.ids import AssetId, CreatorId, JobId

IntakeId = NewType("IntakeId", str)

TITLE_LENGTH_MAX = 100
UNTITLED = "Untitled video"
_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,5}$")


class IntakeSource(StrEnum):
    """Where the video comes from."""

    ATTACHMENT = "attachment"
    ADDRESS = "address"
    UPLOAD = "upload"


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """A video that somebody wants clips of; all ids it will need are chosen at once.

    `url` is where it lies, for attachments and addresses; `upload_id` names the multipart upload
    that brings it.
    """

    id: IntakeId
    creator_id: CreatorId
    source: IntakeSource
    title: str
    asset_id: AssetId
    fetch_job_id: JobId
    analysis_job_id: JobId
    asked_by: str
    created_at: datetime
    updated_at: datetime
    url: str = field(default="", repr=False)
    upload_id: str = ""
    version: int = 1

    @property
    def object_key(self) -> str:
        return name_source(self.creator_id, self.asset_id)


def name_source(creator_id: CreatorId, asset_id: AssetId) -> str:
    """Return the object key of an asset's video."""
    return f"creators/{creator_id}/assets/{asset_id}/source.mp4"


def name_video(title: str, file_name: str) -> str:
    """Return the title a person gave, else one made from the file's name.

    Folders and the suffix are dropped from a file's name; Discord's `_` become spaces.
    """
    name = re.split(r"[/\\]", file_name[:1000])[-1]
    stem = _SUFFIX.sub("", name) or name
    return clean_title(title) or clean_title(stem.replace("_", " ")) or UNTITLED


def clean_title(title: str) -> str:
    """Return a title on one short line, without control and direction marks; '' for nothing."""
    shown = "".join(letter if letter.isprintable() else " " for letter in title[:1000])
    line = " ".join(shown.split()).strip(". ")
    if len(line) > TITLE_LENGTH_MAX:
        line = f"{line[: TITLE_LENGTH_MAX - 1].rstrip()}…"
    return line
