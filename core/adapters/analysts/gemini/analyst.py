"""The Gemini analyst: uploads a copy, asks a question, and checks the answer."""

from __future__ import annotations

import asyncio
import secrets
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import structlog

from core.adapters.analysts.gemini.answers import (
    Unreadable,
    clip_schema,
    parse_claims,
    parse_clip,
    window_schema,
)
from core.adapters.analysts.gemini.copy import CopyTuning, copy_arguments, write_clock
from core.adapters.analysts.gemini.files import NotReady, open_remote_file
from core.adapters.analysts.gemini.prompt import (
    PROMPT_VERSION,
    SYSTEM,
    write_clip_prompt,
    write_window_prompt,
)
from core.adapters.analysts.gemini.requests import (
    SERVICE,
    Reply,
    describe_obstacle,
    plan_pause,
    read_failure,
    read_response,
)
from core.adapters.captions.font import make_fonts_folder
from core.adapters.ffmpeg.process import run_ffmpeg
from core.domain.videos.model_claims import TITLE_CHARACTERS, check_claims
from core.domain.videos.model_spend import TokenUse, estimate_use, find_price
from core.domain.videos.model_tuning import ModelTuning
from core.domain.videos.understanding import AnalysisWindow, Trouble
from core.domain.work.plain_text import clean_title
from core.errors import ExternalFailure
from core.ports.understanding import ClipAnswer, WindowAnswer, WindowMaterial

if TYPE_CHECKING:
    from google.genai import Client
    from google.genai.types import GenerateContentConfig

T = TypeVar("T")

_log = structlog.get_logger(__name__)

_COPY_SECONDS = 900.0
_LOOK_UP_SECONDS = 20.0
_LOW = "MEDIA_RESOLUTION_LOW"


class FfmpegFinder(Protocol):
    """Knows which ffmpeg to use."""

    async def find_executable(self) -> Path: ...


