"""Helix on loopback: users, streams, clips, videos, markers and chat messages."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from aiohttp import web

from tests.servers.twitch_clips import Clips
from tests.servers.twitch_state import (
    CLIENT_ID,
    Channel,
    LoopbackVideo,
    Refusal,
    Request,
    Token,
    TwitchState,
    need,
    seconds_stamp,
)

PREFIX = "/helix"
_CHAT_CHARACTERS_MAX = 500
_IDS_MAX = 100
_BEHIND = (
    "transport.method is 'conduit'",
    "muted_segments is None",
    "vod_offset is None",
    "download_url is None",
)
"""What the file does not know: a conduit's subscriptions, and what may be null."""


class Helix:
    """Answers below /helix; each handler gets the request and its token, and returns a body."""

    def __init__(self, state: TwitchState) -> None:
        self._state = state
        self.clips = Clips(state)

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get(f"{PREFIX}/users", self.wrap(self._list_users)),
            web.get(f"{PREFIX}/channels", self.wrap(self._list_channels)),
            web.get(f"{PREFIX}/streams", self.wrap(self._list_streams)),
            web.get(f"{PREFIX}/clips", self.wrap(self.clips.list_clips)),
            web.post(f"{PREFIX}/clips", self.wrap(self.clips.create_clip, status=202)),
            web.post(f"{PREFIX}/videos/clips", self.wrap(self.clips.clip_vod, status=202)),
            web.get(f"{PREFIX}/clips/downloads", self.wrap(self.clips.list_downloads)),
            web.get(f"{PREFIX}/videos", self.wrap(self._list_videos)),
            web.post(f"{PREFIX}/streams/markers", self.wrap(self._mark)),
            web.post(f"{PREFIX}/chat/messages", self.wrap(self._send_message)),
            web.post(f"{PREFIX}/chat/announcements", self.wrap(self._announce, status=204)),
        ]

    def wrap(self, handler: Callable[[web.Request, Token, Any], Any], *, status: int = 200) -> Any:
        """Return the web handler that checks the token, counts points and records the request."""

        async def handle(request: web.Request) -> web.Response:
            state, text = self._state, await request.text()
            body = json.loads(text) if text else None
            note = Request(
                method=request.method,
                path=request.path.removeprefix(PREFIX),
                query=list(request.query.items()),
                raw_query=request.rel_url.raw_query_string,
                body=body,
                user_id="",
            )
            state.requests.append(note)
            headers: dict[str, str] = {}
            try:
                token = self._authorise(request)
                note.user_id = token.user_id
                has_point, headers = state.take_point(token.user_id or "app")
                if not has_point:
                    raise Refusal(429, "Too Many Requests")
                if state.helix_status:
                    raise Refusal(state.helix_status, "the service is unavailable")
                self._check(note)
                answer = handler(request, token, body)
            except Refusal as refusal:
                note.status = refusal.status
                error = {
                    "error": _NAMES.get(refusal.status, "Error"),
                    "status": refusal.status,
                    "message": refusal.message,
                }
                return web.json_response(error, status=refusal.status, headers=headers)
            note.status = status
            if state.is_lost(note) and request.transport is not None:
                request.transport.abort()
            if status == 204:
                return web.Response(status=204, headers=headers)
            self._check_answer(note, answer)
            return web.json_response(answer, status=status, headers=headers)

        return handle

    def _authorise(self, request: web.Request) -> Token:
        scheme, _, value = request.headers.get("Authorization", "").partition(" ")
        if scheme != "Bearer" or not value:
            raise Refusal(401, "OAuth token is missing")
        token = self._state.find_token(value)
        if token is None:
            raise Refusal(401, "Invalid OAuth token")
        if request.headers.get("Client-Id") != CLIENT_ID:
            raise Refusal(401, "Client ID and OAuth token do not match")
        return token

    def _check(self, note: Request) -> None:
        if self._state.openapi is not None:
            api = self._state.openapi
            self._state.faults += api.check(note.method, note.path, note.body)
            self._state.faults += api.check_query(note.method, note.path, note.query)

    def _check_answer(self, note: Request, answer: Any) -> None:
        if self._state.openapi is not None:
            faults = self._state.openapi.check_answer(note.method, note.path, note.status, answer)
            self._state.faults += [f for f in faults if not any(b in f for b in _BEHIND)]

    def _list_users(self, request: web.Request, token: Token, _body: Any) -> Any:
        ids, logins = request.query.getall("id", []), request.query.getall("login", [])
        if len(ids) + len(logins) > _IDS_MAX:
            raise Refusal(400, "The sum of both sets of query parameters must be at most 100")
        if not ids and not logins:
            ids = [token.user_id] if token.user_id else []
        if not ids and not logins:
            raise Refusal(400, "Must provide an ID, Login or OAuth Token")
        found = [
            c
            for c in self._state.channels.values()
            if c.id in ids or c.login in map(str.lower, logins)
        ]
        return {"data": [_describe_user(channel) for channel in found]}

    def _list_channels(self, request: web.Request, _token: Token, _body: Any) -> Any:
        ids = request.query.getall("broadcaster_id", [])
        channels = [self._state.channels[i] for i in ids if i in self._state.channels]
        return {"data": [_describe_channel(channel) for channel in channels]}

    def _list_streams(self, request: web.Request, _token: Token, _body: Any) -> Any:
        ids = request.query.getall("user_id", [])
        logins = request.query.getall("user_login", [])
        if len(ids) > _IDS_MAX or len(logins) > _IDS_MAX:
            raise Refusal(400, "at most 100 users")
        live = [
            channel
            for channel in self._state.channels.values()
            if channel.is_live and (channel.id in ids or channel.login in logins)
        ]
        first = int(request.query.get("first", "20"))
        return {"data": [_describe_stream(channel) for channel in live[:first]], "pagination": {}}

    def _list_videos(self, request: web.Request, _token: Token, _body: Any) -> Any:
        ids, user_id = request.query.getall("id", []), request.query.get("user_id", "")
        kind = request.query.get("type", "all")
        found = [
            video
            for video in self._state.videos.values()
            if (video.id in ids or video.user_id == user_id) and kind in {"all", video.kind}
        ]
        return {"data": [self._describe_video(video) for video in found], "pagination": {}}

    def _mark(self, _request: web.Request, token: Token, body: Any) -> Any:
        need(token, "channel:manage:broadcast")
        channel = self._get_channel(body["user_id"])
        has_vod = any(v.stream_id == channel.stream_id for v in self._state.videos.values())
        if not channel.is_live or channel.started_at is None or not has_vod:
            raise Refusal(404, "The stream is not live, or its VODs are not enabled.")
        now = self._state.now()
        marker = {
            "id": str(next(self._state.ids)),
            "created_at": seconds_stamp(now),
            "description": body.get("description", ""),
            "position_seconds": int((now - channel.started_at).total_seconds()),
        }
        channel.markers.append(marker)
        return {"data": [marker]}

    def _send_message(self, _request: web.Request, token: Token, body: Any) -> Any:
        channel = self._get_channel(body["broadcaster_id"])
        sender, text = body["sender_id"], body["message"]
        if token.user_id:
            need(token, "user:write:chat")
            if token.user_id != sender:
                raise Refusal(401, "The sender_id must match the user of the token")
        elif not {"user:write:chat", "user:bot"} <= self._state.grants[sender]:
            raise Refusal(401, "Missing scope: user:bot")
        if len(text) > _CHAT_CHARACTERS_MAX:
            raise Refusal(422, "The message is too large")
        if channel.drop_reason:
            code, message = channel.drop_reason
            reason = {"code": code, "message": message}
            return {"data": [{"message_id": "", "is_sent": False, "drop_reason": reason}]}
        message_id = f"sent-{next(self._state.ids)}"
        channel.sent.append({"message_id": message_id, **body})
        return {"data": [{"message_id": message_id, "is_sent": True}]}

    def _announce(self, request: web.Request, token: Token, body: Any) -> Any:
        need(token, "moderator:manage:announcements")
        channel = self._get_channel(request.query.get("broadcaster_id", ""))
        channel.sent.append({"announcement": body["message"]})

    def _get_channel(self, broadcaster_id: str) -> Channel:
        return self._state.get_channel(broadcaster_id)

    def _describe_video(self, video: LoopbackVideo) -> dict[str, Any]:
        channel = self._state.channels[video.user_id]
        return {
            "id": video.id,
            "stream_id": video.stream_id,
            "user_id": channel.id,
            "user_login": channel.login,
            "user_name": channel.name,
            "title": video.title,
            "description": "",
            "created_at": seconds_stamp(video.created_at),
            "published_at": seconds_stamp(video.created_at),
            "url": f"https://www.twitch.tv/videos/{video.id}",
            "thumbnail_url": "https://example.invalid/%{width}x%{height}.jpg",
            "viewable": "public",
            "view_count": 0,
            "language": "en",
            "type": video.kind,
            "duration": video.duration,
            "muted_segments": video.muted,
        }


