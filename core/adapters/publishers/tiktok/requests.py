"""Requests to TikTok, with an account's token, and the parts of its videos, without."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from typing import Any

import aiohttp

from core.adapters.publishers.tiktok.answers import read_data
from core.adapters.publishers.tiktok.recognition import (
    LIST_FIELDS,
    PAGES_MAX,
    find_created,
    find_earliest,
)
from core.adapters.upload_http import put_part, read_answer, read_silence
from core.ports.publishing import PublishOrder


class TikTokApi:
    """Sends each request once; NoAnswer where it is not known what became of one."""

    def __init__(self, *, http: aiohttp.ClientSession, api_url: str, stall_seconds: float) -> None:
        self._http = http
        self._api_url = api_url
        self._stall_seconds = stall_seconds

    async def post(self, order: PublishOrder, path: str, body: object) -> tuple[int, object]:
        token = order.token.access_token if order.token else ""
        try:
            async with self._http.post(
                f"{self._api_url}/v2/{path}",
                json=body,
                headers={"Authorization": f"Bearer {token}"},
                allow_redirects=False,
            ) as response:
                return response.status, await read_answer(response)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise read_silence(error, platform="TikTok") from None

    async def put(self, order: PublishOrder, chunk: bytes, content_range: str) -> int:
        """Send a chunk; the URL itself grants the right to do so, and no token is sent."""
        headers = {"Content-Range": content_range, "Content-Type": "video/mp4"}
        try:
            async with put_part(
                self._http,
                order.progress.secret,
                chunk,
                headers=headers,
                stall_seconds=self._stall_seconds,
            ) as response:
                await response.read()
                return response.status
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise read_silence(error, platform="TikTok") from None

    async def list_videos(self, order: PublishOrder) -> AsyncIterator[Mapping[str, Any]]:
        """Give the account's public videos, back to when the post can have been created."""
        body: dict[str, Any] = {"max_count": 20}
        for _ in range(PAGES_MAX):
            status, answer = await self.post(order, f"video/list/?fields={LIST_FIELDS}", body)
            data = read_data(status, answer, now=order.now)
            videos = data.get("videos")
            shown = [v for v in videos if isinstance(v, dict)] if isinstance(videos, list) else []
            for video in shown:
                yield video
            times = [created for video in shown if (created := find_created(video))]
            is_past = bool(times) and min(times) < find_earliest(order)
            if not data.get("has_more") or not shown or is_past:
                return
            body = {"max_count": 20, "cursor": data.get("cursor")}
