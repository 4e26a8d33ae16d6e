"""Publishing: carrying a clip to a platform."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from core.domain.clip import Clip
from core.domain.platform import Platform


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """Where a published clip can be seen."""

    link: str


class Publisher(Protocol):
    """Carries out publications on one platform."""

    @property
    def platform(self) -> Platform: ...

    async def publish(self, clip: Clip, *, video: Path, thumbnail: Path) -> Published:
        """Publish the clip; doing so again gives the same publication, not a second one."""
        ...
