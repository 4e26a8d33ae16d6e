"""Gemini on loopback: its Files API and generateContent, as its documents describe them.

Every answer is scripted; without a script a good one is given. Both spellings of a key are
accepted (`fileData`, `file_data`), for the library mixes them.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
import struct
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

from tests.servers.gemini_calls import Talk, Think, find_fault, make_event, speak

KEY = "loopback-key"
MODEL = "gemini-3.8-flash"
_CHUNK = 8 * 1024 * 1024
_FRAME_TOKENS = {"MEDIA_RESOLUTION_LOW": 70, "MEDIA_RESOLUTION_HIGH": 280}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer to generateContent: a status and a body, given after a while.

    `usage` stands in for the tokens that were counted, an empty one for none. One that is cut
    breaks the connection off instead; of one that is half, the other half never comes.
    """

    body: dict[str, Any] | list[Any] | str
    status: int = 200
    delay_seconds: float = 0.0
    usage: dict[str, Any] | None = None
    is_cut: bool = False
    is_half: bool = False


@dataclass(slots=True, kw_only=True)
class StoredFile:
    """A file as the Files API keeps it; `polls_left` is how often it is still PROCESSING."""

    name: str
    mime_type: str
    display_name: str
    content: bytearray = field(default_factory=bytearray)
    size: int = 0
    is_final: bool = False
    polls_left: int = 0
    is_broken: bool = False
    age_hours: float = 0.0

    @property
    def state(self) -> str:
        if self.polls_left > 0:
            return "PROCESSING"
        return "FAILED" if self.is_broken else "ACTIVE"


def say(text: str, *, finish: str = "STOP", thought: str = "") -> Answer:
    """Return an answer with one candidate; a thought is a separate part before the text."""
    parts = [{"text": thought, "thought": True}] if thought else []
    parts.append({"text": text})
    candidate = {"content": {"role": "model", "parts": parts}, "finishReason": finish, "index": 0}
    return Answer(body={"candidates": [candidate], "modelVersion": MODEL})


