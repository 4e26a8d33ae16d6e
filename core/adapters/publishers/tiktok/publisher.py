"""Publishing to TikTok: creator info, init, chunks or a URL to fetch from, and the status.

With FILE_UPLOAD nothing is visible before the last chunk has arrived, so after a lost init the
upload simply starts over. With PULL_FROM_URL init itself makes TikTok fetch the clip: that step is
stored first, and after a lost reply the post is looked for among the account's videos, if that is
allowed: only a video that is surely this one is taken for it, and nothing is sent again.
Source: developers.tiktok.com/doc/content-posting-api-reference-direct-post.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final
from urllib.parse import urlsplit

import aiohttp

from core.adapters.publishers.tiktok.answers import RESTARTS_MAX, judge_status, read_data
from core.adapters.publishers.tiktok.chunks import CHUNK_BYTES, ChunkPlan, plan_chunks
from core.adapters.publishers.tiktok.post import LEVELS, describe_post, find_problem, uses_inbox
from core.adapters.publishers.tiktok.recognition import (
    judge_found,
    looks_like,
    name_likeness,
    require_findable,
)
from core.adapters.publishers.tiktok.requests import TikTokApi
from core.adapters.upload_http import STALL_SECONDS, read_part
from core.domain.publishing.publication import PublicationStatus
from core.domain.publishing.publish_progress import PublishProgress
from core.domain.work.platform import Platform
from core.errors import (
    ExternalFailure,
    NoAnswer,
    ReconnectRequired,
    TokenRefused,
    TrussError,
    Unconfirmed,
)
from core.ports.publishing import ClipFiles, PublishOrder, PublishStep

MakeAddress = Callable[[PublishOrder], Awaitable[str]]
"""Returns the https URL from which TikTok may fetch an order's video for an hour."""

_ADDRESS_LIFE: Final = timedelta(hours=2)
_SETTLING: Final = timedelta(minutes=2)
_FIRST_LOOK_SECONDS: Final = 3
_FORGOTTEN: Final = "TikTok no longer knows this upload; check in the app whether it is there."
_PUBLISH: Final = "post/publish/"
_UNKNOWN: Final = {"invalid_publish_id", "token_not_authorized_for_specified_publish_id"}
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
        stall_seconds: float = STALL_SECONDS,
    ) -> None:
        """With `make_address`, TikTok fetches the clips itself instead of receiving chunks."""
        self._api_url = api_url.rstrip("/")
        self._api = TikTokApi(http=http, api_url=self._api_url, stall_seconds=stall_seconds)
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
            return await self._find_post(order)
        data = await self._fetch_status(order)
        if data is None:
            # Nothing can be seen of an upload whose last part was never sent.
            may_be_out = order.progress.may_be_out
            return await self._find_post(order) if may_be_out else _begin_anew(order)
        if order.progress.step in {"send", "finish"} and data.get("status") == "PROCESSING_UPLOAD":
            return _go_on(order, data)
        return judge_status(order.progress, data, user=order.progress.facts.get("user", ""))

    async def _begin(self, order: PublishOrder, files: ClipFiles) -> PublishStep:
        size = await asyncio.to_thread(lambda: files.video.stat().st_size)
        if self._make_address is not None:
            facts = {"size": str(size), "likeness": name_likeness(order)}
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
            facts={
                "size": str(size),
                "chunk": str(plan.chunk_bytes),
                "likeness": name_likeness(order),
                **facts,
            },
            secret=self._check_address(_text(data, "upload_url")),
        )
        return PublishStep(progress=begun)

    async def _let_fetch(self, order: PublishOrder) -> PublishStep:
        assert self._make_address is not None  # noqa: S101 - only then is there such a step
        try:
            source = {"source": "PULL_FROM_URL", "video_url": await self._make_address(order)}
            data, facts = await self._init(order, source)
        except NoAnswer:
            raise
        except TrussError as refusal:
            anew = PublishProgress(restarts=order.progress.restarts)
            return PublishStep(progress=anew, refused=refusal)
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
            data = await self._ask_init(order, "inbox/video/init/", {"source_info": source})
            return data, {"user": order.token.account_name if order.token else ""}
        _require_scope(order, "video.publish")
        info = await self._ask_creator(order)
        body = {"post_info": describe_post(order, choices, info), "source_info": source}
        data = await self._ask_init(order, "video/init/", body)
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
        chunk = await asyncio.to_thread(read_part, files.video, progress.sent_bytes, end)
        status = await self._api.put(order, chunk, f"bytes {progress.sent_bytes}-{end - 1}/{size}")
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
        """Return the post's status; None if TikTok does not know it."""
        body = {"publish_id": order.progress.remote_id}
        status, answer = await self._api.post(order, f"{_PUBLISH}status/fetch/", body)
        error = answer.get("error") if isinstance(answer, dict) else None
        code = error.get("code") if isinstance(error, dict) else None
        if code in _UNKNOWN:
            return None
        return read_data(status, answer, now=order.now)

    async def _find_post(self, order: PublishOrder) -> PublishStep:
        """Look among the account's videos for a post whose publish id is lost."""
        require_findable(order)
        try:
            found = [v async for v in self._api.list_videos(order) if looks_like(order, v)]
        except TokenRefused:
            raise
        except ExternalFailure as failure:
            if failure.retryable:
                raise
            raise Unconfirmed(
                f"TikTok did not say whether it took the clip; check in the app: {failure}"
            ) from failure
        return judge_found(order, found)

    async def _ask_creator(self, order: PublishOrder) -> dict[str, Any]:
        """Ask what the creator may post; however that fails, nothing has begun."""
        try:
            status, answer = await self._api.post(order, f"{_PUBLISH}creator_info/query/", {})
        except NoAnswer as silence:
            raise ExternalFailure(str(silence), retryable=True, stage=silence.stage) from None
        return read_data(status, answer, now=order.now)

    async def _ask_init(self, order: PublishOrder, path: str, body: object) -> dict[str, Any]:
        """Begin a post; where TikTok fetches it, an answer that tells nothing is like none."""
        status, answer = await self._api.post(order, f"{_PUBLISH}{path}", body)
        is_fetching = order.progress.step == "fetch"
        try:
            data = read_data(status, answer, now=order.now)
            _text(data, "publish_id")
        except ExternalFailure as failure:
            if is_fetching and type(failure) is ExternalFailure and failure.retryable:
                raise NoAnswer(str(failure)) from None
            raise
        return data

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
