"""TikTok metrics: counters of public videos, which only grow; a day is its growth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

import aiohttp

from core.adapters.metrics.metric_requests import ask, bear, list_objects, read_count, read_object
from core.domain.accounts.platform_token import PlatformToken
from core.domain.learning.metrics import PostDay, PostTotals
from core.domain.work.platform import Platform
from core.errors import ExternalFailure, TokenRefused

AT_ONCE: Final = 20
FIELDS: Final = "id,view_count,like_count,comment_count,share_count"
SCOPE: Final = "video.list"


class TikTokMetrics:
    """Reads the creator's own public videos."""

    def __init__(self, *, http: aiohttp.ClientSession, api_url: str) -> None:
        self._http = http
        self._url = f"{api_url.rstrip('/')}/v2/video/query/?fields={FIELDS}"

    @property
    def platform(self) -> Platform:
        return Platform.TIKTOK

    async def read_totals(
        self, token: PlatformToken, post_ids: Sequence[str]
    ) -> Mapping[str, PostTotals]:
        if SCOPE not in token.scopes:
            return {}
        totals: dict[str, PostTotals] = {}
        for first in range(0, len(post_ids), AT_ONCE):
            totals |= await self._query(token, list(post_ids[first : first + AT_ONCE]))
        return totals

    async def _query(self, token: PlatformToken, ids: list[str]) -> dict[str, PostTotals]:
        body = await ask(
            self._http,
            self.platform,
            "POST",
            self._url,
            json={"filters": {"video_ids": ids}},
            headers=bear(token.access_token),
        )
        code = read_object(body.get("error")).get("code")
        if code == "access_token_invalid":
            raise TokenRefused("TikTok no longer accepts the access token.")
        if code != "ok":
            raise ExternalFailure("TikTok gave no figures.", retryable=True)
        videos = list_objects(read_object(body.get("data")).get("videos"))
        return {
            str(video.get("id")): PostTotals(
                views=read_count(video.get("view_count")),
                likes=read_count(video.get("like_count")),
                comments=read_count(video.get("comment_count")),
                shares=read_count(video.get("share_count")),
            )
            for video in videos
        }

    async def read_days(
        self,
        token: PlatformToken,  # noqa: ARG002 - the port's
        post_id: str,  # noqa: ARG002 - the port's
        *,
        first: date,  # noqa: ARG002 - the port's
        last: date,  # noqa: ARG002 - the port's
    ) -> tuple[PostDay, ...]:
        return ()
