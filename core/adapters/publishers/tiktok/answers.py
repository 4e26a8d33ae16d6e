"""TikTok's answers: its envelope, its errors by code, and what became of a post."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from core.domain.publishing.publication import PublicationStatus
from core.domain.publishing.publish_progress import PublishProgress
from core.domain.work.plain_text import clean_text
from core.errors import (
    ExternalFailure,
    QuotaReached,
    ReconnectRequired,
    RetryLater,
    TokenRefused,
    TrussError,
)
from core.ports.publishing import PublishStep

_S = PublicationStatus
_WORDS_MAX: Final = 300
_PATIENCE_SECONDS: Final = 60.0
_REFUSED: Final = {"access_token_invalid"}
_CONSENT: Final = {"scope_not_authorized", "scope_permission_missed"}
_DAY: Final = {
    "spam_risk_too_many_posts",
    "spam_risk_too_many_pending_share",
    "reached_active_user_cap",
}
_SENTENCES: Final = {
    "unaudited_client_can_only_post_to_private_accounts": (
        "Until TikTok has audited this app, it posts to private accounts only: set the account to "
        "private, or use the inbox."
    ),
    "url_ownership_unverified": (
        "TikTok has not verified that the clips' URL is yours: verify it in its developer portal."
    ),
    "privacy_level_option_mismatch": (
        "TikTok does not offer this account the privacy that was chosen: choose again."
    ),
    "spam_risk_user_banned_from_posting": (
        "TikTok does not let this account post; check the account in the TikTok app."
    ),
}
_RETRYABLE_REASONS: Final = frozenset({"internal", "video_pull_failed", "photo_pull_failed"})
_REASONS: Final = {
    "file_format_check_failed": "the file format",
    "duration_check_failed": "its length",
    "frame_rate_check_failed": "its frame rate",
    "picture_size_check_failed": "its picture size",
    "spam_risk": "it looks like spam",
    "spam_risk_text": "its text looks like spam",
    "spam_risk_too_many_posts": "too many posts",
    "spam_risk_user_banned_from_posting": "the account may not post",
    "publish_cancelled": "it was cancelled",
}
_LOOK_SECONDS: Final = (3, 5, 10, 10, 15, 30, 60)
_LINK_SECONDS: Final = (60, 300, 900, 3600)
_LOOKS_MAX: Final = 1500  # a minute apart: about a day
RESTARTS_MAX: Final = 5
_LINK_LOOKS_MAX: Final = 28
_INBOX_SECONDS: Final = 3600
_INBOX_LOOKS_MAX: Final = 72


def read_data(status: int, body: object, *, now: datetime) -> dict[str, Any]:
    """Return the data of an answer; raises what its error code means."""
    error = body.get("error") if isinstance(body, dict) else None
    code = error.get("code") if isinstance(error, dict) else None
    if code == "ok" and isinstance(body, dict):
        data = body.get("data")
        return data if isinstance(data, dict) else {}
    words = error.get("message") if isinstance(error, dict) else None
    raise read_failure(
        status,
        code if isinstance(code, str) else "",
        clean_text(words, _WORDS_MAX) if isinstance(words, str) else "",
        now=now,
    )


def read_failure(status: int, code: str, words: str, *, now: datetime) -> TrussError:
    """Return the error a code means, whatever the status: TikTok sends errors with 200, too."""
    said = f"TikTok says: {words}" if words else f"TikTok answered {code or status}."
    if code in _REFUSED or (status == 401 and code not in _CONSENT):
        return TokenRefused(said)
    if code in _CONSENT:
        return ReconnectRequired(f"{said} Link the account again and allow posting.")
    if code in _DAY:
        return QuotaReached(said, until=now + timedelta(hours=24))
    if status == 429 or code == "rate_limit_exceeded":
        return RetryLater(said, seconds=_PATIENCE_SECONDS)
    if code in _SENTENCES:
        return ExternalFailure(_SENTENCES[code], stage="upload")
    return ExternalFailure(said, retryable=status >= 500 or code == "internal_error")


def judge_status(progress: PublishProgress, data: dict[str, Any], *, user: str) -> PublishStep:
    """Return where a post stands according to `status/fetch`.

    Once it has arrived, only its link, or its creator, is waited for.
    """
    step = PublishStep(progress=replace(progress, looks=progress.looks + 1))
    arrived = progress.facts.get("arrived")
    match data.get("status"):
        case "PUBLISH_COMPLETE":
            return _judge_post(step, data, user)
        case "FAILED" if arrived != "posted":
            return _judge_failure(step, str(data.get("fail_reason", "")))
        case "SEND_TO_USER_INBOX":
            return _wait_for_creator(step)
    if arrived == "posted":
        return _wait_for_link(step)
    if arrived == "inbox":
        return _wait_for_creator(step)
    if step.progress.looks > _LOOKS_MAX:
        sentence = "TikTok has not finished after a day; check there."
        return replace(step, status=_S.FAILED, sentence=sentence)
    return replace(
        step, status=_S.PROCESSING, look_again_seconds=_pace(_LOOK_SECONDS, step.progress)
    )


def _judge_post(step: PublishStep, data: dict[str, Any], user: str) -> PublishStep:
    posts = data.get("publicaly_available_post_id")
    post_id = posts[0] if isinstance(posts, list) and posts else None
    if isinstance(post_id, int | str) and str(post_id).isdecimal():
        link = f"https://www.tiktok.com/@{user or '_'}/video/{post_id}"
        return replace(step, status=_S.PUBLISHED, link=link, post_id=str(post_id))
    return _wait_for_link(step)


def _wait_for_link(step: PublishStep) -> PublishStep:
    """Wait for the post's id, which comes after moderation, and never for a private post."""
    progress = _arrive(step.progress, "posted")
    is_private = progress.facts.get("privacy") == "SELF_ONLY"
    waits = not is_private and progress.looks <= _LINK_LOOKS_MAX
    sentence = "it is private there" if is_private else "its link comes after a check"
    return replace(
        step,
        progress=progress,
        status=_S.PUBLISHED_NO_LINK,
        sentence=f"TikTok has posted it; {sentence}.",
        look_again_seconds=_pace(_LINK_SECONDS, progress) if waits else None,
    )


