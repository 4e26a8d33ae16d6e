"""TikTok on loopback: posting by upload or by fetching, with real bytes and its status.

Faults come by script (`faults`, first in first out for each kind of request) or by chance
(`chance` and `fault_share`). `visible` is what people, or the creator's inbox, can see.
"""

from __future__ import annotations

import hashlib
import random
import re
import time
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer

MEGABYTE = 1_000_000
FAULTS: dict[str, tuple[str, ...]] = {
    "info": ("500", "lost reply"),
    "init": ("500", "lost reply"),
    "put": ("500", "lost reply", "broken off", "expired"),
    "status": ("500", "lost reply"),
    "list": ("500", "lost reply"),
}
"""What can go wrong with each request: creator info, init, a chunk, the status, the list."""
LEVELS = ("PUBLIC_TO_EVERYONE", "MUTUAL_FOLLOW_FRIENDS", "SELF_ONLY")


@dataclass(slots=True, kw_only=True)
class Post:
    """A post from its init on; `polls_left` is how often its status is still processing.

    `cut_title` is after how many characters the list of videos cuts its text, if it does.
    """

    publish_id: str
    title: str
    level: str
    size: int
    chunk_size: int
    count: int
    is_inbox: bool = False
    url: str = ""
    stored: bytearray = field(default_factory=bytearray)
    is_expired: bool = False
    polls_left: int = 0
    polls_to_link: int = 0
    views: int = 0
    seconds: float = 0.0
    created_at: float = 0.0
    cut_title: int = 0

    @property
    def is_whole(self) -> bool:
        return bool(self.size) and len(self.stored) == self.size

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.stored).hexdigest()


