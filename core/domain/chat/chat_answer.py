"""Answers in chat: what can be said of a moment, and when to say nothing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

FAST_MESSAGES: Final = 50
"""Where so many lines were said in the detector's ten seconds, nobody would read ours."""

SENT_MAX, SENT_SECONDS = 20, 30.0
"""Twitch's limit for an account that is no moderator; beyond it lies half an hour of silence."""

PROGRESS_SECONDS: Final = 15.0
"""Progress towards a clip is told this often at most."""

PATIENCE_SECONDS: Final = 900.0
"""A moment that has no link by then gets no answer."""


class LinkStatus(StrEnum):
    """Whether a moment can be seen somewhere."""

    PENDING = "pending"
    READY = "ready"
    IMPOSSIBLE = "impossible"


@dataclass(frozen=True, slots=True, kw_only=True)
class MomentLink:
    """Where a moment can be seen, or why it cannot."""

    status: LinkStatus
    url: str = ""
    title: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipLink:
    """A clip that viewers can see."""

    title: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerSubject:
    """Of which moment an answer speaks: its channel, its stream and when it was detected."""

    broadcaster_id: str
    stream_id: str
    detected_ms: int

    def to_text(self) -> str:
        return f"{self.broadcaster_id}.{self.stream_id}.{self.detected_ms}"

    @classmethod
    def from_text(cls, text: str) -> AnswerSubject:
        """Return what `to_text` wrote; ValueError for anything else."""
        broadcaster_id, stream_id, detected = text.split(".")
        return cls(broadcaster_id=broadcaster_id, stream_id=stream_id, detected_ms=int(detected))
