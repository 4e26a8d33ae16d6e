"""Videos: files from outside on their way in, and what a look into one tells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from core.domain.clips.tracked_job import FollowedJob
from core.domain.signals.signals import Signals
from core.domain.videos.asset import Asset, VideoFacts
from core.domain.videos.intake import (
    Intake,
    IntakeId,
)
from core.domain.work.ids import (
    AssetId,
    CreatorId,
    JobId,
)
from core.ports.paging import Page


class AssetStore(Protocol):
    """Keeps assets."""

    async def get_asset(self, creator_id: CreatorId, asset_id: AssetId) -> Asset: ...

    async def add_asset(self, asset: Asset) -> bool: ...

    async def list_assets(
        self, creator_id: CreatorId, *, cursor: str | None = None, limit: int = 20
    ) -> Page[Asset]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchedFile:
    """What arrived: its bytes, and what whoever sent it calls it ('' where they do not say)."""

    size_bytes: int
    file_name: str


class Fetcher(Protocol):
    """Fetches a file; no address, redirect or name of the DNS leads it into a private network."""

    async def fetch_file(
        self,
        url: str,
        target: Path,
        *,
        size_bytes_max: int,
        check_start: Callable[[bytes], None] | None = None,
        on_progress: Callable[[float], None] | None = None,
    ) -> FetchedFile:
        """Write what `url` gives to `target`.

        `check_start` sees the first bytes and may raise to end it there. `on_progress` is told how
        much has come, 0 to 1, where the size is known.

        Raises:
            InvalidInput: the address cannot be asked, gives nothing, or gives more than
                `size_bytes_max`; the sentence says what to do.
            ExternalFailure: it did not answer as it should, or the disk is full.
        """
        ...


class IntakeStore(Protocol):
    """Keeps intakes for 30 days."""

    async def get_intake(self, creator_id: CreatorId, intake_id: IntakeId) -> Intake: ...

    async def add_intake(self, intake: Intake) -> bool: ...

    async def save_intake(self, intake: Intake) -> Intake: ...

    async def list_intakes(self, creator_id: CreatorId, *, limit: int = 20) -> tuple[Intake, ...]:
        """Return the newest intakes, the newest first."""
        ...


class FollowedJobStore(Protocol):
    """Keeps followed jobs for two days."""

    async def put_followed(self, followed: FollowedJob) -> None: ...

    async def list_followed(self, creator_id: CreatorId) -> tuple[FollowedJob, ...]: ...

    async def delete_followed(self, creator_id: CreatorId, job_id: JobId) -> bool: ...


class Prober(Protocol):
    """Looks at a video without decoding all of it."""

    async def probe(self, video: Path) -> VideoFacts:
        """Return its facts; InvalidInput, with what to do, where it cannot be cut."""
        ...


class SignalReader(Protocol):
    """Measures a stretch of a video."""

    async def read_signals(
        self, video: Path, *, start_seconds: float, end_seconds: float
    ) -> Signals:
        """Return loudness and cuts of the stretch; keyframes only are decoded for the cuts."""
        ...

    async def measure_lufs(
        self, video: Path, *, start_seconds: float, duration_seconds: float
    ) -> float | None:
        """Return the integrated loudness (EBU R128, LUFS); None where there is no sound."""
        ...
