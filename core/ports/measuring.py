"""Measuring: asking platforms how posts did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol

from core.domain.metrics import PostDay, PostTotals
from core.domain.platform import Platform
from core.domain.platform_token import PlatformToken


class MetricReader(Protocol):
    """Reads figures of one platform.

    TokenRefused where the access is not taken; another ExternalFailure where nothing is to be had
    now, a quota for example.
    """

    @property
    def platform(self) -> Platform: ...

    async def read_totals(
        self, token: PlatformToken, post_ids: Sequence[str]
    ) -> Mapping[str, PostTotals]:
        """Return the figures of those posts that the platform knows."""
        ...

    async def read_days(
        self, token: PlatformToken, post_id: str, *, first: date, last: date
    ) -> tuple[PostDay, ...]:
        """Return what each day brought, as far as the platform says so; some never do."""
        ...
