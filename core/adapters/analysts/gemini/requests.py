"""Gemini requests: the client, and what its errors and incomplete answers mean."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import aiohttp

from core.domain.videos.model_spend import NOTHING_USED, TokenUse
from core.domain.videos.model_tuning import ModelTuning
from core.domain.videos.understanding import Trouble
from core.errors import describe_outage

if TYPE_CHECKING:
    from google.genai import Client
    from google.genai.errors import APIError
    from google.genai.types import GenerateContentResponse

SERVICE: Final = "Gemini"
_RETRIED: Final = [408, 500, 502, 503, 504]
_BLOCKING: Final = frozenset(
    {
        "SAFETY",
        "RECITATION",
        "BLOCKLIST",
        "PROHIBITED_CONTENT",
        "SPII",
        "LANGUAGE",
        "MODEL_ARMOR",
        "IMAGE_SAFETY",
    }
)
_DURATION: Final = re.compile(r"(\d{1,9}(?:\.\d{1,9})?)s")
_REASON_CHARACTERS: Final = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """The text of an answer, or the trouble; `retry_seconds` is when the service wants a retry."""

    text: str = ""
    trouble: Trouble | None = None
    reason: str = ""
    retry_seconds: float | None = None
    use: TokenUse = NOTHING_USED


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
                http_status_codes=_RETRIED,
            ),
        ),
    )


def read_response(response: GenerateContentResponse) -> Reply:
    """Return the text of a complete answer, else what went wrong."""
    use = _read_use(response)
    feedback = response.prompt_feedback
    if feedback and feedback.block_reason:
        name = _name(feedback.block_reason)
        return Reply(
            trouble=Trouble.BLOCKED, reason=f"The model refused to watch it ({name}).", use=use
        )
    if not response.candidates:
        return Reply(trouble=Trouble.UNREADABLE, reason="The model gave no answer.", use=use)
    candidate = response.candidates[0]
    finish = _name(candidate.finish_reason)
    if finish == "MAX_TOKENS":
        return Reply(
            trouble=Trouble.UNFINISHED,
            reason="The model's answer was too long and was cut off (MAX_TOKENS).",
            use=use,
        )
    if finish in _BLOCKING:
        return Reply(
            trouble=Trouble.BLOCKED,
            reason=f"The model stopped its answer early ({finish}).",
            use=use,
        )
    if finish not in {"", "STOP"}:
        return Reply(
            trouble=Trouble.UNREADABLE,
            reason=f"The model ended its answer in an unknown way ({finish}).",
            use=use,
        )
    parts = (candidate.content.parts if candidate.content else None) or []
    return Reply(text="".join(p.text for p in parts if p.text and not p.thought), use=use)


def _read_use(response: GenerateContentResponse) -> TokenUse:
    usage = response.usage_metadata
    if usage is None:
        return NOTHING_USED
    return TokenUse(
        prompt=max(0, usage.prompt_token_count or 0),
        answer=max(0, usage.candidates_token_count or 0) + max(0, usage.thoughts_token_count or 0),
    )


def _name(value: object) -> str:
    """Return an enum's value as text that is safe to show, even an unknown one."""
    text = str(getattr(value, "value", value) or "")
    return re.sub(r"[^A-Z0-9_]", "", text.upper())[:40]


def read_failure(error: Exception) -> Reply:
    """Return what an error of the library or of the network means."""
    from google.genai import errors  # noqa: PLC0415 - as above

    if isinstance(error, TimeoutError):
        return Reply(
            trouble=Trouble.TIMED_OUT, reason="The model did not answer within the time limit."
        )
    if isinstance(error, errors.APIError):
        return _read_api_error(error)
    if isinstance(error, OSError) or type(error).__module__.startswith(("aiohttp", "httpx")):
        return Reply(
            trouble=Trouble.UNREACHABLE,
            reason="The model's service could not be reached: check the network.",
        )
    return Reply(
        trouble=Trouble.UNREADABLE, reason="The model's service answered in an unknown form."
    )


def _read_api_error(error: APIError) -> Reply:
    details = _list_details(error.details)
    if error.code == 429:
        return _read_quota(details)
    if error.code in _RETRIED or (error.code or 0) >= 500:
        return Reply(
            trouble=Trouble.OVERLOADED,
            reason=f"The model's service is overloaded or failing ({error.code}).",
            retry_seconds=_find_retry_seconds(details),
        )
    said = re.sub(r"[^\x20-\x7e]", " ", str(error.message or error.status or ""))
    return Reply(
        trouble=Trouble.REFUSED,
        reason=f"The model's service refused the request ({error.code}): "
        f"{said[:_REASON_CHARACTERS]}",
    )


def _read_quota(details: list[Mapping[str, Any]]) -> Reply:
    violations = [v for d in details for v in _dicts(d.get("violations"))]
    if any("PerDay" in str(violation.get("quotaId", "")) for violation in violations):
        return Reply(
            trouble=Trouble.QUOTA_DAY,
            reason="The model's quota for today is used up: it can be asked again tomorrow.",
        )
    return Reply(
        trouble=Trouble.QUOTA,
        reason="The model was asked too often in too short a time (429).",
        retry_seconds=_find_retry_seconds(details),
    )


def _list_details(body: Any) -> list[Mapping[str, Any]]:
    error = body.get("error", body) if isinstance(body, dict) else {}
    return _dicts(error.get("details") if isinstance(error, dict) else None)


def _dicts(value: object) -> list[Mapping[str, Any]]:
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def _find_retry_seconds(details: list[Mapping[str, Any]]) -> float | None:
    for detail in details:
        found = _DURATION.fullmatch(str(detail.get("retryDelay", "")))
        if found:
            return float(found[1])
    return None


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


def plan_pause(reply: Reply, *, asked: int, waited: float, tuning: ModelTuning) -> float | None:
    """Return the seconds to wait before asking again; None if that is pointless or too long.

    `asked` counts the answers so far, `waited` the seconds. A delay the service names is kept; a
    timeout, a truncated answer and bad JSON get one more chance.
    """
    if reply.trouble is Trouble.QUOTA:
        pause = reply.retry_seconds
        if pause is None:
            pause = tuning.first_delay_seconds * 2**asked
        return pause if waited + pause <= tuning.patience_seconds and asked < 8 else None
    once = {Trouble.TIMED_OUT, Trouble.UNFINISHED, Trouble.UNREADABLE}
    return 0.0 if reply.trouble in once and asked < 2 else None
