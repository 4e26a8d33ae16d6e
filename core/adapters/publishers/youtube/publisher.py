"""Publishing to YouTube: a session, its chunks, and the video they become.

A session's URL is stored before a byte is sent, so the bytes can only ever become one video. The
step before the last chunk (`finish`) is stored first: from then on the video may exist, and after a
crash the session is asked; if that has expired, the list of uploads, in which the clip is
recognised by its file name. Source:
developers.google.com/youtube/v3/guides/using_resumable_upload_protocol.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urlsplit

import aiohttp

from core.adapters.publishers.youtube.answers import (
    dig,
    list_items,
    read_failure,
    read_stored_bytes,
    read_video_id,
)
from core.adapters.publishers.youtube.video import (
    describe_video,
    find_problem,
    judge_video,
    name_privacy,
)
from core.adapters.upload_http import STALL_SECONDS, put_part, read_answer, read_part, read_silence
from core.domain.publishing.publication import PublicationStatus
from core.domain.publishing.publish_progress import PublishProgress
from core.domain.work.platform import Platform
from core.errors import ExternalFailure, ReconnectRequired, RetryLater
from core.ports.publishing import ClipFiles, PublishOrder, PublishStep

CHUNK_UNIT: Final = 262_144
CHUNK_BYTES: Final = 32 * CHUNK_UNIT
SETTLING: Final = timedelta(minutes=10)
"""How long a finished upload may take to appear in the list of uploads.

