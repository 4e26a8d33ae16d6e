"""A home with real storage and its page, behind a connection that a test can cut."""

from __future__ import annotations

import asyncio
import hashlib
import io
import os
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from aiohttp.test_utils import TestServer

from bot.bootstrap import open_connected
from bot.runner import run_workers
from config.settings import load_settings
from core.app import App
from core.domain.people.actor import Actor, Role
from core.domain.people.member import Member
from core.domain.videos.multipart_upload import PART_BYTES
from core.domain.work.ids import CreatorId
from tests.core.adapters.conftest import run_tool
from tests.fakes.media import FakeAnalyst, FakeRenderer, FakeSignalReader
from tests.fakes.page import make_page
from tests.fakes.ports import with_ports
from tests.fakes.vision import FakeFacecamFinder, FakeSubjectTracker

MODERATOR = Actor(person_id="discord:7", creator_id=CreatorId("local"), role=Role.MODERATOR)
PUBLIC = "http://clips.example.org"
MIB = 1024**2
OURS = {"Sec-Fetch-Site": "same-origin"}
"""What a browser says of a form on a page of ours."""


class Wire:
    """A TCP proxy in front of the page that counts bytes, and that a test cuts and restores."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._ends: set[asyncio.StreamWriter] = set()
        self.is_cut = False
        self.sent_bytes = 0
        self.cut_after_bytes: int | None = None
        self.cuts = 0

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.is_cut:
            writer.close()
            return
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._port)
        self._ends |= {writer, far_writer}
        with suppress(OSError):
            await asyncio.gather(
                self._pump(reader, far_writer, is_counted=True),
                self._pump(far_reader, writer, is_counted=False),
            )
        for end in (writer, far_writer):
            self._ends.discard(end)
            end.close()

    async def _pump(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, is_counted: bool
    ) -> None:
        while chunk := await reader.read(65536):
            if is_counted:
                self.sent_bytes += len(chunk)
                if self.cut_after_bytes is not None and self.sent_bytes >= self.cut_after_bytes:
                    self.cut()
                    return
            writer.write(chunk)
            await writer.drain()
        writer.close()

    def cut(self) -> None:
        self.is_cut = True
        self.cuts += 1
        self.cut_after_bytes = None
        for end in self._ends:
            end.transport.abort()

    def mend(self) -> None:
        self.is_cut = False


@dataclass(slots=True, kw_only=True)
class Site:
    """The running program: its page at `url` through `wire`, and its folder."""

    app: App
    url: str
    wire: Wire
    home: Path
    client: aiohttp.ClientSession
    token: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    async def open_link(self, actor: Actor = MODERATOR) -> str:
        """Return the address, on this machine, of a new link for somebody who has a role."""
        await self.app.ports.stores.members.add_member(
            Member(
                user_id=actor.person_id.removeprefix("discord:"),
                creator_id=actor.creator_id,
                role=actor.role,
                created_at=datetime.now(UTC),
            )
        )
        link = await self.app.people.sign_in.make_upload_link(actor)
        return f"{self.url}{urlsplit(link.url).path}"

    async def come_in(self, actor: Actor = MODERATOR) -> None:
        """Open a link as a browser does, and continue to the page."""
        address = await self.open_link(actor)
        assert (await self.client.get(address, headers=self.headers)).status == 200
        answer = await self.client.post(address, headers=self.headers | OURS)
        assert answer.status == 200, await answer.text()
        self.token = re.findall(r'data-token="([^"]+)"', await answer.text())[0]

    async def open_owner_link(self) -> str:
        link = await self.app.people.sign_in.make_owner_link()
        return f"{self.url}{urlsplit(link.url).path}"

    async def sign_in_owner(self) -> None:
        """Come by the link that is printed at the start."""
        address = await self.open_owner_link()
        answer = await self.client.post(address, headers=self.headers | OURS)
        assert answer.status == 200, await answer.text()

    async def post(self, path: str, body: Any, **headers: str) -> tuple[int, dict[str, Any]]:
        sent = {"Accept": "application/json", "X-Truss-Token": self.token} | self.headers | headers
        async with self.client.post(f"{self.url}{path}", json=body, headers=sent) as answer:
            return answer.status, await answer.json()

    async def begin(self, content: bytes, **changed: Any) -> tuple[int, dict[str, Any]]:
        described = {
            "name": "run.mp4",
            "size": len(content),
            "fingerprint": "abc",
            "start": content[:1024].hex(),
        }
        return await self.post("/uploads/files", described | changed)

    async def send_part(self, upload: dict[str, Any], number: int, content: bytes) -> int:
        status, ticket = await self.post(
            f"/uploads/files/{upload['id']}/tickets", {"number": number}
        )
        assert status == 200, ticket
        start = (number - 1) * upload["part_bytes"]
        part = content[start : start + upload["part_bytes"]]
        return await self.put(ticket["url"], part)

    async def put(self, path: str, body: Any) -> int:
        headers = {"Accept": "application/json"} | self.headers
        data = io.BytesIO(body) if isinstance(body, bytes) else body
        async with self.client.put(f"{self.url}{path}", data=data, headers=headers) as answer:
            return answer.status

    async def stored_digests(self) -> list[str]:
        """Return the SHA-256 of each video that storage holds for the creator."""
        found = (self.home / "objects" / "creators").glob("*/assets/*/source.mp4")
        return [await asyncio.to_thread(digest, path) for path in found]


def find_token(page: str) -> str:
    return str(re.findall(r'name="csrf_token" value="([^"]+)"', page)[0])


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return str(hashlib.file_digest(file, "sha256").hexdigest())


def make_video(path: Path, *, mebibytes: int) -> Path:
    """Make a real video of that size: six seconds, and a box behind them that players skip."""
    small = path.with_name("small.mp4")
    if not small.exists():
        run_tool("-f", "lavfi", "-i", "testsrc2=s=160x90:r=30:d=6", "-c:v", "libx264",
                 "-preset", "ultrafast", "-pix_fmt", "yuv420p", small)  # fmt: skip
    content = small.read_bytes()
    left = mebibytes * MIB - len(content)
    noise = os.urandom(MIB)
    with path.open("wb") as file:
        file.write(content)
        file.write(left.to_bytes(4, "big") + b"free")
        left -= 8
        for number in range(-(-left // MIB)):
            # Each mebibyte is another one, so that parts in a wrong order are another file.
            piece = number.to_bytes(8, "big") + noise[8:]
            file.write(piece[: min(MIB, left - number * MIB)])
    assert path.stat().st_size == mebibytes * MIB
    assert mebibytes * MIB > 2 * PART_BYTES
    return path


@asynccontextmanager
async def run_site(
    home: Path, *, port: int = 0, public_url: str = PUBLIC, **instead: Any
) -> AsyncIterator[Site]:
    """Run the page and its workers on `home` until the block ends, as a process would."""
    settings = load_settings(home=home, public_url=public_url, retry_seconds=0.05)
    fakes: dict[str, Any] = {
        "signals": FakeSignalReader(loud_at_seconds=(3.0,)),
        "renderer": FakeRenderer(),
        "analyst": FakeAnalyst(),
        "facecams": FakeFacecamFinder(),
        "tracker": FakeSubjectTracker(),
    }
    async with open_connected(
        settings, publish_folder=home / "published", adapt=with_ports(**(fakes | instead))
    ) as app:
        page = make_page(app, public_url=public_url, allowed_hosts=frozenset({"127.0.0.1"}))
        server = TestServer(page)
        await server.start_server()
        wire = Wire(server.port or 0)
        line = await asyncio.start_server(wire.carry, "127.0.0.1", port)
        url = f"http://127.0.0.1:{line.sockets[0].getsockname()[1]}"
        jar = aiohttp.CookieJar(unsafe=True)
        async with run_workers(app, count=1), aiohttp.ClientSession(cookie_jar=jar) as client:
            try:
                yield Site(app=app, url=url, wire=wire, home=home, client=client)
            finally:
                wire.cut()
                line.close()
                await server.close()
