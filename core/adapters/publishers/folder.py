"""Publishing to a folder: one directory per clip, for creators without an account."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
from pathlib import Path

from core.domain.clips.clip import Clip
from core.domain.publishing.publication import PublicationStatus
from core.domain.work.platform import Platform
from core.errors import ExternalFailure
from core.ports.publishing import ClipFiles, PublishOrder, PublishStep

_STAGE = "publish"


class FolderPublisher:
    """Writes `<root>/<clip id>/` with clip.mp4, thumbnail.jpg and clip.json."""

    def __init__(self, root: Path) -> None:
        self._root = root

    @property
    def platform(self) -> Platform:
        return Platform.FOLDER

    def find_problem(self, order: PublishOrder) -> str | None:  # noqa: ARG002 - it takes any
        """Return None: a folder accepts every clip."""
        return None

    async def advance(self, order: PublishOrder, files: ClipFiles) -> PublishStep:
        """Put the clip's whole directory in place, replacing an older cut of the clip."""
        try:
            folder = await asyncio.to_thread(
                _publish, self._root, order.clip, files.video, files.thumbnail
            )
        except OSError as error:
            raise ExternalFailure(
                f"The folder {self._root} cannot be written ({error.strerror or error}): "
                "free some space or choose another folder.",
                stage=_STAGE,
            ) from error
        return PublishStep(
            progress=order.progress,
            status=PublicationStatus.PUBLISHED,
            link=(folder / "clip.mp4").as_uri(),
            post_id=folder.name,
        )

    async def look(self, order: PublishOrder) -> PublishStep:
        """Continue: publishing again changes nothing."""
        return PublishStep(progress=order.progress)


def describe_clip(clip: Clip) -> str:
    """Return clip.json: what a person, or a program, may want to know about a published clip."""
    score = clip.score
    parts = () if score is None else score.parts
    facts = {
        "id": clip.id,
        "version": clip.version,
        "title": clip.title,
        "score": None if score is None else score.value,
        "reasons": [] if score is None else list(score.reasons),
        "parts": [
            {"name": p.name, "points": p.points, "out_of": p.out_of, "reason": p.reason}
            for p in parts
        ],
        "asset_id": clip.asset_id,
        "start_s": clip.start_seconds,
        "end_s": clip.end_seconds,
        "duration_s": clip.duration_seconds,
        "loudness_lufs": clip.loudness_lufs,
        "size_bytes": clip.size_bytes,
    }
    return json.dumps(facts, ensure_ascii=False, indent=2) + "\n"


def _publish(root: Path, clip: Clip, video: Path, thumbnail: Path) -> Path:
    root = root.absolute()
    name = re.sub(r"[^A-Za-z0-9_-]", "_", clip.id)[:100]
    folder, part, old = root / name, root / f".{name}.part", root / f".{name}.old"
    facts = describe_clip(clip)
    if _is_published(folder, facts, video, thumbnail):
        return folder
    _remove(part)
    part.mkdir(parents=True)
    try:
        shutil.copyfile(video, part / "clip.mp4")
        shutil.copyfile(thumbnail, part / "thumbnail.jpg")
        (part / "clip.json").write_text(facts, encoding="utf-8")
        _remove(old)
        if folder.exists():
            folder.rename(old)
        part.rename(folder)
    finally:
        _remove(part)
    _remove(old)
    return folder


def _is_published(folder: Path, facts: str, video: Path, thumbnail: Path) -> bool:
    """Return whether the whole directory is there already, not only its last file."""
    try:
        return (
            (folder / "clip.json").read_bytes() == facts.encode()
            and (folder / "clip.mp4").stat().st_size == video.stat().st_size
            and (folder / "thumbnail.jpg").stat().st_size == thumbnail.stat().st_size
        )
    except FileNotFoundError:
        return False


def _remove(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)
