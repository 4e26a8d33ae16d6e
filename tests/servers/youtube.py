"""YouTube on loopback: resumable uploads with real bytes, and what is read back of them.

Faults come by script (`faults`, first in first out for each kind of request) or by chance
(`chance` and `fault_share`). `videos` is what people can see.
"""

from __future__ import annotations

import hashlib
import random
import re
from collections import Counter, defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

from tests.servers.discovery import Discovery

UNIT = 262_144
SPEC = Path(__file__).parents[2].parent / "shared" / "specs" / "youtube.v3.json"

FAULTS: dict[str, tuple[str, ...]] = {
    "open": ("503", "lost reply"),
    "put": ("503", "lost reply", "stored less", "broken off", "no range", "expired"),
    "ask": ("503", "lost reply", "expired"),
    "list": ("503", "lost reply", "missing"),
}
"""What can go wrong with each kind of request: opening, a chunk, asking, listing."""


@dataclass(slots=True, kw_only=True)
class Session:
    """An upload that was begun; `video_id` is the video that it became."""

    body: dict[str, Any]
    file_name: str
    size: int
    stored: bytearray = field(default_factory=bytearray)
    video_id: str = ""
    is_expired: bool = False


@dataclass(slots=True, kw_only=True)
class Video:
    """A video as its owner sees it; `polls_left` is how often it is still being processed."""

    id: str
    title: str
    privacy: str
    file_name: str
    digest: str
    polls_left: int
    status: str = "processed"
    reason: str = ""
    views: int = 0


