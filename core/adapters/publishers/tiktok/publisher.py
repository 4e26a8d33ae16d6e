"""Publishing to TikTok: creator info, init, chunks or a URL to fetch from, and the status.

With FILE_UPLOAD nothing is visible before the last chunk has arrived, so after a lost init the
upload simply starts over. With PULL_FROM_URL init itself makes TikTok fetch the clip: that step is
stored first, and a lost reply is unconfirmed, because TikTok finds a post only by its publish id.
Source: developers.tiktok.com/doc/content-posting-api-reference-direct-post.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import aiohttp

from core.adapters.publishers.tiktok.answers import RESTARTS_MAX, judge_status, read_data
from core.adapters.publishers.tiktok.chunks import CHUNK_BYTES, ChunkPlan, plan_chunks
from core.adapters.publishers.tiktok.post import LEVELS, describe_post, find_problem, uses_inbox
from core.domain.publishing.publication import PublicationStatus
from core.domain.publishing.publish_progress import PublishProgress
from core.domain.work.platform import Platform
from core.errors import ExternalFailure, ReconnectRequired, Unconfirmed
from core.ports.publishing import (
    ClipFiles,
    PublishOrder,
    PublishStep,
)

MakeAddress = Callable[[PublishOrder], Awaitable[str]]
"""Returns the https URL from which TikTok may fetch an order's video for an hour."""

_ADDRESS_LIFE: Final = timedelta(hours=2)
_SETTLING: Final = timedelta(minutes=2)
_FIRST_LOOK_SECONDS: Final = 3
_FORGOTTEN: Final = "TikTok no longer knows this upload; check in the app whether it is there."
_S = PublicationStatus


