"""Clips on loopback, as Helix makes and lists them.

A list is of one window of time, the most watched first, in pages of 20 unless `first` says
otherwise; of one query no more than about a thousand are listed.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from aiohttp import web

from tests.servers.twitch_state import (
    Channel,
    LoopbackClip,
    Refusal,
    Token,
    TwitchState,
    need,
    seconds_stamp,
)

_LISTED_MAX: Final = 1000
_WINDOW: Final = timedelta(days=7)


class Clips:
    """Answers what Helix is asked about clips."""

    def __init__(self, state: TwitchState) -> None:
        self._state = state

    def list_clips(self, request: web.Request, _token: Token, _body: Any) -> Any:
        ids = request.query.getall("id", [])
        broadcaster_id = request.query.get("broadcaster_id", "")
        if bool(ids) == bool(broadcaster_id):
            raise Refusal(400, "Exactly one of id and broadcaster_id must be specified.")
        if ids:
            of_ids = (c for c in list(self._state.clips.values()) if c.id in ids)
            return {"data": [self._describe(c) for c in of_ids if self._shows(c)], "pagination": {}}
        return self._list_window(request, broadcaster_id)

    def _list_window(self, request: web.Request, broadcaster_id: str) -> Any:
        """Return a page of a channel's clips; the cursor is the number of those before it."""
        query = request.query
        first, after = int(query.get("first", "20")), int(query.get("after", "0"))
        if not 1 <= first <= 100:
            raise Refusal(400, 'The parameter "first" must be 1 to 100')
        start, end = _read_window(query.get("started_at"), query.get("ended_at"))
        found = [
            clip
            for clip in self._state.clips.values()
            if clip.broadcaster_id == broadcaster_id
            and (start is None or start <= clip.created_at.replace(microsecond=0))
            and (end is None or clip.created_at.replace(microsecond=0) <= end)
            and self._shows(clip)
        ]
        listed = sorted(found, key=lambda clip: -clip.views)[:_LISTED_MAX]
        page = listed[after : after + first]
        is_last = after + first >= len(listed)
        return {
            "data": [self._describe(clip) for clip in page],
            "pagination": {} if is_last else {"cursor": str(after + first)},
        }

    def _shows(self, clip: LoopbackClip) -> bool:
        """Return whether a clip is listed by now, which each look may bring nearer."""
        is_early = clip.listed_at is not None and self._state.now() < clip.listed_at
        if clip.polls_left is None or is_early:
            return False
        if clip.polls_left > 0:
            clip.polls_left -= 1
            return False
        return True

    def create_clip(self, request: web.Request, token: Token, _body: Any) -> Any:
        need(token, "clips:edit")
        channel = self._state.get_channel(request.query.get("broadcaster_id", ""))
        if channel.clip_refusal:
            raise Refusal(*channel.clip_refusal)
        if not channel.is_live or channel.started_at is None:
            raise Refusal(404, "Clipping is not possible for an offline channel.")
        duration = _read_duration(request.query.get("duration", "30"))
        now = self._state.now()
        vod = next(
            (v for v in self._state.videos.values() if v.stream_id == channel.stream_id), None
        )
        into = int((now - channel.started_at).total_seconds() - duration)
        clip = self.add_clip(token, channel, request.query.get("title", ""), duration)
        clip.video_id = vod.id if vod else ""
        clip.vod_offset = max(0, into) if vod else None
        return {"data": [_describe_edit(clip)]}

    def clip_vod(self, request: web.Request, token: Token, _body: Any) -> Any:
        need(token, "channel:manage:clips", "editor:manage:clips")
        query = request.query
        channel = self._state.get_channel(query.get("broadcaster_id", ""))
        vod = self._state.videos.get(query.get("vod_id", ""))
        if vod is None or vod.user_id != channel.id:
            raise Refusal(404, "The VOD does not exist.")
        duration, end = _read_duration(query.get("duration", "30")), int(query["vod_offset"])
        if end < duration:
            raise Refusal(400, "vod_offset must be at least the duration")
        clip = self.add_clip(token, channel, query.get("title", ""), duration)
        clip.video_id, clip.vod_offset = vod.id, int(end - duration)
        return {"data": [_describe_edit(clip)]}

    def add_clip(self, token: Token, channel: Channel, title: str, duration: float) -> LoopbackClip:
        state, now = self._state, self._state.now()
        clip = LoopbackClip(
            id=f"FunLoopbackGiraffe-{next(state.ids)}",
            broadcaster_id=channel.id,
            creator_id=token.user_id or channel.id,
            title=title or channel.title,
            duration=duration,
            created_at=now,
            polls_left=state.clip_polls,
            listed_at=now + timedelta(seconds=state.clip_seconds),
            offset_polls_left=state.clip_offset_polls,
            landscape_url=state.clip_download_url,
        )
        state.clips[clip.id] = clip
        return clip

    def list_downloads(self, request: web.Request, token: Token, _body: Any) -> Any:
        need(token, "channel:manage:clips", "editor:manage:clips")
        ids = request.query.getall("clip_id", [])
        if not 1 <= len(ids) <= 10:
            raise Refusal(400, "The number of clip IDs must be 1 to 10")
        clips = [self._state.clips[i] for i in ids if i in self._state.clips]
        return {
            "data": [
                {
                    "clip_id": clip.id,
                    "landscape_download_url": clip.landscape_url,
                    "portrait_download_url": clip.portrait_url,
                }
                for clip in clips
                if clip.polls_left == 0
            ]
        }

    def _describe(self, clip: LoopbackClip) -> dict[str, Any]:
        channel = self._state.channels[clip.broadcaster_id]
        creator = self._state.channels.get(clip.creator_id, channel)
        offset = clip.vod_offset
        if clip.offset_polls_left > 0:
            clip.offset_polls_left -= 1
            offset = None
        return {
            "id": clip.id,
            "url": f"https://clips.twitch.tv/{clip.id}",
            "embed_url": f"https://clips.twitch.tv/embed?clip={clip.id}",
            "broadcaster_id": channel.id,
            "broadcaster_name": channel.name,
            "creator_id": creator.id,
            "creator_name": creator.name,
            "video_id": clip.video_id,
            "game_id": channel.category_id,
            "language": "en",
            "title": clip.title,
            "view_count": clip.views,
            "created_at": seconds_stamp(clip.created_at),
            "thumbnail_url": f"{self._state.url}/thumbnails/{clip.id}.jpg",
            "duration": clip.duration,
            "vod_offset": offset,
            "is_featured": False,
        }


def _read_window(
    started_at: str | None, ended_at: str | None
) -> tuple[datetime | None, datetime | None]:
    """Return a window of time; one that has a beginning and no end is a week long."""
    start = datetime.fromisoformat(started_at) if started_at else None
    if start is None:
        return None, None
    return start, datetime.fromisoformat(ended_at) if ended_at else start + _WINDOW


def _read_duration(text: str) -> float:
    duration = float(text)
    if not 5 <= duration <= 60:
        raise Refusal(400, "duration must be 5 to 60")
    return round(duration, 1)


def _describe_edit(clip: LoopbackClip) -> dict[str, str]:
    return {"id": clip.id, "edit_url": f"https://clips.twitch.tv/{clip.id}/edit"}