It is counted from the first look that missed it: the last part may have been sent long after the
upload began, and a list may leave out for a moment what is there.
"""
_MISSED_AT: Final = "missed_at"
_RESTARTS_MAX: Final = 5
_STALLS_MAX: Final = 5
_LISTED: Final = 50
_PAGES_MAX: Final = 20
"""A session lives for a week, in which an account uploads at most 100 videos a day."""
_UPLOAD_SCOPES: Final = ("upload", "", "force-ssl")
_READ_SCOPES: Final = ("readonly", "", "force-ssl")


class YouTubePublisher:
    """Uploads clips as Shorts, and reads back who can see them."""

    def __init__(
        self,
        *,
        http: aiohttp.ClientSession,
        api_url: str,
        category_id: str = "20",
        chunk_bytes: int = CHUNK_BYTES,
        stall_seconds: float = STALL_SECONDS,
    ) -> None:
        """`chunk_bytes` is a multiple of 262,144, else ValueError; `category_id` 20 is Gaming."""
        if chunk_bytes % CHUNK_UNIT:
            raise ValueError("YouTube accepts chunks in multiples of 262,144 bytes")
        self._http = http
        self._api_url = api_url.rstrip("/")
        self._category_id = category_id
        self._chunk_bytes = chunk_bytes
        self._stall_seconds = stall_seconds

    @property
    def platform(self) -> Platform:
        return Platform.YOUTUBE

    def find_problem(self, order: PublishOrder) -> str | None:
        return find_problem(order)

    async def advance(self, order: PublishOrder, files: ClipFiles) -> PublishStep:
        """Open a session, send a chunk, or note that the last one comes next."""
        progress = order.progress
        if not progress.is_begun:
            return await self._open_session(order, files)
        size = int(progress.facts["size"])
        is_last = progress.sent_bytes + self._chunk_bytes >= size
        if is_last and progress.step != "finish":
            return PublishStep(
                progress=replace(progress, step="finish", may_be_out=True, entered_at=order.now)
            )
        end = min(progress.sent_bytes + self._chunk_bytes, size)
        chunk = await asyncio.to_thread(read_part, files.video, progress.sent_bytes, end)
        headers = {"Content-Range": f"bytes {progress.sent_bytes}-{end - 1}/{size}"}
        return await self._put(order, chunk, headers)

    async def look(self, order: PublishOrder) -> PublishStep:
        """Ask the session how much it has, or YouTube what became of the video."""
        if order.progress.step == "process":
            return await self._look_at_video(order)
        size = order.progress.facts["size"]
        return await self._put(order, b"", {"Content-Range": f"bytes */{size}"})

    async def _open_session(self, order: PublishOrder, files: ClipFiles) -> PublishStep:
        _require_scopes(order)
        size = await asyncio.to_thread(lambda: files.video.stat().st_size)
        url = f"{self._api_url}/upload/youtube/v3/videos"
        reply = await self._request(
            "POST",
            url,
            order,
            params={"uploadType": "resumable", "part": "snippet,status"},
            json=describe_video(order, category_id=self._category_id),
            headers={
                "X-Upload-Content-Type": "video/mp4",
                "X-Upload-Content-Length": str(size),
                "Slug": name_file(order),
            },
        )
        if reply.status not in {200, 201}:
            raise read_failure(reply.status, reply.body, now=order.now, retry_after=reply.patience)
        begun = PublishProgress(
            step="send",
            entered_at=order.now,
            restarts=order.progress.restarts,
            facts={"size": str(size), "privacy": name_privacy(order)},
            secret=self._read_session(reply),
        )
        return PublishStep(progress=begun)

    def _read_session(self, reply: _Reply) -> str:
        """Return the session's URL, which must be YouTube's: no other host gets our data."""
        address = reply.headers.get("Location", "")
        ours, theirs = urlsplit(self._api_url), urlsplit(address)
        is_google = theirs.scheme == "https" and f".{theirs.hostname}".endswith(".googleapis.com")
        if (ours.scheme, ours.netloc) != (theirs.scheme, theirs.netloc) and not is_google:
            raise ExternalFailure("YouTube gave no upload URL; try again later.")
        return address

    async def _put(
        self, order: PublishOrder, chunk: bytes, headers: Mapping[str, str]
    ) -> PublishStep:
        reply = await self._send_part(order, chunk, headers)
        match reply.status:
            case 308:
                return self._go_on(order, reply, is_asking=not chunk)
            case 200 | 201:
                found = read_video_id(reply.body)
                return judge_video(_as_video(order, found), None)
            case 404 | 410:
                return await self._restart(order)
        raise read_failure(reply.status, reply.body, now=order.now, retry_after=reply.patience)

    async def _send_part(
        self, order: PublishOrder, chunk: bytes, headers: Mapping[str, str]
    ) -> _Reply:
        """Send a chunk, which may take long, or ask about the session, which may not."""
        url = order.progress.secret
        if not chunk:
            return await self._request("PUT", url, order, data=chunk, headers=headers)
        try:
            async with put_part(
                self._http,
                url,
                chunk,
                headers={**_authorize(order), **headers},
                stall_seconds=self._stall_seconds,
            ) as response:
                return _Reply(response.status, response.headers, await read_answer(response))
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise read_silence(error, platform="YouTube") from None

    def _go_on(self, order: PublishOrder, reply: _Reply, *, is_asking: bool) -> PublishStep:
        """Trust YouTube's count of what it has; wait if the session accepts nothing more."""
        progress = order.progress
        stored = read_stored_bytes(reply.headers, size=int(progress.facts["size"]))
        stalls = int(progress.facts.get("stalls", "0"))
        stalls = 0 if stored > progress.sent_bytes or is_asking else stalls + 1
        if stalls > _STALLS_MAX:
            raise RetryLater(
                "YouTube accepts no more of the upload now; it continues later.", seconds=60
            )
        session = reply.headers.get("Location") and self._read_session(reply)
        return PublishStep(
            progress=replace(
                progress,
                sent_bytes=stored,
                entered_at=order.now,
                facts={**progress.facts, "stalls": str(stalls)},
                secret=session or progress.secret,
            )
        )

    async def _restart(self, order: PublishOrder) -> PublishStep:
        """Start over if the session has expired, once it is certain that no video came of it."""
        progress = order.progress
        if progress.may_be_out:
            found = await self._find_upload(order)
            if found:
                return judge_video(_as_video(order, found), None)
            missed_at = progress.facts.get(_MISSED_AT)
            if not missed_at or order.now - datetime.fromisoformat(missed_at) < SETTLING:
                return PublishStep(
                    progress=_miss(order),
                    status=PublicationStatus.RETRY_AT,
                    sentence="YouTube's upload session is gone; checking its list of uploads.",
                    look_again_seconds=60,
                )
        if progress.restarts >= _RESTARTS_MAX:
            raise ExternalFailure("YouTube's upload sessions expire again and again; retry later.")
        return PublishStep(progress=PublishProgress(restarts=progress.restarts + 1))

    async def _find_upload(self, order: PublishOrder) -> str | None:
        """Return the upload whose file name is this publication's, from the newest on."""
        mine = await self._get(order, "channels", part="contentDetails", mine="true")
        for channel in list_items(mine):
            related = channel.get("contentDetails", {}) if isinstance(channel, dict) else {}
            playlist = dig(related, "relatedPlaylists", "uploads")
            page = ""
            for _ in range(_PAGES_MAX):
                found, page = await self._find_on_page(order, playlist, page)
                if found:
                    return found
                if not page:
                    break
        return None

    async def _find_on_page(
        self, order: PublishOrder, playlist: str, page: str
    ) -> tuple[str | None, str]:
        """Return the upload if this page of the list has it, and the token of the next page."""
        token = {"pageToken": page} if page else {}
        listed = await self._get(
            order,
            "playlistItems",
            part="contentDetails",
            playlistId=playlist,
            maxResults=str(_LISTED),
            **token,
        )
        ids = [dig(item, "contentDetails", "videoId") for item in list_items(listed)]
        if ids:
            videos = await self._get(order, "videos", part="fileDetails", id=",".join(ids))
            for video in list_items(videos):
                if dig(video, "fileDetails", "fileName") == name_file(order):
                    return read_video_id(video), ""
        return None, dig(listed, "nextPageToken")

    async def _look_at_video(self, order: PublishOrder) -> PublishStep:
        body = await self._get(
            order, "videos", part="status,processingDetails", id=order.progress.remote_id
        )
        items = [i for i in list_items(body) if dig(i, "id") == order.progress.remote_id]
        return judge_video(order.progress, items[0] if items else None)

    async def _get(self, order: PublishOrder, resource: str, **params: str) -> object:
        url = f"{self._api_url}/youtube/v3/{resource}"
        reply = await self._request("GET", url, order, params=params)
        if reply.status != 200:
            raise read_failure(reply.status, reply.body, now=order.now, retry_after=reply.patience)
        return reply.body

    async def _request(self, method: str, url: str, order: PublishOrder, **given: Any) -> _Reply:
        """Send a request with the account's token; 308 is an answer here, not a redirect."""
        headers = _authorize(order) | given.pop("headers", {})
        try:
            async with self._http.request(
                method, url, headers=headers, allow_redirects=False, **given
            ) as response:
                return _Reply(response.status, response.headers, await read_answer(response))
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise read_silence(error, platform="YouTube") from None