def _wait_for_creator(step: PublishStep) -> PublishStep:
    progress = _arrive(step.progress, "inbox")
    return replace(
        step,
        progress=progress,
        status=_S.AWAITING_CREATOR,
        sentence="It is in the inbox of the TikTok app; finish it there.",
        look_again_seconds=_INBOX_SECONDS if progress.looks <= _INBOX_LOOKS_MAX else None,
    )


def _arrive(progress: PublishProgress, where: str) -> PublishProgress:
    """Return the progress of what has arrived; looks are counted afresh from there."""
    if progress.facts.get("arrived") == where:
        return progress
    return replace(progress, looks=1, facts={**progress.facts, "arrived": where})


def _judge_failure(step: PublishStep, reason: str) -> PublishStep:
    """Retry, within bounds, if that may help: nothing of a failed post is visible."""
    if reason == "auth_removed" and "arrived" not in step.progress.facts:
        sentence = "The creator has revoked TikTok's permission: link the account again."
        return replace(step, status=_S.RECONNECT_REQUIRED, sentence=sentence)
    said = _REASONS.get(reason, clean_text(reason, 60) or "no reason given")
    sentence = f"TikTok did not accept the clip: {said}."
    may_help = reason in _RETRYABLE_REASONS and "arrived" not in step.progress.facts
    if may_help and step.progress.restarts < RESTARTS_MAX:
        anew = PublishProgress(restarts=step.progress.restarts + 1)
        return replace(
            step, progress=anew, status=_S.RETRY_AT, sentence=sentence, look_again_seconds=60
        )
    return replace(step, progress=PublishProgress(), status=_S.FAILED, sentence=sentence)


def _pace(seconds: tuple[int, ...], progress: PublishProgress) -> int:
    return seconds[min(progress.looks, len(seconds)) - 1]
