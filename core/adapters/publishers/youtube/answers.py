"""YouTube's answers: failures by their reason, ranges, and what became of a video."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from core.domain.publishing.publish_rules import DAILY_CAPS
from core.domain.work.plain_text import clean_text
from core.domain.work.platform import Platform
from core.errors import (
    ExternalFailure,
    QuotaReached,
    ReconnectRequired,
    RetryLater,
    TokenRefused,
    TrussError,
)

_WORDS_MAX: Final = 300
_RANGE: Final = re.compile(r"bytes=0-(\d+)")
_RATE_REASONS: Final = frozenset({"rateLimitExceeded", "userRateLimitExceeded"})
_SCOPE_REASONS: Final = frozenset({"forbidden", "insufficientPermissions"})
_ACCOUNT_REASONS: Final = frozenset(
    {
        "youtubeSignupRequired",
        "authenticatedUserAccountClosed",
        "authenticatedUserAccountSuspended",
    }
)
_PATIENCE_SECONDS: Final = 60.0


def read_failure(
    status: int, body: object, *, now: datetime, retry_after: str | None = None
) -> TrussError:
    """Return the error an answer means: by its reason, then by its status."""
    reason, words = read_reason(body)
    said = f"YouTube says: {words}" if words else f"YouTube answered with status {status}."
    if reason in _ACCOUNT_REASONS:
        return ReconnectRequired(f"{said} Link an account that has a channel.")
    if status == 401:
        return TokenRefused(said)
    if reason == "quotaExceeded":
        return QuotaReached(said, until=DAILY_CAPS[Platform.YOUTUBE].find_reset(now))
    if reason == "uploadLimitExceeded":
        return QuotaReached(said, until=now + timedelta(hours=24))
    if reason in _SCOPE_REASONS:
        return ReconnectRequired(f"{said} Link the account again and allow uploads.")
    if status == 429 or reason in _RATE_REASONS:
        return RetryLater(said, seconds=_read_seconds(retry_after))
    return ExternalFailure(said, retryable=status >= 500, stage="upload")


def read_reason(body: object) -> tuple[str, str]:
    """Return the first reason in an error's JSON and its message; both empty if it has none."""
    error = _get(body, "error")
    errors = _get(error, "errors")
    first = errors[0] if isinstance(errors, list) and errors else None
    words = _get(error, "message")
    reason = _get(first, "reason")
    return (
        reason if isinstance(reason, str) else "",
        clean_text(words, _WORDS_MAX) if isinstance(words, str) else "",
    )


def read_stored_bytes(headers: Mapping[str, str], *, size: int) -> int:
    """Return how many bytes YouTube has; 0 without a Range header."""
    found = _RANGE.fullmatch(headers.get("Range", "").strip())
    return min(int(found[1]) + 1, size) if found else 0


def read_video_id(body: object) -> str:
    """Return the id of the video that an upload has become.

    Raises ExternalFailure if the answer has none: the session is asked again later.
    """
    video_id = _get(body, "id")
    if isinstance(video_id, str) and re.fullmatch(r"[\w-]{1,64}", video_id, re.ASCII):
        return video_id
    raise ExternalFailure("YouTube has the video, but gave no id; asking again.", retryable=True)


def list_items(body: object) -> list[Any]:
    items = _get(body, "items")
    return items if isinstance(items, list) else []


def dig(body: object, *names: str) -> str:
    """Return the text at the end of a path of names, empty if there is none."""
    for name in names:
        body = _get(body, name)
    return body if isinstance(body, str) else ""


def _get(body: object, name: str) -> Any:
    return body.get(name) if isinstance(body, dict) else None


def _read_seconds(retry_after: str | None) -> float:
    text = (retry_after or "").strip()
    return float(text) if text.isdecimal() and len(text) < 6 else _PATIENCE_SECONDS
