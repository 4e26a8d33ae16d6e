"""Chat answers: what can be said about a moment, and when to say nothing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

FAST_MESSAGES: Final = 50
"""With this many lines in the detector's ten seconds, nobody would read an answer."""

SENT_MAX, SENT_SECONDS = 20, 30.0
"""Twitch's limit for accounts that are not moderators; exceeding it mutes them for half an hour."""

PROGRESS_SECONDS: Final = 15.0
"""Progress towards a clip is announced at most this often."""

PATIENCE_SECONDS: Final = 900.0
"""A moment that has no link by then gets no answer."""


class LinkStatus(StrEnum):
    """Whether a moment can be watched somewhere."""

    PENDING = "pending"
    READY = "ready"
    IMPOSSIBLE = "impossible"


@dataclass(frozen=True, slots=True, kw_only=True)
class MomentLink:
    """Where a moment can be watched, or why it cannot."""

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
    """The moment an answer is about: its channel, stream and detection time."""

    broadcaster_id: str
    stream_id: str
    detected_ms: int

    def to_text(self) -> str:
        return f"{self.broadcaster_id}.{self.stream_id}.{self.detected_ms}"

    @classmethod
    def from_text(cls, text: str) -> AnswerSubject:
        """Parse what `to_text` wrote; ValueError for anything else."""
        broadcaster_id, stream_id, detected = text.split(".")
        return cls(broadcaster_id=broadcaster_id, stream_id=stream_id, detected_ms=int(detected))
