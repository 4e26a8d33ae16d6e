"""Helix, Twitch's API: channels, streams, clips and chat messages, as domain objects."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import aiohttp

from core.domain.accounts.platform_token import PlatformToken
from core.domain.chat.live_chat import LiveStream
from core.domain.footage.twitch_clip import TITLE_CHARACTERS_MAX, TwitchClip, TwitchClipWish
from core.domain.footage.twitch_recording import TwitchRecording
from core.domain.streams.twitch_channel import TwitchChannel
from core.errors import (
    ExternalFailure,
    Forbidden,
    InvalidInput,
    NotFound,
    ReconnectRequired,
    RetryLater,
    TokenRefused,
    describe_outage,
)
from core.ports.work import Clock

TIMEOUT_SECONDS: Final = 15.0
REPLY_BYTES_MAX: Final = 4 * 1024 * 1024
USERS_AT_ONCE: Final = 100
CLIPS_AT_ONCE: Final = 100
CLIP_PAGES_MAX: Final = 12
CLIPS_LISTED_WHOLE: Final = 900
"""Of one window of time Twitch lists about a thousand clips, the most watched first."""
MESSAGE_CHARACTERS_MAX: Final = 500
MARKER_CHARACTERS_MAX: Final = 140
Query = Sequence[tuple[str, str]]


class Helix:
    """Calls Helix with an account's token, or with the application's own if none is needed.

    Query values are encoded by the HTTP library, so that none of them can become a parameter.
    """

    def __init__(
        self,
        http: aiohttp.ClientSession,
        *,
        api_url: str,
        auth_url: str,
        client_id: str,
        client_secret: str,
        clock: Clock,
    ) -> None:
        self._http = http
        self._api_url = api_url.rstrip("/")
        self._auth_url = auth_url.rstrip("/")
        self._client_id = client_id
        self._client_secret = client_secret
        self._clock = clock
        self._app_token = ""
        self._lock = asyncio.Lock()

    async def find_channel(self, login: str) -> TwitchChannel | None:
        found = await self._read("/users", [("login", login)])
        if not found:
            return None
        user = found[0]
        return TwitchChannel(
            broadcaster_id=str(user["id"]), login=user["login"], name=user["display_name"]
        )

    async def list_live(self, broadcaster_ids: Sequence[str]) -> tuple[LiveStream, ...]:
        live: list[LiveStream] = []
        for first in range(0, len(broadcaster_ids), USERS_AT_ONCE):
            ids = broadcaster_ids[first : first + USERS_AT_ONCE]
            query = [("first", str(USERS_AT_ONCE)), *(("user_id", one) for one in ids)]
            live += map(_read_stream, await self._read("/streams", query))
        return tuple(live)

    async def create_clip(self, token: PlatformToken, wish: TwitchClipWish) -> str:
        query = [
            ("broadcaster_id", wish.broadcaster_id),
            ("duration", f"{wish.duration_seconds:.1f}"),
        ]
        if wish.title:
            query.append(("title", wish.title[:TITLE_CHARACTERS_MAX]))
        found = await self._read("/clips", query, method="POST", token=token)
        if not found:
            raise ExternalFailure("Twitch returned no clip id.", retryable=True, stage="clip")
        return str(found[0]["id"])

    async def list_own_clips(
        self, token: PlatformToken, broadcaster_id: str, *, since: datetime, until: datetime
    ) -> tuple[TwitchClip, ...]:
        found = await self._list_clips(token, broadcaster_id, since, until)
        mine = {
            str(one["id"]): _read_clip(one)
            for one in found
            if one.get("creator_id") == token.account_id
        }
        return tuple(sorted(mine.values(), key=lambda clip: clip.created_at))

    async def _list_clips(
        self, token: PlatformToken, broadcaster_id: str, since: datetime, until: datetime
    ) -> list[dict[str, Any]]:
        """Return all clips of a window; where Twitch does not list them all, of both its halves."""
        query = [
            ("broadcaster_id", broadcaster_id),
            ("started_at", _write_second(since)),
            ("ended_at", _write_second(until + timedelta(seconds=1))),
            ("first", str(CLIPS_AT_ONCE)),
        ]
        found: list[dict[str, Any]] = []
        after = ""
        for _ in range(CLIP_PAGES_MAX):
            more = [("after", after)] if after else []
            answer = await self.call("/clips", [*query, *more], token=token)
            found += _read_data(answer)
            after = _read_cursor(answer)
            if not after:
                break
        if len(found) < CLIPS_LISTED_WHOLE or until - since <= timedelta(seconds=2):
            return found
        middle = since + (until - since) / 2
        earlier = await self._list_clips(token, broadcaster_id, since, middle)
        return earlier + await self._list_clips(token, broadcaster_id, middle, until)

    async def find_download(
        self, token: PlatformToken, broadcaster_id: str, clip_id: str
    ) -> str | None:
        query = [
            ("editor_id", token.account_id),
            ("broadcaster_id", broadcaster_id),
            ("clip_id", clip_id),
        ]
        found = await self._read("/clips/downloads", query, token=token)
        url = found[0].get("landscape_download_url") if found else None
        return url if isinstance(url, str) else None

    async def mark_stream(
        self, token: PlatformToken, broadcaster_id: str, description: str
    ) -> float:
        body = {"user_id": broadcaster_id, "description": description[:MARKER_CHARACTERS_MAX]}
        found = await self._read("/streams/markers", [], method="POST", token=token, body=body)
        return float(found[0].get("position_seconds", 0)) if found else 0.0

    async def find_clip(self, clip_id: str) -> TwitchClip | None:
        found = await self._read("/clips", [("id", clip_id)])
        return _read_clip(found[0]) if found else None

    async def list_recordings(self, broadcaster_id: str) -> tuple[TwitchRecording, ...]:
        query = [("user_id", broadcaster_id), ("type", "archive"), ("first", "100")]
        found = await self._read("/videos", query)
        return tuple(
            TwitchRecording(id=str(one["id"]), created_at=_read_time(one["created_at"]))
            for one in found
            if _is_number(str(one.get("id", "")))
        )

    async def say(
        self, token: PlatformToken, *, broadcaster_id: str, text: str, reply_to: str = ""
    ) -> None:
        body = {
            "broadcaster_id": broadcaster_id,
            "sender_id": token.account_id,
            "message": text[:MESSAGE_CHARACTERS_MAX],
        }
        if reply_to:
            body["reply_parent_message_id"] = reply_to
        found = await self._read("/chat/messages", [], method="POST", token=token, body=body)
        if found and not found[0].get("is_sent", False):
            reason = found[0].get("drop_reason") or {}
            raise Forbidden(f"Twitch did not show the message: {_clip(reason.get('message', ''))}")

    async def call(
        self,
        path: str,
        query: Query,
        *,
        method: str = "GET",
        token: PlatformToken | None = None,
        body: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        """Return the answer; the application's own token, if used, is renewed once."""
        access = token.access_token if token else await self._get_app_token()
        status, answer, headers = await self._send(method, path, query, access, body)
        if status == 401 and token is None:
            access = await self._get_app_token(instead_of=access)
            status, answer, headers = await self._send(method, path, query, access, body)
        if status >= 400:
            raise _translate(status, str(answer.get("message", "")), self._read_wait(headers))
        return answer

    async def _read(self, path: str, query: Query, **given: Any) -> list[dict[str, Any]]:
        return _read_data(await self.call(path, query, **given))

    async def _send(
        self, method: str, path: str, query: Query, access: str, body: Mapping[str, Any] | None
    ) -> tuple[int, dict[str, Any], Mapping[str, str]]:
        headers = {"Authorization": f"Bearer {access}", "Client-Id": self._client_id}
        return await self._exchange(
            method, f"{self._api_url}{path}", params=list(query), headers=headers, json=body
        )

    async def _get_app_token(self, *, instead_of: str = "") -> str:
        """Return the application's token, a new one instead of one that was refused."""
        async with self._lock:
            if not self._app_token or self._app_token == instead_of:
                form = {
                    "client_id": self._client_id,
                    "client_secret": self._client_secret,
                    "grant_type": "client_credentials",
                }
                url = f"{self._auth_url}/token"
                status, answer, _ = await self._exchange("POST", url, data=form)
                if status in {400, 401, 403}:
                    raise InvalidInput(
                        "Twitch refuses the application; check TRUSS_TWITCH_CLIENT_ID and "
                        "TRUSS_TWITCH_CLIENT_SECRET."
                    )
                if status >= 400 or not isinstance(answer.get("access_token"), str):
                    raise ExternalFailure("Twitch's sign-in does not answer.", retryable=True)
                self._app_token = answer["access_token"]
            return self._app_token

    async def _exchange(
        self, method: str, url: str, **given: Any
    ) -> tuple[int, dict[str, Any], Mapping[str, str]]:
        timeout = aiohttp.ClientTimeout(total=TIMEOUT_SECONDS)
        try:
            async with self._http.request(
                method, url, timeout=timeout, allow_redirects=False, **given
            ) as response:
                content = await response.content.read(REPLY_BYTES_MAX)
                status, headers = response.status, response.headers
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            reason = describe_outage(error)
            raise ExternalFailure(f"Twitch cannot be reached ({reason}).", retryable=True) from None
        return status, _read_json(content), headers

    def _read_wait(self, headers: Mapping[str, str]) -> float:
        """Return the seconds until the rate limit has room again, from its response header."""
        reset = headers.get("Ratelimit-Reset", "")
        if not (reset.isascii() and reset.isdigit() and len(reset) < 16):
            return 10.0
        return min(60.0, max(1.0, int(reset) - self._clock.now().timestamp()))


