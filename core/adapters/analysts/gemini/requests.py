"""Gemini requests: the client, and what its errors and incomplete answers mean."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import aiohttp

from core.domain.videos.model_spend import NOTHING_USED, TokenUse
from core.domain.videos.model_tuning import ModelTuning
from core.domain.videos.understanding import Trouble
from core.errors import describe_outage

if TYPE_CHECKING:
    from google.genai import Client
    from google.genai.types import Candidate, GenerateContentResponse

SERVICE: Final = "Gemini"
RETRIED_STATUSES: Final = [408, 500, 502, 503, 504]
BLOCKING: Final = frozenset(
    {
        "SAFETY",
        "RECITATION",
        "BLOCKLIST",
        "PROHIBITED_CONTENT",
        "SPII",
        "LANGUAGE",
        "MODEL_ARMOR",
        "IMAGE_SAFETY",
        "IMAGE_RECITATION",
        "IMAGE_PROHIBITED_CONTENT",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """The text of an answer, the trouble, or both: an answer that was cut off may hold whole parts.

    `retry_seconds` is when the service wants a retry. `use` is None where an answer was given, and
    what it took was not said.
    """

    text: str = ""
    trouble: Trouble | None = None
    reason: str = ""
    retry_seconds: float | None = None
    use: TokenUse | None = NOTHING_USED


@asynccontextmanager
async def open_client(
    *, api_key: str, base_url: str, tuning: ModelTuning | None = None
) -> AsyncIterator[Client]:
    """Open the library's client with our address, time limit, and retries for brief failures.

    429 is left to us: the library would retry it without the delay that the service asks for.
    """
    async with aiohttp.ClientSession() as session:
        client = await asyncio.to_thread(
            _make_client, api_key, base_url, tuning or ModelTuning(), session
        )
        try:
            yield client
        finally:
            await asyncio.to_thread(client.close)


def _make_client(
    api_key: str, base_url: str, tuning: ModelTuning, session: aiohttp.ClientSession
) -> Client:
    from google import genai  # noqa: PLC0415 - seconds to import, and only needed with a key
    from google.genai import types  # noqa: PLC0415 - as above

    return genai.Client(
        vertexai=False,
        api_key=api_key,
        http_options=types.HttpOptions(
            base_url=base_url,
            api_version="v1beta",
            timeout=round(tuning.timeout_seconds * 1000),
            aiohttp_client=session,
            retry_options=types.HttpRetryOptions(
                attempts=tuning.attempts,
                initial_delay=tuning.first_delay_seconds,
                exp_base=2.0,
                jitter=tuning.first_delay_seconds,
                http_status_codes=RETRIED_STATUSES,
            ),
        ),
    )


def read_response(response: GenerateContentResponse) -> Reply:
    """Return the text of an answer, and what went wrong if it did not end well.

    Only what the model said counts as an answer. Where it said nothing at all, and nothing was
    refused, the service failed.
    """
    use = read_use(response)
    feedback = response.prompt_feedback
    if feedback and feedback.block_reason:
        name = name_value(feedback.block_reason)
        return Reply(
            trouble=Trouble.BLOCKED, reason=f"The model refused to watch it ({name}).", use=use
        )
    candidate = _choose_candidate(response.candidates)
    if candidate is None:
        reason = "The model's service gave no answer."
        return Reply(trouble=Trouble.GARBLED, reason=reason, use=use or NOTHING_USED)
    text = _join_parts(candidate)
    return replace(_read_ending(name_value(candidate.finish_reason), text), text=text, use=use)


def _choose_candidate(candidates: list[Candidate] | None) -> Candidate | None:
    """Return the first candidate that says something, else the first."""
    all_of_them = candidates or []
    return next(filter(_join_parts, all_of_them), next(iter(all_of_them), None))


def _join_parts(candidate: Candidate) -> str:
    parts = (candidate.content.parts if candidate.content else None) or []
    return "".join(part.text for part in parts if part.text and not part.thought)


def _read_ending(finish: str, text: str) -> Reply:
    if finish == "MAX_TOKENS":
        return Reply(
            trouble=Trouble.UNFINISHED,
            reason="The model's answer was too long and was cut off (MAX_TOKENS).",
        )
    if finish in BLOCKING:
        return Reply(
            trouble=Trouble.BLOCKED, reason=f"The model stopped its answer early ({finish})."
        )
    if text.strip():
        return Reply()
    return Reply(
        trouble=Trouble.GARBLED,
        reason=f"The model's service ended without an answer ({finish or 'no reason'}).",
    )


def read_use(response: GenerateContentResponse) -> TokenUse | None:
    usage = response.usage_metadata
    if usage is None or not usage.prompt_token_count:
        return None
    answer = (usage.candidates_token_count or 0) + (usage.thoughts_token_count or 0)
    return TokenUse(prompt=usage.prompt_token_count, answer=answer)


def name_value(value: object) -> str:
    """Return an enum's value as text that is safe to show, even an unknown one."""
    text = str(getattr(value, "value", value) or "")
    return re.sub(r"[^A-Z0-9_]", "", text.upper())[:40]


def describe_obstacle(error: Exception, *, model: str) -> str:
    """Return in one sentence why the model cannot be asked; nothing of what the service wrote."""
    from google.genai import errors  # noqa: PLC0415 - as above

    if not isinstance(error, errors.APIError):
        return f"{SERVICE} cannot be reached ({describe_outage(error)}); check the network."
    code = error.code or 0
    if code == 404:
        return f"{SERVICE} knows no model {model!r}; name another one by TRUSS_GEMINI__MODEL."
    if code in {400, 401, 403}:
        return f"{SERVICE} refuses TRUSS_GEMINI_API_KEY ({code}); put in a valid key."
    if code == 429:
        return f"{SERVICE} is asked too often (429)."
    return f"{SERVICE} is overloaded or failing ({code})."
