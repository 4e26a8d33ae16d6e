"""Videos: files on their way in from outside, and what a look into one tells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from core.domain.clips.tracked_job import FollowedJob
    from core.domain.signals.signals import Signals
    from core.domain.videos.asset import Asset, VideoFacts
    from core.domain.videos.intake import Intake, IntakeId
    from core.domain.work.ids import AssetId, CreatorId, JobId
    from core.ports.paging import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class ByteCount:
    """The bytes of a creator's assets; some may be missing as long as it is not `is_whole`."""

    size_bytes: int = 0
    is_whole: bool = False
    version: int = 0


class AssetStore(Protocol):
    """Keeps assets."""

    async def get_asset(self, creator_id: CreatorId, asset_id: AssetId) -> Asset: ...

    async def add_asset(self, asset: Asset) -> bool: ...

    async def count_bytes(self, creator_id: CreatorId) -> ByteCount:
        """Return the size of the assets that were added since they are counted."""
        ...

    async def complete_count(
        self, creator_id: CreatorId, seen: ByteCount, *, size_bytes: int
    ) -> bool:
        """Make a count whole; False, and nothing stored, if it is no longer as it was seen."""
        ...

    async def list_assets(
        self, creator_id: CreatorId, *, cursor: str | None = None, limit: int = 20
    ) -> Page[Asset]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchedFile:
    """What arrived: its bytes, and its name at the sender ('' if unknown)."""

    size_bytes: int
    file_name: str


class Fetcher(Protocol):
    """Fetches a file; no address, redirect or DNS name can lead it into a private network."""

    async def fetch_file(
        self,
        url: str,
        target: Path,
        *,
        size_bytes_max: int,
        check_start: Callable[[bytes], None] | None = None,
        on_progress: Callable[[float], None] | None = None,
    ) -> FetchedFile:
        """Download `url` into `target`.

        `check_start` sees the first bytes and may raise to stop there. `on_progress` gets the share
        received, 0 to 1, if the size is known.

        Raises InvalidInput, saying what to do, if the address cannot be fetched, is empty, or
        exceeds `size_bytes_max`; ExternalFailure if the server misbehaves or the disk is full.
        """
        ...


class IntakeStore(Protocol):
    """Keeps intakes for 30 days."""

    async def get_intake(self, creator_id: CreatorId, intake_id: IntakeId) -> Intake: ...

    async def add_intake(self, intake: Intake) -> bool: ...

    async def save_intake(self, intake: Intake) -> Intake: ...

    async def list_intakes(self, creator_id: CreatorId, *, limit: int = 20) -> tuple[Intake, ...]:
        """Return the newest intakes, newest first."""
        ...


class FollowedJobStore(Protocol):
    """Keeps followed jobs for two days."""

    async def put_followed(self, followed: FollowedJob) -> None: ...

    async def list_followed(self, creator_id: CreatorId) -> tuple[FollowedJob, ...]: ...

    async def delete_followed(self, creator_id: CreatorId, job_id: JobId) -> bool: ...


class Prober(Protocol):
    """Examines a video without decoding all of it."""

    async def probe(self, video: Path) -> VideoFacts:
        """Return its facts; InvalidInput, with what to do, if it cannot be cut."""
        ...


class SignalReader(Protocol):
    """Measures a stretch of a video."""

    is_mixed: bool
    """Whether all sound tracks are heard together."""

    async def read_signals(
        self, video: Path, *, start_seconds: float, end_seconds: float
    ) -> Signals:
        """Return loudness and cuts of the stretch; for cuts only keyframes are decoded."""
        ...