_NAMES = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    409: "Conflict",
    422: "Unprocessable Entity",
    429: "Too Many Requests",
    503: "Service Unavailable",
}


def _describe_user(channel: Channel) -> dict[str, Any]:
    return {
        "id": channel.id,
        "login": channel.login,
        "display_name": channel.name,
        "type": "",
        "broadcaster_type": "partner",
        "description": "",
        "profile_image_url": "https://example.invalid/profile.png",
        "offline_image_url": "",
        "view_count": 0,
        "created_at": "2013-06-03T19:12:02Z",
    }


def _describe_channel(channel: Channel) -> dict[str, Any]:
    return {
        **channel.as_broadcaster("broadcaster"),
        "broadcaster_language": "en",
        "game_id": channel.category_id,
        "game_name": channel.category,
        "title": channel.title,
        "delay": 0,
        "tags": [],
        "content_classification_labels": [],
        "is_branded_content": False,
    }


def _describe_stream(channel: Channel) -> dict[str, Any]:
    assert channel.started_at is not None
    return {
        "id": channel.stream_id,
        "user_id": channel.id,
        "user_login": channel.login,
        "user_name": channel.name,
        "game_id": channel.category_id,
        "game_name": channel.category,
        "type": "live",
        "title": channel.title,
        "viewer_count": channel.viewers,
        "started_at": seconds_stamp(channel.started_at),
        "language": "en",
        "thumbnail_url": "https://example.invalid/{width}x{height}.jpg",
        "tag_ids": [],
        "tags": [],
        "is_mature": False,
    }
