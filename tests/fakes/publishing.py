"""Platforms that keep what is published in memory."""

from __future__ import annotations

from pathlib import Path

from core.domain.clip import Clip
from core.domain.ids import ClipId
from core.domain.platform import Platform
from core.errors import ExternalFailure
from core.ports.publishing import Published, Publisher


class FakePublisher:
    """Keeps the clips that it published, one of each id, and fails as often as it is told."""

    def __init__(
        self,
        platform: Platform = Platform.FOLDER,
        *,
        failures: list[ExternalFailure] | None = None,
    ) -> None:
        self._platform = platform
        self._failures = failures or []
        self.published: dict[ClipId, Clip] = {}
        self.calls = 0

    @property
    def platform(self) -> Platform:
        return self._platform

    async def publish(self, clip: Clip, *, video: Path, thumbnail: Path) -> Published:
        self.calls += 1
        if self._failures:
            raise self._failures.pop(0)
        self.published[clip.id] = clip
        return Published(link=f"https://{self._platform}.example/{clip.id}")


_publisher: type[Publisher] = FakePublisher
