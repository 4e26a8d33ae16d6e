"""Gemini's failures: what each means, what to do about it, and when to ask again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from core.adapters.analysts.gemini.requests import RETRIED_STATUSES, Reply
from core.domain.videos.model_tuning import ModelTuning
from core.domain.videos.understanding import Trouble

if TYPE_CHECKING:
    from google.genai.errors import APIError

_DURATION: Final = re.compile(r"(\d{1,9}(?:\.\d{1,9})?)s")
_SECRETS: Final = re.compile(r"(?i)\bkey\b.*|[\w-]{20,}")
# 403 and 404 may mean the copy, which the service has lost, and not the key or the model.
_COPY: Final = re.compile(r"(?i)\bfiles?\b")
_NO_QUOTA: Final = re.compile(r"\blimit: 0(?![\d.])")
_NO_MONEY: Final = re.compile(r"(?i)\bcredits?\b.{0,40}\bdepleted|\bspend(?:ing)? (?:cap|limit)")
_REASON_CHARACTERS: Final = 160
_UPLOADS_MAX: Final = 3
_QUOTAS_MAX: Final = 8
_UPLOAD_AGAIN: Final = frozenset(
    {
        Trouble.UNREACHABLE,
        Trouble.OVERLOADED,
        Trouble.TIMED_OUT,
        Trouble.GARBLED,
        Trouble.UPLOAD,
    }
)
_ASK_AGAIN: Final = frozenset(
    {
        Trouble.TIMED_OUT,
        Trouble.UNFINISHED,
        Trouble.UNREADABLE,
        Trouble.GARBLED,
        Trouble.UNREACHABLE,
    }
)


def read_failure(error: Exception, *, model: str = "") -> Reply:
    """Return what an error of the library or of the network means.

    What nobody foresaw is the transport's fault and no word of the model's.
    """
    from google.genai import errors  # noqa: PLC0415 - seconds to import; the client has done so

    if isinstance(error, TimeoutError):
        return Reply(
            trouble=Trouble.TIMED_OUT, reason="The model did not answer within the time limit."
        )
    if isinstance(error, errors.APIError):
        return _read_api_error(error, model)
    if isinstance(error, OSError) or type(error).__module__.startswith(("aiohttp", "httpx")):
        return Reply(
            trouble=Trouble.UNREACHABLE,
            reason="The model's service could not be reached: check the network.",
        )
    return Reply(trouble=Trouble.GARBLED, reason="The model's service answered in an unknown form.")


def _read_api_error(error: APIError, model: str) -> Reply:
    details = _list_details(error.details)
    said = str(error.message or error.status or "")
    if error.code == 429:
        return _read_refused_quota(said, details, model) or _read_quota(details)
    if error.code in RETRIED_STATUSES or (error.code or 0) >= 500:
        return Reply(
            trouble=Trouble.OVERLOADED,
            reason=f"The model's service is overloaded or failing ({error.code}).",
            retry_seconds=_find_retry_seconds(details),
        )
    if error.code == 400 and "ACTIVE state" in said:
        return Reply(
            trouble=Trouble.UPLOAD, reason="The model's service has not prepared the copy yet."
        )
    if error.code in {403, 404, 410} and _COPY.search(said):
        return Reply(
            trouble=Trouble.UPLOAD, reason="The model's service has lost the copy that it got."
        )
    return Reply(
        trouble=Trouble.REFUSED,
        reason=f"The model's service refused the request ({error.code}): "
        f"{_say_refusal(error.code or 0, said, model, details)}",
    )


def _say_refusal(code: int, said: str, model: str, details: list[Mapping[str, Any]]) -> str:
    """Return what to do about a refusal; what the service says of a key is never repeated."""
    why = " ".join([said, *(str(detail.get("reason", "")) for detail in details)])
    if code in {401, 403} or (code == 400 and re.search(r"(?i)api.?key", why)):
        return "check that TRUSS_GEMINI_API_KEY is right and has permission for this service."
    if code == 404:
        return f"check that TRUSS_GEMINI__MODEL names a model it has (it is `{model}`)."
    plain = re.sub(r"[^\x20-\x7e]", " ", said)
    return _SECRETS.sub("...", plain)[:_REASON_CHARACTERS]


def _read_refused_quota(said: str, details: list[Mapping[str, Any]], model: str) -> Reply | None:
    """Return a refusal where waiting helps nothing; None where it does."""
    if _NO_MONEY.search(said):
        what = "its credit or spending limit is used up: look at the billing of the key's project."
    elif _NO_QUOTA.search(said) or any(
        str(violation.get("quotaValue")) == "0" for violation in _list_violations(details)
    ):
        what = (
            f"this key has no quota for `{model}`: name another model by TRUSS_GEMINI__MODEL, or "
            "turn on billing for the key's project."
        )
    else:
        return None
    reason = f"The model's service refused the request (429): {what}"
    return Reply(trouble=Trouble.REFUSED, reason=reason)


def _list_violations(details: list[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return [one for detail in details for one in _dicts(detail.get("violations"))]


def _read_quota(details: list[Mapping[str, Any]]) -> Reply:
    retry_seconds = _find_retry_seconds(details)
    if any("PerDay" in str(one.get("quotaId", "")) for one in _list_violations(details)):
        return Reply(
            trouble=Trouble.QUOTA_DAY,
            reason="The model's quota for today is used up: it can be asked again tomorrow.",
            retry_seconds=retry_seconds,
        )
    return Reply(
        trouble=Trouble.QUOTA,
        reason="The model was asked too often in too short a time (429).",
        retry_seconds=retry_seconds,
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


def plan_pause(reply: Reply, *, asked: int, waited: float, tuning: ModelTuning) -> float | None:
    """Return the seconds to wait before asking again; None if that is pointless or too long.

    `asked` counts the answers so far, `waited` the seconds. A delay the service names is kept, but
    is never shorter than our own; a timeout, a broken connection, an answer that was cut off and
    one that cannot be read get one more chance.
    """
    if reply.trouble is Trouble.QUOTA:
        return _plan_quota_pause(reply, asked, waited, tuning)
    return 0.0 if reply.trouble in _ASK_AGAIN and asked < 2 else None


def plan_upload_pause(
    reply: Reply, *, sent: int, waited: float, tuning: ModelTuning
) -> float | None:
    """Return the seconds to wait before sending the copy again; None as above. It costs nothing."""
    if reply.trouble is Trouble.QUOTA:
        return _plan_quota_pause(reply, sent, waited, tuning)
    if reply.trouble not in _UPLOAD_AGAIN or sent >= _UPLOADS_MAX:
        return None
    pause = tuning.first_delay_seconds * 2**sent
    return pause if waited + pause <= tuning.patience_seconds else None


def _plan_quota_pause(reply: Reply, asked: int, waited: float, tuning: ModelTuning) -> float | None:
    own = tuning.first_delay_seconds * 2**asked
    wanted = reply.retry_seconds
    pause = own if wanted is None else max(wanted, own / 2)
    return pause if waited + pause <= tuning.patience_seconds and asked < _QUOTAS_MAX else None