class TikTokServer:
    """What the loopback service stores, the requests it got, and how it should misbehave."""

    def __init__(self) -> None:
        self.url = ""
        self.tokens = {"access"}
        self.posts: dict[str, Post] = {}
        self.faults: defaultdict[str, list[str]] = defaultdict(list)
        self.chance: random.Random | None = None
        self.fault_share = 0.0
        self.errors: list[tuple[int, str]] = []
        self.polls = 1
        self.polls_to_link = 1
        self.fail_reason = ""
        self.max_seconds = 300
        self.tells_bytes = True
        self.chunk_least = 5 * MEGABYTE
        self.asked: Counter[str] = Counter()
        self.problems: list[str] = []
        self.levels = list(LEVELS)
        self.fetched: list[str] = []
        self.seconds = 30.0
        self.clock: Callable[[], float] = time.time
        self.page = 20
        self.lists_after = 0
        self.may_list = True
        self.list_errors: list[tuple[int, str]] = []

    @property
    def visible(self) -> list[Post]:
        """What people can see, or the creator in the inbox: whole, and not failed."""
        return [post for post in self.posts.values() if post.is_whole and not self.fail_reason]

    def count_of(self, title: str) -> int:
        return sum(post.title == title for post in self.visible)

    def make_app(self) -> web.Application:
        app = web.Application(client_max_size=130 * MEGABYTE)
        base = "/v2/post/publish"
        app.router.add_post(f"{base}/creator_info/query/", self._tell_creator)
        app.router.add_post(f"{base}/video/init/", self._init)
        app.router.add_post(f"{base}/inbox/video/init/", self._init)
        app.router.add_post(f"{base}/status/fetch/", self._fetch_status)
        app.router.add_put("/video/", self._put)
        app.router.add_post("/v2/video/query/", self._query_videos)
        app.router.add_post("/v2/video/list/", self._list_videos)
        return app

    def _draw(self, kind: str) -> str:
        self.asked[kind] += 1
        if self.faults[kind]:
            return self.faults[kind].pop(0)
        if self.chance and self.chance.random() < self.fault_share:
            return self.chance.choice(FAULTS[kind])
        return ""

    def _refuse(self, request: web.Request, fault: str) -> web.Response | None:
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if token not in self.tokens:
            return say(401, "access_token_invalid", "The access token is invalid.")
        return say(500, "internal_error", "Internal error.") if fault == "500" else None

    async def _tell_creator(self, request: web.Request) -> web.StreamResponse:
        fault = self._draw("info")
        if refused := self._refuse(request, fault):
            return refused
        if fault:
            return hang_up(request)
        return say_ok(
            {
                "creator_username": "ada",
                "privacy_level_options": self.levels,
                "comment_disabled": False,
                "duet_disabled": False,
                "stitch_disabled": True,
                "max_video_post_duration_sec": self.max_seconds,
            }
        )

    async def _init(self, request: web.Request) -> web.StreamResponse:
        fault = self._draw("init")
        if refused := self._refuse(request, fault):
            return refused
        if self.errors:
            status, code = self.errors.pop(0)
            return say(status, code, f"This is {code}.")
        body = await request.json()
        self.problems += self._check(body, is_inbox="inbox" in request.path)
        source, info = body["source_info"], body.get("post_info", {})
        number = len(self.posts) + 1
        post = Post(
            publish_id=f"v_pub_file~v2-1.{number}",
            title=info.get("title", ""),
            level=info.get("privacy_level", ""),
            size=source.get("video_size", 0),
            chunk_size=source.get("chunk_size", 0),
            count=source.get("total_chunk_count", 0),
            is_inbox="inbox" in request.path,
            url=source.get("video_url", ""),
            polls_left=self.polls,
            polls_to_link=self.polls_to_link,
            seconds=self.seconds,
            created_at=self.clock(),
        )
        self.posts[post.publish_id] = post
        data = {"publish_id": post.publish_id}
        if post.url:
            await self._pull(post)
        else:
            data["upload_url"] = f"{self.url}/video/?upload_id={number}&upload_token=t{number}"
        return hang_up(request) if fault == "lost reply" else say_ok(data)

    async def _pull(self, post: Post) -> None:
        """Fetch a clip as TikTok does: no redirection is followed."""
        async with (
            aiohttp.ClientSession() as http,
            http.get(post.url, allow_redirects=False) as answer,
        ):
            if answer.status == 200:
                post.stored += await answer.read()
                post.size = len(post.stored)
                self.fetched.append(post.url)

    def _check(self, body: dict[str, Any], *, is_inbox: bool) -> list[str]:
        source, info = body["source_info"], body.get("post_info")
        problems = []
        if (info is None) is not is_inbox:
            problems.append("post_info belongs to direct posts alone")
        if info and info.get("privacy_level") not in self.levels:
            problems.append(f"no such privacy: {info.get('privacy_level')}")
        if source["source"] == "FILE_UPLOAD":
            size, chunk, count = (
                source[name] for name in ("video_size", "chunk_size", "total_chunk_count")
            )
            is_whole = size < self.chunk_least and chunk == size
            if not (self.chunk_least <= chunk <= 64 * MEGABYTE or is_whole):
                problems.append(f"a chunk of {chunk} bytes")
            if count != max(1, size // chunk) or count > 1000:
                problems.append(f"{count} chunks of {chunk} for {size}")
        return problems

    async def _put(self, request: web.Request) -> web.StreamResponse:
        post = list(self.posts.values())[int(request.query["upload_id"]) - 1]
        chunk = await request.read()
        fault = self._draw("put")
        if "Authorization" in request.headers:
            self.problems.append("a token was sent with a chunk")
        if fault == "500":
            return web.Response(status=500)
        if fault == "expired":
            post.is_expired = True
        if post.is_expired:
            return web.Response(status=403)
        found = re.fullmatch(r"bytes (\d+)-(\d+)/(\d+)", request.headers["Content-Range"])
        if found is None or int(found[3]) != post.size:
            self.problems.append(f"a wrong range: {request.headers['Content-Range']}")
            return web.Response(status=400)
        if int(found[1]) != len(post.stored):
            return web.Response(status=416)
        post.stored += chunk[: len(chunk) // 2] if fault == "broken off" else chunk
        if fault:
            return hang_up(request)
        told = {"Content-Range": f"bytes 0-{len(post.stored) - 1}/{post.size}"}
        return web.Response(status=201 if post.is_whole else 206, headers=told)

    async def _fetch_status(self, request: web.Request) -> web.StreamResponse:
        fault = self._draw("status")
        if refused := self._refuse(request, fault):
            return refused
        if fault:
            return hang_up(request)
        post = self.posts.get((await request.json())["publish_id"])
        if post is None:
            return say(400, "invalid_publish_id", "The publish id is unknown.")
        return say_ok(self._describe(post))

    async def _query_videos(self, request: web.Request) -> web.StreamResponse:
        """Return the figures of public videos; private ones are left out."""
        if refused := self._refuse(request, self._draw("query")):
            return refused
        ids = (await request.json())["filters"]["video_ids"]
        found = [
            {"id": post_id, "view_count": post.views}
            for post in self.posts.values()
            if (post_id := str(self._number(post))) in ids and post.level != "SELF_ONLY"
        ]
        return say_ok({"videos": found})

    async def _list_videos(self, request: web.Request) -> web.StreamResponse:
        """Give public videos, the newest first; the first `lists_after` answers show none."""
        fault = self._draw("list")
        if refused := self._refuse(request, fault):
            return refused
        if fault:
            return hang_up(request)
        if not self.may_list:
            return say(401, "scope_not_authorized", "The user did not authorize the scope.")
        if self.list_errors:
            status, code = self.list_errors.pop(0)
            return say(status, code, f"This is {code}.")
        if missing := {"id", "create_time"} - set(request.query.get("fields", "").split(",")):
            self.problems.append(f"fields belong to the query string: {missing}")
        body = await request.json()
        if not 1 <= body.get("max_count", 10) <= 20:
            self.problems.append(f"max_count {body['max_count']}")
        before = body.get("cursor", float("inf"))
        shown = sorted(self._listed(), key=lambda post: -post.created_at)
        left = [post for post in shown if int(post.created_at * 1000) < before]
        page = left[: min(self.page, body.get("max_count", 10))]
        cursor = int(page[-1].created_at * 1000) if page else 0
        videos = [self._tell_video(post) for post in page]
        return say_ok({"videos": videos, "cursor": cursor, "has_more": len(left) > len(page)})

    def _listed(self) -> list[Post]:
        self.lists_after -= 1
        if self.lists_after >= 0:
            return []
        return [post for post in self.visible if post.level != "SELF_ONLY" and not post.is_inbox]

    def _tell_video(self, post: Post) -> dict[str, Any]:
        """Describe a video as the list does: in whole seconds, with all of its text."""
        number = self._number(post)
        return {
            "id": str(number),
            "create_time": int(post.created_at),
            "title": post.title[: post.cut_title or None],
            "video_description": "" if post.cut_title else post.title,
            "duration": int(post.seconds),
            "share_url": f"https://www.tiktok.com/@ada/video/{number}?utm_campaign=tt4d",
        }

    def _number(self, post: Post) -> int:
        return 7312345678901234567 + int(post.publish_id.rpartition(".")[2])

    def _describe(self, post: Post) -> dict[str, Any]:
        if self.fail_reason and post.is_whole:
            return {"status": "FAILED", "fail_reason": self.fail_reason}
        told = {"uploaded_bytes": len(post.stored)} if self.tells_bytes else {}
        if not post.is_whole:
            return {"status": "PROCESSING_UPLOAD", **told}
        post.polls_left -= 1
        if post.polls_left >= 0:
            return {"status": "PROCESSING_DOWNLOAD" if post.url else "PROCESSING_UPLOAD", **told}
        if post.is_inbox:
            return {"status": "SEND_TO_USER_INBOX"}
        post.polls_to_link -= 1
        has_link = post.polls_to_link < 0 and post.level != "SELF_ONLY"
        posts = [self._number(post)] if has_link else []
        return {"status": "PUBLISH_COMPLETE", "publicaly_available_post_id": posts}


def say_ok(data: dict[str, Any]) -> web.Response:
    error = {"code": "ok", "message": "", "log_id": "x"}
    return web.json_response({"data": data, "error": error})


def say(status: int, code: str, message: str) -> web.Response:
    error = {"code": code, "message": message, "log_id": "x"}
    return web.json_response({"data": {}, "error": error}, status=status)


def hang_up(request: web.Request) -> web.Response:
    """Close the connection without an answer."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=500)


@asynccontextmanager
async def run_tiktok() -> AsyncIterator[TikTokServer]:
    tiktok = TikTokServer()
    server = TestServer(tiktok.make_app())
    await server.start_server(access_log=None)
    tiktok.url = str(server.make_url("")).rstrip("/")
    try:
        yield tiktok
    finally:
        await server.close()
