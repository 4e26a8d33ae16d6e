"""People who bring videos by the page, as its script does: in parts, again after any failure."""

from __future__ import annotations

import asyncio
import io
import itertools
import os
import re
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import aiohttp

from core.domain.work.ids import CreatorId
from tests.core.adapters.conftest import run_tool
from tests.journeys.long_soak.crew import Crew
from tests.journeys.long_soak.platforms import Creator, Platforms
from tests.journeys.long_soak.tuning import UPLOAD_EVERY_SECONDS
from tests.journeys.upload_world import MIB, OURS

SECONDS: Final = 18
PATIENCE_SECONDS: Final = 300.0
_AGAIN_SECONDS: Final = 2.0
_LARGE_EVERY: Final = 4
_FAILURES: Final = (aiohttp.ClientError, TimeoutError, OSError)


class NotTaken(Exception):
    """The page or the bucket did not take something; it may the next time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """A video that the page said is there."""

    creator_id: CreatorId
    intake_id: str
    tries: int


class Uploader:
    """One person with a browser, signed in by a link of Discord."""

    def __init__(self, platforms: Platforms, crew: Crew, creator: Creator) -> None:
        self._platforms, self._crew, self._creator = platforms, crew, creator
        self._pages = itertools.cycle(crew.pages())
        self.accepted: list[Accepted] = []
        self.given_up: list[str] = []

    async def keep_uploading(self, folder: Path, *, number: int) -> None:
        video = await asyncio.to_thread(_make_video, folder / "upload.mp4")
        limit = aiohttp.ClientTimeout(total=60)
        jar = aiohttp.CookieJar(unsafe=True)
        async with aiohttp.ClientSession(cookie_jar=jar, timeout=limit) as http:
            await self._sign_in(http)
            for count in itertools.count(1):
                await asyncio.sleep(UPLOAD_EVERY_SECONDS)
                mebibytes = 9 if count % _LARGE_EVERY == 0 else 1
                content = _pad(video, mebibytes)
                await self._bring(http, f"run {number} {count}.mp4", content)

    async def _sign_in(self, http: aiohttp.ClientSession) -> None:
        discord = self._platforms.world.discord
        asked = await discord.type_command(
            self._creator.guild, self._creator.owner_id, "video upload"
        )
        await asyncio.wait_for(asked.answered.wait(), 60)
        for _ in range(60):
            if found := re.findall(r"\(<(http[^>]+)>\)", "\n".join(asked.texts)):
                break
            await asyncio.sleep(0.5)
        path = urlsplit(found[0]).path
        answer = await http.post(f"{self._crew.pages()[0]}{path}", headers=OURS)
        assert answer.status == 200, await answer.text()

    async def _bring(self, http: aiohttp.ClientSession, name: str, content: bytes) -> None:
        ends, problem = time.monotonic() + PATIENCE_SECONDS, ""
        for tries in itertools.count(1):
            if time.monotonic() > ends:
                break
            try:
                page = await self._try(http, next(self._pages), name, content)
            except (NotTaken, *_FAILURES) as error:
                problem = f"{type(error).__name__}: {error}"
                await asyncio.sleep(_AGAIN_SECONDS)
            else:
                intake_id = page.rpartition("/")[2]
                self.accepted.append(
                    Accepted(creator_id=self._creator.id, intake_id=intake_id, tries=tries)
                )
                return
        self.given_up.append(f"{name}: {problem}")

    async def _try(self, http: aiohttp.ClientSession, url: str, name: str, content: bytes) -> str:
        """Go on with a file where it stands; return the page of its intake."""
        async with http.get(f"{url}/uploads") as answer:
            token = re.findall(r'data-token="([^"]+)"', await _read(answer))[0]
        headers = {"Accept": "application/json", "X-Truss-Token": token}

        async def post(path: str, body: Any) -> dict[str, Any]:
            async with http.post(f"{url}{path}", json=body, headers=headers) as answer:
                await _read(answer)
                told: dict[str, Any] = await answer.json()
                return told

        described = {"name": name, "size": len(content), "fingerprint": name}
        upload = await post("/uploads/files", described | {"start": content[:1024].hex()})
        if upload["page"]:
            return str(upload["page"])
        for part in upload["missing"]:
            ticket = await post(f"/uploads/files/{upload['id']}/tickets", {"number": part})
            start = (part - 1) * upload["part_bytes"]
            await _put(http, url, ticket, content[start : start + upload["part_bytes"]])
        told = await post(f"/uploads/files/{upload['id']}/finish", {})
        return str(told["page"])


async def _put(
    http: aiohttp.ClientSession, url: str, ticket: dict[str, Any], content: bytes
) -> None:
    address = ticket["url"] if "://" in ticket["url"] else f"{url}{ticket['url']}"
    async with http.put(address, data=io.BytesIO(content), headers=ticket["headers"]) as answer:
        await _read(answer)


async def _read(answer: aiohttp.ClientResponse) -> str:
    text = await answer.text()
    if answer.status >= 300:
        raise NotTaken(f"{answer.status} {answer.url.path}: {text[:120]}")
    return text


def _make_video(video: Path) -> bytes:
    """Make a small video that is loud in its middle. Blocks."""
    if not video.exists():
        volume = "volume=enable='between(t,6,9)':volume=40"
        run_tool("-f", "lavfi", "-i", f"testsrc2=s=160x90:r=10:d={SECONDS}",
                 "-f", "lavfi", "-i", f"sine=f=440:d={SECONDS},volume=0.02,{volume}",
                 "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p",
                 "-c:a", "aac", "-shortest", video)  # fmt: skip
    return video.read_bytes()


def _pad(video: bytes, mebibytes: int) -> bytes:
    """Return the video with a box behind it that players skip, and that no other video has."""
    left = mebibytes * MIB - len(video)
    return video + left.to_bytes(4, "big") + b"free" + os.urandom(left - 8)