def _read_data(answer: Mapping[str, Any]) -> list[dict[str, Any]]:
    data = answer.get("data")
    if not isinstance(data, list) or not all(isinstance(one, dict) for one in data):
        raise ExternalFailure("Twitch answered in an unexpected form.", retryable=True)
    return data


def _read_cursor(answer: Mapping[str, Any]) -> str:
    """Return the cursor of the next page; empty after the last."""
    pagination = answer.get("pagination")
    cursor = pagination.get("cursor") if isinstance(pagination, dict) else None
    return cursor if isinstance(cursor, str) else ""


def _write_second(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _read_json(content: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(content) if content.strip() else {}
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}


def _translate(status: int, message: str, wait_seconds: float) -> Exception:
    """Return our error for Twitch's; its message is shown, shortened and on one line."""
    said = _clip(message)
    match status:
        case 401 if message.lower().startswith("missing scope"):
            return ReconnectRequired(
                f"The Twitch account has not allowed this ({said}); "
                "link it again with /account link."
            )
        case 401:
            return TokenRefused(f"Twitch refused the token ({said}).")
        case 403:
            return Forbidden(f"Twitch does not allow it: {said}.")
        case 404:
            return NotFound(f"Twitch found nothing there: {said}.")
        case 429:
            return RetryLater("Twitch asked us to wait.", seconds=wait_seconds)
        case _ if status >= 500:
            return ExternalFailure(f"Twitch has an internal problem ({status}).", retryable=True)
        case _:
            return InvalidInput(f"Twitch refuses it: {said}.")


def _is_number(text: str) -> bool:
    """Return whether an id is safe to put into a URL."""
    return text.isascii() and text.isdigit() and len(text) < 32


def _clip(text: str) -> str:
    return " ".join(str(text).split())[:200].rstrip(".")


def _read_stream(found: Mapping[str, Any]) -> LiveStream:
    return LiveStream(
        broadcaster_id=str(found["user_id"]),
        started_at=_read_time(found["started_at"]),
        title=str(found.get("title", "")),
        category=str(found.get("game_name", "")),
    )


def _read_clip(found: Mapping[str, Any]) -> TwitchClip:
    offset = found.get("vod_offset")
    return TwitchClip(
        id=str(found["id"]),
        url=str(found["url"]),
        title=str(found.get("title", "")),
        duration_seconds=float(found.get("duration", 0)),
        created_at=_read_time(found["created_at"]),
        vod_seconds=int(offset) if isinstance(offset, int) else None,
    )


def _read_time(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone(UTC)
