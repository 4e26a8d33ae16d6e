"""The Gemini analyst: uploads a copy, asks a question, and checks the answer."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

import structlog

from core.adapters.analysts.gemini.answers import Unreadable, parse_clip, read_window
from core.adapters.analysts.gemini.copy_making import CopyMaking, FfmpegFinder
from core.adapters.analysts.gemini.failures import plan_pause, plan_upload_pause, read_failure
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
    read_response,
)
from core.adapters.analysts.gemini.response_body import read_body
from core.adapters.analysts.gemini.schemas import clip_schema, window_schema
from core.domain.videos.model_claims import TITLE_CHARACTERS
from core.domain.videos.model_spend import (
    NOTHING_USED,
    TokenUse,
    estimate_use,
    find_price,
    trust_use,
)
from core.domain.videos.model_tuning import ModelTuning
from core.domain.videos.understanding import AnalysisWindow, Trouble, Understanding
from core.domain.work.plain_text import clean_title
from core.errors import ExternalFailure
from core.ports.understanding import ClipAnswer, WindowAnswer, WindowMaterial

if TYPE_CHECKING:
    from google.genai import Client
    from google.genai.types import GenerateContentConfig

T = TypeVar("T")

_log = structlog.get_logger(__name__)

_LOOK_UP_SECONDS = 20.0
_LOW = "MEDIA_RESOLUTION_LOW"


@dataclass(slots=True, kw_only=True)
class _Questions(Generic[T]):
    """What is asked about one copy, how an answer is read, what was found, how often and for what.

    `is_hopeless` is a copy that the service got and could not prepare.
    """

    ask: Callable[[int], tuple[str, dict[str, Any]]]
    read: Callable[[str], T]
    expected: TokenUse
    found: T | None = None
    asked: int = 0
    use: TokenUse = NOTHING_USED
    is_hopeless: bool = False


class GeminiAnalyst:
    """Asks one Gemini model; its failures are reported in the answer, never raised."""

    def __init__(
        self,
        *,
        client: Client,
        ffmpeg: FfmpegFinder,
        scratch: Path,
        tuning: ModelTuning | None = None,
        is_mixed: bool = False,
    ) -> None:
        """`scratch` is a folder for copies; each is deleted when its window is done.

        `is_mixed` lets the model hear all sound tracks.
        """
        self._client = client
        self._tuning = tuning or ModelTuning()
        self._copies = CopyMaking(ffmpeg, scratch, tuning=self._tuning, is_mixed=is_mixed)
        self._is_mixed = is_mixed

    @property
    def name(self) -> str:
        return self._tuning.model

    @property
    def service(self) -> str:
        return SERVICE

    @property
    def fingerprint(self) -> str:
        tuning = self._tuning
        mixed = "/mixed" * self._is_mixed
        return f"{tuning.model}/{PROMPT_VERSION}/{tuning.frame_rate:g}/{tuning.height}{mixed}"

    def estimate_use(self, window: AnalysisWindow, *, has_audio: bool = True) -> TokenUse:
        return estimate_use(
            window.duration_seconds, frame_rate=self._tuning.frame_rate, has_audio=has_audio
        )

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
            schema = window_schema(
                moments_max=moments_max, has_words=words, has_two_titles=material.has_two_titles
            )
            return prompt, schema

        def read(text: str) -> Understanding:
            return read_window(text, material)

        reply, understanding = await self._look(material, ask, read, has_clock=True)
        return WindowAnswer(
            understanding=understanding,
            trouble=reply.trouble,
            reason=reply.reason,
            retry_seconds=reply.retry_seconds,
            use=reply.use or NOTHING_USED,
        )

    async def judge_clip(self, material: WindowMaterial) -> ClipAnswer:
        """Watch one clip and judge it."""

        def ask(_: int) -> tuple[str, dict[str, Any]]:
            return write_clip_prompt(material, secrets.token_hex(12)), clip_schema()

        reply, judged = await self._look(material, ask, parse_clip, has_clock=False)
        use = reply.use or NOTHING_USED
        if judged is None:
            return ClipAnswer(
                trouble=reply.trouble,
                reason=reply.reason,
                retry_seconds=reply.retry_seconds,
                use=use,
            )
        title, rubric = judged
        return ClipAnswer(title=clean_title(title, TITLE_CHARACTERS), rubric=rubric, use=use)

    async def _look(
        self,
        material: WindowMaterial,
        ask: Callable[[int], tuple[str, dict[str, Any]]],
        read: Callable[[str], T],
        *,
        has_clock: bool,
    ) -> tuple[Reply, T | None]:
        """Return the last reply, with the tokens of all, and what was read from it."""
        try:
            content = await self._copies.make(material, has_clock=has_clock)
        except ExternalFailure as error:
            return _fail_copy(error), None
        expected = self.estimate_use(material.window, has_audio=material.has_audio)
        questions = _Questions(ask=ask, read=read, expected=expected)
        sent, waited = 0, 0.0
        while True:
            reply = await self._send_and_ask(content, questions)
            sent += 1
            reply = replace(reply, use=questions.use)
            # A copy that the service has lost by the time it is asked about is sent again.
            is_answered = questions.asked > 0 and reply.trouble is not Trouble.UPLOAD
            if is_answered or questions.is_hopeless:
                return reply, questions.found
            pause = plan_upload_pause(reply, sent=sent, waited=waited, tuning=self._tuning)
            if pause is None:
                return reply, questions.found
            await asyncio.sleep(pause)
            waited += pause

    async def _send_and_ask(self, content: bytes, questions: _Questions[T]) -> Reply:
        try:
            async with open_remote_file(self._client, content, tuning=self._tuning) as uri:
                return await self._ask_patiently(uri, questions)
        except NotReady as error:
            questions.is_hopeless = True
            return _fail_copy(error)
        except Exception as error:  # noqa: BLE001 - the library raises whatever its transport does
            return self._read(error)

    async def _ask_patiently(self, uri: str, questions: _Questions[T]) -> Reply:
        """Return the last reply; the tokens of all are added up beside the questions."""
        moments_max, waited = self._tuning.moments_max, 0.0
        while True:
            reply = await self._ask_once(uri, questions, moments_max)
            questions.use = questions.use.plus(reply.use or NOTHING_USED)
            pause = plan_pause(reply, asked=questions.asked, waited=waited, tuning=self._tuning)
            if reply.trouble is None or pause is None:
                return reply
            if reply.trouble is Trouble.UNFINISHED:
                moments_max = max(1, moments_max // 2)
            await asyncio.sleep(pause)
            waited += pause

    async def _ask_once(self, uri: str, questions: _Questions[T], moments_max: int) -> Reply:
        """Return the reply to one request; whole parts of a broken answer are used."""
        questions.asked += 1
        try:
            reply = await self._generate(uri, *questions.ask(moments_max))
        except Exception as error:  # noqa: BLE001 - as above
            return self._read(error)
        reply = replace(reply, use=trust_use(reply.use, questions.expected))
        if reply.trouble is not None and not reply.text.strip():
            return reply
        try:
            questions.found = await asyncio.to_thread(questions.read, reply.text)
        except Unreadable as error:
            questions.found = cast("T | None", error.rest) or questions.found
            reason = f"The model's answer could not be read: {error}."
            unread = replace(reply, trouble=Trouble.UNREADABLE, reason=reason)
            return unread if reply.trouble is None else reply
        if reply.trouble is None:
            return reply
        return replace(reply, trouble=None, reason=f"{reply.reason} What was whole is used.")

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
        raw = response.sdk_http_response
        return read_response(read_body(raw.body if raw else None))

    def _make_config(self, schema: dict[str, Any]) -> GenerateContentConfig:
        from google.genai import types  # noqa: PLC0415 - as above

        harms = (
            types.HarmCategory.HARM_CATEGORY_DANGEROUS_CONTENT,
            types.HarmCategory.HARM_CATEGORY_HARASSMENT,
            types.HarmCategory.HARM_CATEGORY_HATE_SPEECH,
            types.HarmCategory.HARM_CATEGORY_SEXUALLY_EXPLICIT,
        )
        return types.GenerateContentConfig(
            should_return_http_response=True,
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

    def _read(self, error: Exception) -> Reply:
        reply = read_failure(error, model=self._tuning.model)
        _log.warning("model.failed", trouble=reply.trouble, error=type(error).__name__)
        return reply


def _fail_copy(error: Exception) -> Reply:
    reason = f"The copy for the model could not be used: {error}."
    return Reply(trouble=Trouble.UPLOAD, reason=reason.replace("..", "."))
