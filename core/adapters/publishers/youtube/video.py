"""YouTube videos: how a clip is described to YouTube, what it forbids, what became of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from core.adapters.publishers.youtube.answers import dig
from core.domain.publishing.publication import PublicationStatus
from core.domain.publishing.publish_progress import PublishProgress
from core.domain.publishing.publish_target import Privacy
from core.domain.publishing.wording import Wording
from core.ports.publishing import PublishOrder, PublishStep

# support.google.com/youtube/answer/15424877: square or upright, at most three minutes.
SHORT_SECONDS_MAX: Final = 179.5
TITLE_CHARACTERS_MAX: Final = 100
TEXT_BYTES_MAX: Final = 5000
TAG_CHARACTERS_MAX: Final = 500
LOCKED: Final = (
    "YouTube has locked it as private, as it does with uploads of every project that has not "
    "passed its compliance audit; open it in YouTube Studio."
)
_POLL_SECONDS: Final = (5, 10, 20, 40, 60, 120, 300)
_LOOKS_MAX: Final = 300  # five minutes apart: about a day
_UNKNOWN_LOOKS_MAX: Final = 15
_PRIVACY: Final = {
    Privacy.PUBLIC: "public",
    Privacy.UNLISTED: "unlisted",
    Privacy.FRIENDS: "private",
    Privacy.FOLLOWERS: "private",
    Privacy.PRIVATE: "private",
}
_S = PublicationStatus


def describe_video(order: PublishOrder, *, category_id: str) -> dict[str, Any]:
    """Return the body of `videos.insert`; privacy is always given, as its default is public."""
    wording = _without_brackets(order.wording)
    return {
        "snippet": {
            "title": wording.title or "Clip",
            "description": wording.text,
            "tags": list(wording.tags),
            "categoryId": category_id,
        },
        "status": {
            "privacyStatus": name_privacy(order),
            "selfDeclaredMadeForKids": False,
            "containsSyntheticMedia": False,
            "embeddable": True,
            "license": "youtube",
        },
    }


def name_privacy(order: PublishOrder) -> str:
    return _PRIVACY[order.target.privacy]


def find_problem(order: PublishOrder) -> str | None:
    """Return why YouTube would refuse this as a Short, as a sentence."""
    wording, seconds = _without_brackets(order.wording), order.clip.duration_seconds or 0.0
    if seconds > SHORT_SECONDS_MAX:
        return f"A YouTube Short lasts at most 3 minutes, this clip {seconds:.0f} s: trim it first."
    if len(wording.title) > TITLE_CHARACTERS_MAX:
        return (
            f"YouTube accepts titles of at most {TITLE_CHARACTERS_MAX} characters, and this one "
            f"has {len(wording.title)}: give a shorter one."
        )
    if len(wording.text.encode()) > TEXT_BYTES_MAX:
        return f"YouTube accepts texts of at most {TEXT_BYTES_MAX} bytes: give a shorter one."
    if _count_tags(wording.tags) > TAG_CHARACTERS_MAX:
        return f"YouTube accepts {TAG_CHARACTERS_MAX} characters of tags in all: leave some out."
    return None


def judge_video(progress: PublishProgress, item: object) -> PublishStep:
    """Return where a publication stands according to its video in `videos.list`.

    A video that was just uploaded may be missing for a while (`item` is None), and an upload from a
    project without an audit is private, whatever was requested.
    """
    looked = replace(progress, looks=progress.looks + 1)
    link = f"https://www.youtube.com/watch?v={progress.remote_id}"
    step = PublishStep(progress=looked, link=link, post_id=progress.remote_id)
    if item is None:
        if looked.looks > _UNKNOWN_LOOKS_MAX:
            sentence = "YouTube no longer knows the video; it may have been deleted there."
            return replace(step, status=_S.FAILED, sentence=sentence)
        return _wait(step)
    if failure := _find_failure(item):
        return replace(step, status=_S.FAILED, sentence=failure)
    is_processed = (
        dig(item, "status", "uploadStatus") == "processed"
        or dig(item, "processingDetails", "processingStatus") == "succeeded"
    )
    if not is_processed:
        return _wait(step)
    is_locked = (
        dig(item, "status", "privacyStatus") == "private"
        and progress.facts.get("privacy", "private") != "private"
    )
    if is_locked:
        return replace(step, status=_S.LOCKED_PRIVATE, sentence=LOCKED)
    return replace(step, status=_S.PUBLISHED)


def _wait(step: PublishStep) -> PublishStep:
    looks = step.progress.looks
    if looks > _LOOKS_MAX:
        sentence = "YouTube has not finished processing it after a day; check there."
        return replace(step, status=_S.FAILED, sentence=sentence)
    seconds = _POLL_SECONDS[min(looks, len(_POLL_SECONDS)) - 1]
    return replace(step, status=_S.PROCESSING, look_again_seconds=seconds)


def _find_failure(item: object) -> str | None:
    match dig(item, "status", "uploadStatus"):
        case "failed":
            reason = dig(item, "status", "failureReason") or "no reason given"
            return f"YouTube could not process the video ({reason})."
        case "rejected":
            reason = dig(item, "status", "rejectionReason") or "no reason given"
            return f"YouTube rejected the video ({reason})."
        case "deleted":
            return "The video was deleted on YouTube."
    if dig(item, "processingDetails", "processingStatus") in {"failed", "terminated"}:
        reason = dig(item, "processingDetails", "processingFailureReason") or "no reason given"
        return f"YouTube could not process the video ({reason})."
    return None


def _without_brackets(wording: Wording) -> Wording:
    """Return the wording without the characters YouTube refuses."""
    return Wording(
        title=_drop(wording.title), text=_drop(wording.text), tags=tuple(map(_drop, wording.tags))
    )


def _drop(text: str) -> str:
    return text.replace("<", "").replace(">", "").strip()


def _count_tags(tags: tuple[str, ...]) -> int:
    """Count as YouTube does: commas between tags, and quotes around those with spaces."""
    return sum(len(tag) + (2 if " " in tag else 0) for tag in tags) + max(0, len(tags) - 1)