class TikTokPublisher:
    """Posts clips, or puts them into the creator's inbox if nobody chose how to post."""

    def __init__(
        self,
        *,
        http: aiohttp.ClientSession,
        api_url: str,
        make_address: MakeAddress | None = None,
        chunk_bytes: int = CHUNK_BYTES,
    ) -> None:
        """With `make_address`, TikTok fetches the clips itself instead of receiving chunks."""
        self._http = http
        self._api_url = api_url.rstrip("/")
        self._make_address = make_address
        self._chunk_bytes = chunk_bytes

    @property
    def platform(self) -> Platform:
        return Platform.TIKTOK

    def find_problem(self, order: PublishOrder) -> str | None:
        return find_problem(order)

    async def advance(self, order: PublishOrder, files: ClipFiles) -> PublishStep:
        """Begin the post, send a chunk, or note what comes next."""
        match order.progress.step:
            case "":
                return await self._begin(order, files)
            case "fetch":
                return await self._let_fetch(order)
            case _:
                return await self._send(order, files)

    async def look(self, order: PublishOrder) -> PublishStep:
        """Ask for the post's status; TikTok says how much of it has arrived."""
        if order.progress.step == "fetch":
            raise Unconfirmed(
                "TikTok did not answer when it was asked to fetch the clip, and cannot be asked "
                "about it: check in the app whether it is there."
            )
        data = await self._fetch_status(order)
        if data is None:
            return _begin_anew(order)
        if order.progress.step in {"send", "finish"} and data.get("status") == "PROCESSING_UPLOAD":
            return _go_on(order, data)
        return judge_status(order.progress, data, user=order.progress.facts.get("user", ""))

    async def _begin(self, order: PublishOrder, files: ClipFiles) -> PublishStep:
        size = await asyncio.to_thread(lambda: files.video.stat().st_size)
        if self._make_address is not None:
            facts = {"size": str(size)}
            return PublishStep(
                progress=replace(
                    order.progress,
                    step="fetch",
                    entered_at=order.now,
                    may_be_out=True,
                    facts=facts,
                )
            )
        plan = plan_chunks(size, self._chunk_bytes)
        source = {
            "source": "FILE_UPLOAD",
            "video_size": size,
            "chunk_size": plan.chunk_bytes,
            "total_chunk_count": plan.count,
        }
        data, facts = await self._init(order, source)
        begun = PublishProgress(
            step="send",
            entered_at=order.now,
            remote_id=_text(data, "publish_id"),
            restarts=order.progress.restarts,
            facts={"size": str(size), "chunk": str(plan.chunk_bytes), **facts},
            secret=self._check_address(_text(data, "upload_url")),
        )
        return PublishStep(progress=begun)

    async def _let_fetch(self, order: PublishOrder) -> PublishStep:
        assert self._make_address is not None  # noqa: S101 - only then is there such a step
        source = {"source": "PULL_FROM_URL", "video_url": await self._make_address(order)}
        data, facts = await self._init(order, source)
        asked = replace(
            order.progress,
            step="process",
            remote_id=_text(data, "publish_id"),
            facts={**order.progress.facts, **facts},
        )
        return _wait_for(asked)

    async def _init(
        self, order: PublishOrder, source: dict[str, Any]
    ) -> tuple[dict[str, Any], dict[str, str]]:
        """Begin a post or a draft; return the answer, and what to remember of it."""
        choices = order.target.choices
        if choices is None or uses_inbox(order):
            _require_scope(order, "video.upload")
            data = await self._ask(order, "inbox/video/init/", {"source_info": source})
            return data, {"user": order.token.account_name if order.token else ""}
        _require_scope(order, "video.publish")
        info = await self._ask(order, "creator_info/query/", {})
        body = {"post_info": describe_post(order, choices, info), "source_info": source}
        data = await self._ask(order, "video/init/", body)
        user = info.get("creator_username")
        return data, {
            "user": user if isinstance(user, str) else "",
            "privacy": LEVELS[choices.privacy],
        }

    async def _send(self, order: PublishOrder, files: ClipFiles) -> PublishStep:
        progress = order.progress
        size, chunk_bytes = int(progress.facts["size"]), int(progress.facts["chunk"])
        plan = ChunkPlan(size=size, chunk_bytes=chunk_bytes, count=max(1, size // chunk_bytes))
        end = plan.find_end(progress.sent_bytes)
        if end == size and progress.step != "finish":
            return PublishStep(
                progress=replace(progress, step="finish", may_be_out=True, entered_at=order.now)
            )
        chunk = await asyncio.to_thread(_read, files.video, progress.sent_bytes, end)
        status = await self._put(order, chunk, f"bytes {progress.sent_bytes}-{end - 1}/{size}")
        if status in {201, 206}:
            sent = replace(progress, sent_bytes=end)
            return _wait_for(sent) if end == size else PublishStep(progress=sent)
        if status in {403, 404, 416}:
            return await self._recover(order, is_gone=status != 416)
        raise ExternalFailure(
            f"TikTok did not accept a part of the clip (status {status}).",
            retryable=status >= 500,
            stage="upload",
        )

    async def _recover(self, order: PublishOrder, *, is_gone: bool) -> PublishStep:
        """Continue where TikTok stands; start over if its URL is gone before all arrived."""
        if is_gone and not order.progress.may_be_out:
            return _begin_anew(order)
        step = await self.look(order)
        is_incomplete = step.status is _S.UPLOADING and step.progress.is_begun
        if not is_gone or not is_incomplete:
            return step
        waited = order.now - (order.progress.entered_at or order.now)
        if step.progress.facts.get("told") == "yes" and waited > _SETTLING:
            return _begin_anew(order)
        if waited > _ADDRESS_LIFE:
            raise Unconfirmed(_FORGOTTEN)
        return replace(step, status=_S.RETRY_AT, look_again_seconds=60)

    async def _fetch_status(self, order: PublishOrder) -> dict[str, Any] | None:
        """Return the post's status; None if TikTok does not know it and nothing can be visible.

        Raises Unconfirmed if TikTok does not know it and something may be visible.
        """
        body = {"publish_id": order.progress.remote_id}
        status, answer = await self._post(order, "status/fetch/", body)
        error = answer.get("error") if isinstance(answer, dict) else None
        code = error.get("code") if isinstance(error, dict) else None
        if code in {"invalid_publish_id", "token_not_authorized_for_specified_publish_id"}:
            if order.progress.may_be_out:
                raise Unconfirmed(_FORGOTTEN)
            return None
        return read_data(status, answer, now=order.now)

    async def _ask(self, order: PublishOrder, path: str, body: object) -> dict[str, Any]:
        status, answer = await self._post(order, path, body)
        return read_data(status, answer, now=order.now)

    async def _post(self, order: PublishOrder, path: str, body: object) -> tuple[int, object]:
        token = order.token.access_token if order.token else ""
        try:
            async with self._http.post(
                f"{self._api_url}/v2/post/publish/{path}",
                json=body,
                headers={"Authorization": f"Bearer {token}"},
                allow_redirects=False,
            ) as response:
                return response.status, await _read_body(response)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise _silence(error) from None

    async def _put(self, order: PublishOrder, chunk: bytes, content_range: str) -> int:
        """Send a chunk; the URL itself grants the right to do so, and no token is sent."""
        headers = {"Content-Range": content_range, "Content-Type": "video/mp4"}
        try:
            async with self._http.put(
                order.progress.secret, data=chunk, headers=headers, allow_redirects=False
            ) as response:
                await response.read()
                return response.status
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise _silence(error) from None

    def _check_address(self, address: str) -> str:
        """Return the URL of an upload, which must be TikTok's: no other host gets our data."""
        ours, theirs = urlsplit(self._api_url), urlsplit(address)
        is_tiktok = theirs.scheme == "https" and f".{theirs.hostname}".endswith(".tiktokapis.com")
        if (ours.scheme, ours.netloc) != (theirs.scheme, theirs.netloc) and not is_tiktok:
            raise ExternalFailure("TikTok gave no upload URL; try again later.")
        return address


def _wait_for(progress: PublishProgress) -> PublishStep:
    waiting = replace(progress, step="process", looks=0, secret="")
    return PublishStep(
        progress=waiting, status=_S.PROCESSING, look_again_seconds=_FIRST_LOOK_SECONDS
    )


def _go_on(order: PublishOrder, data: dict[str, Any]) -> PublishStep:
    """Return where an upload stands; once it has arrived completely, it is being processed."""
    progress, told = order.progress, data.get("uploaded_bytes")
    size = int(progress.facts["size"])
    if isinstance(told, int) and told >= size:
        return _wait_for(replace(progress, sent_bytes=size))
    facts = {**progress.facts, "told": "yes" if isinstance(told, int) else "no"}
    sent = max(0, told) if isinstance(told, int) else progress.sent_bytes
    return PublishStep(progress=replace(progress, sent_bytes=sent, facts=facts))


def _begin_anew(order: PublishOrder) -> PublishStep:
    if order.progress.restarts >= RESTARTS_MAX:
        raise ExternalFailure("TikTok's uploads expire again and again; retry later.")
    return PublishStep(progress=PublishProgress(restarts=order.progress.restarts + 1))


def _require_scope(order: PublishOrder, scope: str) -> None:
    scopes = order.token.scopes if order.token else frozenset()
    if scopes and scope not in scopes:
        raise ReconnectRequired(
            f"The TikTok account has not granted {scope}: link it again and allow that."
        )


def _text(data: dict[str, Any], name: str) -> str:
    value = data.get(name)
    if isinstance(value, str) and value:
        return value
    raise ExternalFailure(f"TikTok's answer lacks {name}; asking again.", retryable=True)


def _silence(error: Exception) -> ExternalFailure:
    return ExternalFailure(
        f"TikTok does not answer ({type(error).__name__}); asking again.",
        retryable=True,
        stage="upload",
    )


async def _read_body(response: aiohttp.ClientResponse) -> object:
    try:
        return await response.json(content_type=None)
    except ValueError:
        return None


def _read(path: Path, start: int, end: int) -> bytes:
    with path.open("rb") as file:
        file.seek(start)
        return file.read(end - start)