def _authorize(order: PublishOrder) -> dict[str, str]:
    return {"Authorization": f"Bearer {order.token.access_token if order.token else ''}"}


class _Reply:
    def __init__(self, status: int, headers: Mapping[str, str], body: object) -> None:
        self.status = status
        self.headers = headers
        self.body = body

    @property
    def patience(self) -> str | None:
        return self.headers.get("Retry-After")


def name_file(order: PublishOrder) -> str:
    """Return the name under which YouTube remembers the file; only the owner sees it."""
    return f"truss-{order.publication.id}-{order.publication.revision}.mp4"


def _miss(order: PublishOrder) -> PublishProgress:
    """Keep when the video was first looked for and not found."""
    facts = {_MISSED_AT: order.now.isoformat(), **order.progress.facts}
    return replace(order.progress, facts=facts)


def _as_video(order: PublishOrder, video_id: str) -> PublishProgress:
    return replace(
        order.progress,
        step="process",
        entered_at=order.now,
        remote_id=video_id,
        sent_bytes=int(order.progress.facts["size"]),
        may_be_out=True,
        looks=0,
        secret="",
    )


def _require_scopes(order: PublishOrder) -> None:
    """Refuse to send what could not be looked up afterwards."""
    scopes = order.token.scopes if order.token else frozenset()
    for wanted, what in ((_UPLOAD_SCOPES, "upload"), (_READ_SCOPES, "see")):
        names = {"https://www.googleapis.com/auth/youtube" + f".{w}".rstrip(".") for w in wanted}
        if scopes and not names & scopes:
            raise ReconnectRequired(
                f"The YouTube account does not let Truss {what} its videos: link it again and "
                "allow that."
            )