class YouTubeServer:
    """What the loopback service stores, the requests it got, and how it should misbehave."""

    def __init__(self) -> None:
        self.url = ""
        self.tokens = {"access"}
        self.sessions: dict[str, Session] = {}
        self.videos: dict[str, Video] = {}
        self.faults: defaultdict[str, list[str]] = defaultdict(list)
        self.chance: random.Random | None = None
        self.fault_share = 0.0
        self.polls = 1
        self.inserts_max = 100
        self.inserts = 0
        self.locks_private = False
        self.outcome = "processed"
        self.reason = ""
        self.hides_uploads = False
        self.asked: Counter[str] = Counter()
        self.problems: list[str] = []
        self._spec = Discovery.read(SPEC) if SPEC.exists() else None

    def count_of(self, title: str) -> int:
        """Return how many videos have a title."""
        return sum(video.title == title for video in self.videos.values())

    def expire_sessions(self) -> None:
        for session in self.sessions.values():
            session.is_expired = True

    def make_app(self) -> web.Application:
        app = web.Application(client_max_size=64 * 1024**2)
        app.router.add_post("/upload/youtube/v3/videos", self._open)
        app.router.add_put("/upload/youtube/v3/videos", self._put)
        app.router.add_get("/youtube/v3/videos", self._list_videos)
        app.router.add_get("/youtube/v3/channels", self._list_channels)
        app.router.add_get("/youtube/v3/playlistItems", self._list_uploads)
        return app

    def _draw(self, kind: str) -> str:
        self.asked[kind] += 1
        if self.faults[kind]:
            return self.faults[kind].pop(0)
        if self.chance and self.chance.random() < self.fault_share:
            return self.chance.choice(FAULTS[kind])
        return ""

    def _refuse(self, request: web.Request) -> web.Response | None:
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if token in self.tokens:
            return None
        return fail(401, "authError", "Invalid Credentials")

    async def _open(self, request: web.Request) -> web.StreamResponse:
        if refused := self._refuse(request):
            return refused
        fault = self._draw("open")
        if fault == "503":
            return fail(503, "backendError", "Backend Error")
        self.inserts += 1
        if self.inserts > self.inserts_max:
            return fail(403, "quotaExceeded", "You have exceeded your quota.")
        body = await request.json()
        if self._spec:
            self.problems += self._spec.check("Video", body)
        if not body.get("snippet", {}).get("title"):
            return fail(400, "invalidTitle", "The title is empty.")
        name = f"u{len(self.sessions) + 1}"
        self.sessions[name] = Session(
            body=body,
            file_name=request.headers.get("Slug", ""),
            size=int(request.headers["X-Upload-Content-Length"]),
        )
        if fault == "lost reply":
            return hang_up(request)
        query = f"uploadType=resumable&upload_id={name}&part=snippet,status"
        location = f"{self.url}/upload/youtube/v3/videos?{query}"
        return web.Response(headers={"Location": location})

    async def _put(self, request: web.Request) -> web.StreamResponse:
        chunk = await request.read()
        content_range = request.headers["Content-Range"]
        is_asking = content_range.startswith("bytes */")
        session = self.sessions[request.query["upload_id"]]
        if refused := self._refuse(request):
            return refused
        fault = self._draw("ask" if is_asking else "put")
        if fault == "503":
            return fail(503, "backendError", "Backend Error")
        if fault == "expired":
            session.is_expired = True
        problem = "" if is_asking else self._take(session, content_range, chunk, fault)
        if session.is_expired:
            return fail(404, "notFound", "The session is unknown.")
        if problem:
            self.problems.append(problem)
            return fail(400, "invalidRange", problem)
        return hang_up(request) if fault in {"lost reply", "broken off"} else self._say(session)

    def _take(self, session: Session, content_range: str, chunk: bytes, fault: str) -> str:
        """Store as much of a chunk as the fault leaves; return what is wrong with it."""
        if fault in {"stored less", "broken off"}:
            chunk = chunk[: len(chunk) // 2 // UNIT * UNIT]
        return self._store(session, content_range, b"" if fault == "no range" else chunk)

    def _store(self, session: Session, content_range: str, chunk: bytes) -> str:
        """Store a chunk; the last one makes the video. Return what is wrong with it."""
        found = re.fullmatch(r"bytes (\d+)-(\d+)/(\d+)", content_range)
        if found is None or int(found[3]) != session.size:
            return f"a wrong range: {content_range}"
        if int(found[1]) != len(session.stored):
            return f"it begins at {found[1]}, and {len(session.stored)} are stored"
        is_last = int(found[2]) + 1 == session.size
        if not is_last and (int(found[2]) + 1 - int(found[1])) % UNIT:
            return f"not a multiple of {UNIT}: {content_range}"
        session.stored += chunk
        if len(session.stored) == session.size and not session.video_id:
            self._create(session)
        return ""

    def _create(self, session: Session) -> None:
        session.video_id = f"video-{len(self.videos) + 1:05d}"
        self.videos[session.video_id] = Video(
            id=session.video_id,
            title=session.body["snippet"]["title"],
            privacy="private" if self.locks_private else session.body["status"]["privacyStatus"],
            file_name=session.file_name,
            digest=hashlib.sha256(session.stored).hexdigest(),
            polls_left=self.polls,
            status=self.outcome,
            reason=self.reason,
        )

    def _say(self, session: Session) -> web.Response:
        if session.video_id:
            status = {"uploadStatus": "uploaded"}
            return web.json_response({"id": session.video_id, "status": status}, status=201)
        stored = len(session.stored)
        return web.Response(
            status=308, headers={"Range": f"bytes=0-{stored - 1}"} if stored else {}
        )

    async def _list_videos(self, request: web.Request) -> web.StreamResponse:
        if refused := self._refuse(request):
            return refused
        fault = self._draw("list")
        if fault == "503":
            return fail(503, "backendError", "Backend Error")
        if fault == "lost reply":
            return hang_up(request)
        ids = [] if fault == "missing" else request.query["id"].split(",")
        found = [self._describe(self.videos[name]) for name in ids if name in self.videos]
        return web.json_response({"kind": "youtube#videoListResponse", "items": found})

    def _describe(self, video: Video) -> dict[str, Any]:
        video.polls_left -= 1
        is_ready = video.polls_left < 0
        status = {"uploadStatus": "uploaded", "privacyStatus": video.privacy}
        if is_ready:
            status["uploadStatus"] = video.status
            status[{"failed": "failureReason"}.get(video.status, "rejectionReason")] = video.reason
        return {
            "id": video.id,
            "status": status,
            "processingDetails": {"processingStatus": "succeeded" if is_ready else "processing"},
            "fileDetails": {"fileName": video.file_name},
            "statistics": {"viewCount": str(video.views), "commentCount": "0"},
        }

    async def _list_channels(self, request: web.Request) -> web.StreamResponse:
        if refused := self._refuse(request):
            return refused
        related = {"relatedPlaylists": {"uploads": "UU1"}}
        return web.json_response({"items": [{"id": "UC1", "contentDetails": related}]})

    async def _list_uploads(self, request: web.Request) -> web.StreamResponse:
        if refused := self._refuse(request):
            return refused
        newest = [] if self.hides_uploads else list(self.videos)[::-1]
        first = int(request.query.get("pageToken", "0"))
        end = first + min(int(request.query.get("maxResults", "5")), 50)
        items = [{"contentDetails": {"videoId": name}} for name in newest[first:end]]
        following = {"nextPageToken": str(end)} if end < len(newest) else {}
        return web.json_response({"items": items} | following)


def fail(status: int, reason: str, message: str) -> web.Response:
    inner = {"message": message, "domain": "youtube", "reason": reason}
    error = {"code": status, "message": message, "errors": [inner]}
    return web.json_response({"error": error}, status=status)


def hang_up(request: web.Request) -> web.Response:
    """Close the connection without an answer."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=500)


@asynccontextmanager
async def run_youtube() -> AsyncIterator[YouTubeServer]:
    youtube = YouTubeServer()
    server = TestServer(youtube.make_app())
    await server.start_server(access_log=None)
    youtube.url = str(server.make_url("")).rstrip("/")
    try:
        yield youtube
    finally:
        await server.close()
