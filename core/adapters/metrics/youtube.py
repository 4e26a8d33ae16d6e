"""YouTube metrics: totals from the Data API, days from the Analytics API.

`videos.list` costs one unit for fifty videos; Analytics has a quota of its own. Since August 2026 a
view counts at the first frame; `engagedViews` kept the older meaning, so both are read. Source:
developers.google.com/youtube/analytics/reference/reports/query.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

import aiohttp

from core.adapters.metrics.metric_requests import ask, bear, list_objects, read_count, read_object
from core.domain.accounts.platform_token import PlatformToken
from core.domain.learning.metrics import PostDay, PostTotals
from core.domain.work.platform import Platform

AT_ONCE: Final = 50
METRICS: Final = ("views", "engagedViews", "estimatedMinutesWatched")


class YouTubeMetrics:
    """Reads the creator's own videos."""

    def __init__(self, *, http: aiohttp.ClientSession, api_url: str, analytics_url: str) -> None:
        self._http = http
        self._api_url = api_url.rstrip("/")
        self._analytics_url = analytics_url.rstrip("/")

    @property
    def platform(self) -> Platform:
        return Platform.YOUTUBE

    async def read_totals(
        self, token: PlatformToken, post_ids: Sequence[str]
    ) -> Mapping[str, PostTotals]:
        totals: dict[str, PostTotals] = {}
        for first in range(0, len(post_ids), AT_ONCE):
            body = await self._ask(
                token,
                f"{self._api_url}/youtube/v3/videos",
                {"part": "statistics", "id": ",".join(post_ids[first : first + AT_ONCE])},
            )
            totals |= {
                str(item.get("id")): _read_statistics(read_object(item.get("statistics")))
                for item in list_objects(body.get("items"))
            }
        return totals

    async def read_days(
        self, token: PlatformToken, post_id: str, *, first: date, last: date
    ) -> tuple[PostDay, ...]:
        """Return what is known of each day; the newest two or three are always missing."""
        body = await self._ask(
            token,
            f"{self._analytics_url}/v2/reports",
            {
                "ids": "channel==MINE",
                "startDate": first.isoformat(),
                "endDate": last.isoformat(),
                "dimensions": "day",
                "metrics": ",".join(METRICS),
                "filters": f"video=={post_id}",
                "sort": "day",
            },
        )
        names = [header.get("name") for header in list_objects(body.get("columnHeaders"))]
        rows = body.get("rows")
        found = [_read_day(names, row) for row in (rows if isinstance(rows, list) else [])]
        return tuple(day for day in found if day is not None)

    async def _ask(
        self, token: PlatformToken, url: str, query: Mapping[str, str]
    ) -> Mapping[str, Any]:
        headers = bear(token.access_token)
        return await ask(self._http, self.platform, "GET", url, params=dict(query), headers=headers)


def _read_statistics(given: Mapping[str, Any]) -> PostTotals:
    return PostTotals(
        views=read_count(given.get("viewCount")),
        likes=read_count(given.get("likeCount")),
        comments=read_count(given.get("commentCount")),
        shares=None,
    )


def _read_day(names: list[Any], row: Any) -> PostDay | None:
    """Return the day in a row, by its column names; None if it is not such a row."""
    if not isinstance(row, list) or len(row) != len(names):
        return None
    cells = dict(zip(names, row, strict=True))
    try:
        on = date.fromisoformat(str(cells.get("day")))
    except ValueError:
        return None
    return PostDay(
        on=on,
        views=read_count(cells.get("views")),
        engaged_views=read_count(cells.get("engagedViews")),
        watched_seconds=60.0 * read_count(cells.get("estimatedMinutesWatched")),
    )