def cut_off(text: str) -> Answer:
    """Return the first half of an answer that grew too long."""
    return say(text[: len(text) // 2], finish="MAX_TOKENS")


def stop_for(finish: str) -> Answer:
    """Return a candidate that was ended without any content: SAFETY, RECITATION and the like."""
    return Answer(body={"candidates": [{"finishReason": finish, "index": 0}]})


def refuse_prompt(reason: str = "PROHIBITED_CONTENT") -> Answer:
    return Answer(body={"promptFeedback": {"blockReason": reason, "safetyRatings": []}})


def fail(status: int, name: str, message: str, details: list[Any] | None = None) -> Answer:
    error: dict[str, Any] = {"code": status, "message": message, "status": name}
    if details:
        error["details"] = details
    return Answer(status=status, body={"error": error})


def exceed_quota(*, per_day: bool = False, retry_delay: str | None = "0.05s") -> Answer:
    period = "Day" if per_day else "Minute"
    violation = {
        "quotaMetric": "generativelanguage.googleapis.com/generate_content_free_tier_requests",
        "quotaId": f"GenerateRequestsPer{period}PerProjectPerModel-FreeTier",
        "quotaValue": "10",
    }
    details: list[Any] = [
        {"@type": "type.googleapis.com/google.rpc.QuotaFailure", "violations": [violation]}
    ]
    if retry_delay:
        details.append(
            {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": retry_delay}
        )
    return fail(429, "RESOURCE_EXHAUSTED", "You exceeded your current quota.", details)


def overload() -> Answer:
    return fail(503, "UNAVAILABLE", "The model is overloaded. Please try again later.")


def refuse(status: int = 403) -> Answer:
    return fail(status, "PERMISSION_DENIED", "The caller does not have permission.")


class GeminiServer:
    """What the loopback service knows, the requests it got, and how it should misbehave."""

    def __init__(self) -> None:
        self.url, self.key = "", KEY
        self.answers: list[Answer | Callable[[dict[str, Any]], Answer]] = []
        self.default: Answer | Callable[[dict[str, Any]], Answer] = say('{"moments": []}')
        self.talks: list[Talk | Think] = []
        self.talk: Talk | Think = speak("There is nothing to say.")
        self.files: dict[str, StoredFile] = {}
        self.deleted: list[str] = []
        self.uploads: list[bytes] = []
        self.requests: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.polls = 1
        self.breaks_files = False
        self.forgets_status = 0
        self.upload_status = 200
        self.upload_answers: list[Answer] = []
        self.cuts_chunks = 0
        self.on_request: Callable[[], None] | None = None

    def prompt_of(self, index: int) -> str:
        """Return the text part of a request."""
        parts = self.requests[index]["contents"][0]["parts"]
        return "".join(part.get("text", "") for part in parts)

    def age_files(self, hours: float) -> None:
        """Move the clock; files are deleted after 48 hours."""
        for file in self.files.values():
            file.age_hours += hours

    def make_app(self) -> web.Application:
        app = web.Application(client_max_size=256 * 1024 * 1024)
        app.router.add_post("/upload/v1beta/files", self._start_upload)
        app.router.add_post("/upload/session/{id}", self._take_chunk)
        app.router.add_get("/v1beta/files/{id}", self._show_file)
        app.router.add_delete("/v1beta/files/{id}", self._delete_file)
        app.router.add_get("/v1beta/models", self._list_models)
        app.router.add_get("/v1beta/models/{name}", self._show_model)
        app.router.add_post("/v1beta/models/{call}", self._generate)
        return app

    async def _start_upload(self, request: web.Request) -> web.Response:
        if denied := self._check_key(request):
            return denied
        if self.upload_answers:
            return _respond(self.upload_answers.pop(0))
        if self.upload_status != 200:
            return _respond(fail(self.upload_status, "INTERNAL", "Try again."))
        wanted = request.headers
        if wanted.get("X-Goog-Upload-Command") != "start":
            return _respond(fail(400, "INVALID_ARGUMENT", "Begin with start."))
        file = (await request.json())["file"]
        name = file.get("name", f"files/auto{len(self.files)}")
        if name in self.files:
            return _respond(fail(409, "ALREADY_EXISTS", "There is such a file."))
        self.files[name] = StoredFile(
            name=name,
            mime_type=wanted["X-Goog-Upload-Header-Content-Type"],
            display_name=_get(file, "displayName", ""),
            size=int(wanted["X-Goog-Upload-Header-Content-Length"]),
            polls_left=self.polls,
            is_broken=self.breaks_files,
        )
        session = f"{self.url}/upload/session/{name.removeprefix('files/')}"
        return web.json_response(
            {},
            headers={
                "X-Goog-Upload-URL": session,
                "X-Goog-Upload-Status": "active",
                "X-Goog-Upload-Chunk-Granularity": str(_CHUNK),
            },
        )

    async def _take_chunk(self, request: web.Request) -> web.Response:
        file = self.files.get(f"files/{request.match_info['id']}")
        if file is None:
            return _respond(fail(404, "NOT_FOUND", "No such upload."))
        command = request.headers["X-Goog-Upload-Command"]
        if command == "query":
            return web.Response(headers=_upload_headers(file))
        offset = int(request.headers["X-Goog-Upload-Offset"])
        chunk = await request.read()
        if self.cuts_chunks > 0:
            self.cuts_chunks -= 1
            return _break_off(request)
        if offset > len(file.content):
            return _respond(fail(400, "INVALID_ARGUMENT", "A chunk is missing."))
        file.content[offset:] = chunk
        if self.forgets_status > 0:
            self.forgets_status -= 1
            return web.Response()
        if "finalize" not in command:
            return web.Response(headers=_upload_headers(file))
        if len(file.content) != file.size:
            return _respond(fail(400, "INVALID_ARGUMENT", "The size is not as declared."))
        file.is_final = True
        self.uploads.append(bytes(file.content))
        return web.json_response({"file": self._describe(file)}, headers=_upload_headers(file))

    async def _show_file(self, request: web.Request) -> web.Response:
        if denied := self._check_key(request):
            return denied
        file = self._find(f"files/{request.match_info['id']}")
        if file is None:
            return _respond(fail(404, "NOT_FOUND", "No such file."))
        file.polls_left -= 1
        return web.json_response(self._describe(file))

    async def _delete_file(self, request: web.Request) -> web.Response:
        if denied := self._check_key(request):
            return denied
        name = f"files/{request.match_info['id']}"
        if self.files.pop(name, None) is None:
            return _respond(fail(403, "PERMISSION_DENIED", "No such file, or not yours."))
        self.deleted.append(name)
        return web.json_response({})

    async def _list_models(self, _: web.Request) -> web.Response:
        model = {"name": f"models/{MODEL}", "supportedGenerationMethods": ["generateContent"]}
        return web.json_response({"models": [model]})

    async def _show_model(self, request: web.Request) -> web.Response:
        if denied := self._check_key(request):
            return denied
        name = request.match_info["name"]
        if name != MODEL:
            return _respond(fail(404, "NOT_FOUND", f"models/{name} is not found."))
        return web.json_response(
            {"name": f"models/{name}", "supportedGenerationMethods": ["generateContent"]}
        )

    async def _generate(self, request: web.Request) -> web.StreamResponse:
        if denied := self._check_key(request):
            return denied
        body = await request.json()
        self.requests.append(body)
        self.headers.append(dict(request.headers))
        if self.on_request:
            self.on_request()
        if request.match_info["call"].endswith(":streamGenerateContent"):
            return await self._talk(request, body)
        part = body["contents"][0]["parts"][0]
        uri = _get(_get(part, "fileData", {}), "fileUri", "")
        file = self._find("files/" + uri.rpartition("/files/")[2])
        if file is None:
            return _respond(fail(403, "PERMISSION_DENIED", "No such file, or not yours."))
        if file.state != "ACTIVE":
            text = f"The File {file.name} is not in an ACTIVE state."
            return _respond(fail(400, "FAILED_PRECONDITION", text))
        scripted = self.answers.pop(0) if self.answers else self.default
        answer = scripted(body) if callable(scripted) else scripted
        await asyncio.sleep(answer.delay_seconds)
        if answer.is_cut:
            return _break_off(request)
        if answer.is_half:
            return await _send_half(request)
        return _respond(answer, _count_usage(body, part, file, answer))

    async def _talk(self, request: web.Request, body: dict[str, Any]) -> web.StreamResponse:
        """Stream an answer as server-sent events."""
        if fault := find_fault(body):
            return _respond(fail(400, "INVALID_ARGUMENT", fault))
        scripted = self.talks.pop(0) if self.talks else self.talk
        talk = scripted(body) if callable(scripted) else scripted
        if talk.status != 200:
            return web.json_response({"error": talk.error}, status=talk.status)
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        said = 0
        for chunk in talk.chunks:
            await asyncio.sleep(chunk.delay_seconds)
            if chunk.is_cut:
                return _break_off(request)
            said += len(json.dumps(chunk.parts))
            event = make_event(body, chunk, said=said, has_usage=talk.has_usage)
            await response.write(event)
        await response.write_eof()
        return response

    def _find(self, name: str) -> StoredFile | None:
        file = self.files.get(name)
        return None if file is None or file.age_hours >= 48 or not file.is_final else file

    def _check_key(self, request: web.Request) -> web.Response | None:
        if request.headers.get("x-goog-api-key") == self.key:
            return None
        return _respond(fail(400, "INVALID_ARGUMENT", "API key not valid."))

    def _describe(self, file: StoredFile) -> dict[str, Any]:
        described: dict[str, Any] = {
            "name": file.name,
            "displayName": file.display_name,
            "mimeType": file.mime_type,
            "sizeBytes": str(len(file.content)),
            "createTime": "2026-11-20T10:00:00.000000Z",
            "updateTime": "2026-11-20T10:00:00.000000Z",
            "expirationTime": "2026-11-22T10:00:00.000000Z",
            "sha256Hash": base64.b64encode(hashlib.sha256(file.content).digest()).decode(),
            "uri": f"{self.url}/v1beta/{file.name}",
            "state": file.state,
            "source": "UPLOADED",
        }
        if file.state == "FAILED":
            described["error"] = {"code": 3, "message": "The video could not be processed."}
        if file.state == "ACTIVE":
            seconds = read_mp4_seconds(bytes(file.content))
            described["videoMetadata"] = {"videoDuration": f"{seconds:.0f}s"}
        return described


def _get(values: dict[str, Any], key: str, default: Any) -> Any:
    snake = "".join(f"_{c.lower()}" if c.isupper() else c for c in key)
    return values.get(key, values.get(snake, default))


def _upload_headers(file: StoredFile) -> dict[str, str]:
    return {
        "X-Goog-Upload-Status": "final" if file.is_final else "active",
        "X-Goog-Upload-Size-Received": str(len(file.content)),
    }


def _break_off(request: web.Request) -> web.Response:
    """Break the connection off, as a proxy does that is restarted."""
    if request.transport:
        request.transport.close()
    return web.Response()


async def _send_half(request: web.Request) -> web.StreamResponse:
    """Announce more than is sent, and break the connection off."""
    response = web.StreamResponse(headers={"Content-Length": "5000"})
    response.content_type = "application/json"
    await response.prepare(request)
    await response.write(b'{"candidates": [{"content": {"parts": [{"text": "')
    if request.transport:
        request.transport.close()
    return response


def _respond(answer: Answer, usage: dict[str, Any] | None = None) -> web.Response:
    if isinstance(answer.body, str):
        return web.Response(text=answer.body, status=answer.status, content_type="text/html")
    if isinstance(answer.body, list):
        return web.json_response(answer.body, status=answer.status)
    body = dict(answer.body)
    usage = usage if answer.usage is None else answer.usage
    if usage and answer.status == 200:
        body["usageMetadata"] = usage
    return web.json_response(body, status=answer.status)


def _count_usage(
    body: dict[str, Any], part: dict[str, Any], file: StoredFile, answer: Answer
) -> dict[str, Any]:
    """Count tokens as the service does: by seconds, frame rate and resolution."""
    config = _get(body, "generationConfig", {})
    frame_rate = float(_get(_get(part, "videoMetadata", {}), "fps", 1.0))
    a_frame = _FRAME_TOKENS.get(_get(config, "mediaResolution", ""), 70)
    seconds = read_mp4_seconds(bytes(file.content))
    video = round(seconds * frame_rate * a_frame)
    audio = round(seconds * 32) if b"mp4a" in file.content else 0
    text = len(json.dumps(body["contents"])) // 4
    said = len(json.dumps(answer.body)) // 4
    return {
        "promptTokenCount": video + audio + text,
        "candidatesTokenCount": said,
        "thoughtsTokenCount": 100,
        "totalTokenCount": video + audio + text + said + 100,
        "promptTokensDetails": [
            {"modality": "VIDEO", "tokenCount": video},
            {"modality": "AUDIO", "tokenCount": audio},
            {"modality": "TEXT", "tokenCount": text},
        ],
    }


def read_mp4_seconds(content: bytes) -> float:
    """Return the duration in an MP4's movie header (version 0), 0 where there is none."""
    at = content.find(b"mvhd")
    if at < 0:
        return 0.0
    timescale, duration = struct.unpack(">II", content[at + 16 : at + 24])
    return float(duration / timescale)


@asynccontextmanager
async def run_gemini() -> AsyncIterator[GeminiServer]:
    """Serve on a free port of loopback."""
    gemini = GeminiServer()
    server = TestServer(gemini.make_app())
    await server.start_server()
    gemini.url = str(server.make_url("")).rstrip("/")
    try:
        yield gemini
    finally:
        await server.close()