class GeminiAnalyst:
    """Asks one Gemini model; its failures are reported in the answer, never raised."""

    def __init__(
        self,
        *,
        client: Client,
        ffmpeg: FfmpegFinder,
        scratch: Path,
        tuning: ModelTuning | None = None,
    ) -> None:
        """`scratch` is a folder for copies; each is deleted when its window is done."""
        self._client = client
        self._ffmpeg = ffmpeg
        self._scratch = scratch
        self._tuning = tuning or ModelTuning()

    @property
    def name(self) -> str:
        return self._tuning.model

    @property
    def service(self) -> str:
        return SERVICE

    @property
    def fingerprint(self) -> str:
        tuning = self._tuning
        return f"{tuning.model}/{PROMPT_VERSION}/{tuning.frame_rate:g}/{tuning.height}"

    def estimate_use(self, window: AnalysisWindow) -> TokenUse:
        return estimate_use(window.duration_seconds, frame_rate=self._tuning.frame_rate)

    def count_cost(self, use: TokenUse, on: date) -> int:
        return find_price(self._tuning.model, on).count_cost(use)

    async def find_obstacle(self) -> str:
        """Look up the model, which costs no tokens."""
        try:
            async with asyncio.timeout(_LOOK_UP_SECONDS):
                await self._client.aio.models.get(model=self._tuning.model)
        except Exception as error:  # noqa: BLE001 - the library raises whatever its transport does
            return describe_obstacle(error, model=self._tuning.model)
        return ""

    async def understand(self, material: WindowMaterial) -> WindowAnswer:
        """Watch a window; quotes are checked against the material's words."""
        has_words = material.has_audio and not material.words

        def ask(moments_max: int) -> tuple[str, dict[str, Any]]:
            # After a truncated answer, ask again for fewer moments and no words.
            words = has_words and moments_max == self._tuning.moments_max
            prompt = write_window_prompt(
                material, secrets.token_hex(12), moments_max=moments_max, has_words=words
            )
            return prompt, window_schema(moments_max=moments_max, has_words=words)

        reply, claims = await self._look(material, ask, parse_claims)
        if claims is None:
            return WindowAnswer(
                understanding=None, trouble=reply.trouble, reason=reply.reason, use=reply.use
            )
        understanding = await asyncio.to_thread(
            check_claims, claims, material.window, known_words=material.words
        )
        return WindowAnswer(understanding=understanding, use=reply.use)

    async def judge_clip(self, material: WindowMaterial) -> ClipAnswer:
        """Watch one clip and judge it."""

        def ask(_: int) -> tuple[str, dict[str, Any]]:
            return write_clip_prompt(material, secrets.token_hex(12)), clip_schema()

        reply, judged = await self._look(material, ask, parse_clip)
        if judged is None:
            return ClipAnswer(
                trouble=reply.trouble,
                reason=reply.reason,
                retry_seconds=reply.retry_seconds,
                use=reply.use,
            )
        title, rubric = judged
        return ClipAnswer(title=clean_title(title, TITLE_CHARACTERS), rubric=rubric, use=reply.use)

    async def _look(
        self,
        material: WindowMaterial,
        ask: Callable[[int], tuple[str, dict[str, Any]]],
        parse: Callable[[str], T],
    ) -> tuple[Reply, T | None]:
        """Return the last reply, with the tokens of all, and what was parsed from it."""
        try:
            async with (
                self._open_copy(material) as content,
                open_remote_file(self._client, content, tuning=self._tuning) as uri,
            ):
                return await self._ask_patiently(uri, ask, parse)
        except (ExternalFailure, NotReady) as error:
            reason = f"The copy for the model could not be used: {error}."
            return Reply(trouble=Trouble.UPLOAD, reason=reason.replace("..", ".")), None
        except Exception as error:  # noqa: BLE001 - the library raises whatever its transport does
            return _read(error), None

    async def _ask_patiently(
        self,
        uri: str,
        ask: Callable[[int], tuple[str, dict[str, Any]]],
        parse: Callable[[str], T],
    ) -> tuple[Reply, T | None]:
        moments_max, asked, waited, use = self._tuning.moments_max, 0, 0.0, TokenUse()
        while True:
            reply, read = await self._ask_once(uri, *ask(moments_max), parse)
            use, asked = use.plus(reply.use), asked + 1
            pause = plan_pause(reply, asked=asked, waited=waited, tuning=self._tuning)
            if reply.trouble is None or pause is None:
                return replace(reply, use=use), read
            if reply.trouble is Trouble.UNFINISHED:
                moments_max = max(1, moments_max // 2)
            await asyncio.sleep(pause)
            waited += pause

    async def _ask_once(
        self, uri: str, prompt: str, schema: dict[str, Any], parse: Callable[[str], T]
    ) -> tuple[Reply, T | None]:
        try:
            reply = await self._generate(uri, prompt, schema)
        except Exception as error:  # noqa: BLE001 - as above
            return _read(error), None
        if reply.trouble is not None:
            return reply, None
        try:
            return reply, await asyncio.to_thread(parse, reply.text)
        except Unreadable as error:
            reason = f"The model's answer could not be read: {error}."
            return replace(reply, trouble=Trouble.UNREADABLE, reason=reason), None

    async def _generate(self, uri: str, prompt: str, schema: dict[str, Any]) -> Reply:
        from google.genai import types  # noqa: PLC0415 - seconds to import; the client has done so

        video = types.Part(
            file_data=types.FileData(file_uri=uri, mime_type="video/mp4"),
            video_metadata=types.VideoMetadata(fps=self._tuning.frame_rate),
        )
        response = await self._client.aio.models.generate_content(
            model=self._tuning.model,
            contents=[types.Content(role="user", parts=[video, types.Part(text=prompt)])],
            config=self._make_config(schema),
        )
        return read_response(response)

    def _make_config(self, schema: dict[str, Any]) -> GenerateContentConfig:
        from google.genai import types  # noqa: PLC0415 - as above

        harms = (
            types.HarmCategory.HARM_CATEGORY_DANGEROUS_CONTENT,
            types.HarmCategory.HARM_CATEGORY_HARASSMENT,
            types.HarmCategory.HARM_CATEGORY_HATE_SPEECH,
            types.HarmCategory.HARM_CATEGORY_SEXUALLY_EXPLICIT,
        )
        return types.GenerateContentConfig(
            system_instruction=SYSTEM,
            response_mime_type="application/json",
            response_json_schema=schema,
            max_output_tokens=self._tuning.answer_tokens_max,
            media_resolution=types.MediaResolution(_LOW),
            safety_settings=[
                types.SafetySetting(
                    category=harm, threshold=types.HarmBlockThreshold.BLOCK_ONLY_HIGH
                )
                for harm in harms
            ],
        )

    @asynccontextmanager
    async def _open_copy(self, material: WindowMaterial) -> AsyncIterator[bytes]:
        """Yield the bytes of the window's copy; its folder is already deleted by then."""
        folder = await asyncio.to_thread(_make_folder, self._scratch)
        try:
            content = await self._make_copy(material, folder)
        finally:
            await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)
        yield content

    async def _make_copy(self, material: WindowMaterial, folder: Path) -> bytes:
        clock, out = folder / "clock.ass", folder / "window.mp4"
        executable = await self._ffmpeg.find_executable()
        fonts = await asyncio.to_thread(_prepare, material, folder, clock)
        await run_ffmpeg(
            executable,
            copy_arguments(
                material.video,
                out,
                material.window,
                clock=clock,
                fonts=fonts,
                has_audio=material.has_audio,
                tuning=CopyTuning(height=self._tuning.height, frame_rate=self._tuning.frame_rate),
            ),
            stage="copy",
            time_limit_seconds=_COPY_SECONDS,
        )
        return await asyncio.to_thread(out.read_bytes)


def _read(error: Exception) -> Reply:
    reply = read_failure(error)
    _log.warning("model.failed", trouble=reply.trouble, error=type(error).__name__)
    return reply


def _make_folder(scratch: Path) -> Path:
    scratch.mkdir(parents=True, exist_ok=True)
    return Path(tempfile.mkdtemp(dir=scratch, prefix="window-"))


def _prepare(material: WindowMaterial, folder: Path, clock: Path) -> Path:
    """Write the clock, and return the folder with its font."""
    clock.write_text(write_clock(material.window.duration_seconds), encoding="utf-8")
    return make_fonts_folder(folder / "fonts")
