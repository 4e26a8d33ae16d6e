"""Twitch metrics: the views of its clips, which only grow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

import aiohttp

from core.adapters.metrics.metric_requests import ask, bear, list_objects, read_count
from core.domain.accounts.platform_token import PlatformToken
from core.domain.learning.metrics import PostDay, PostTotals
from core.domain.work.platform import Platform

AT_ONCE: Final = 100


class TwitchMetrics:
    """Reads any Twitch clips, whoever made them."""

    def __init__(self, *, http: aiohttp.ClientSession, api_url: str, client_id: str) -> None:
        self._http = http
        self._url = f"{api_url.rstrip('/')}/clips"
        self._client_id = client_id

    @property
    def platform(self) -> Platform:
        return Platform.TWITCH

    async def read_totals(
        self, token: PlatformToken, post_ids: Sequence[str]
    ) -> Mapping[str, PostTotals]:
        totals: dict[str, PostTotals] = {}
        headers = {**bear(token.access_token), "Client-Id": self._client_id}
        for first in range(0, len(post_ids), AT_ONCE):
            params = [("id", one) for one in post_ids[first : first + AT_ONCE]]
            body = await ask(
                self._http, self.platform, "GET", self._url, params=params, headers=headers
            )
            totals |= {
                str(clip.get("id")): PostTotals(
                    views=read_count(clip.get("view_count")), likes=None, comments=None, shares=None
                )
                for clip in list_objects(body.get("data"))
            }
        return totals

    async def read_days(
        self,
        token: PlatformToken,  # noqa: ARG002 - the port's
        post_id: str,  # noqa: ARG002 - the port's
        *,
        first: date,  # noqa: ARG002 - the port's
        last: date,  # noqa: ARG002 - the port's
    ) -> tuple[PostDay, ...]:
        return ()
