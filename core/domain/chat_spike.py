"""Chat spikes: when a chat says far more than it usually does, and the evidence for it."""

from __future__ import annotations

from dataclasses import dataclass

from core.domain.reaction import Reaction


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatLine:
    """One line that speaks for a spike."""

    offset_seconds: float
    chatter: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatSpike:
    """A moment at which chat erupted; all times are offsets into the stream in seconds.

    `start_seconds` to `end_seconds` is the proposed clip, at most 30 s; `peak_seconds` is when
    most was said, `detected_at_seconds` when the detector knew. `score` is the strength and
    `threshold` what it had to reach. `chatters` distinct people wrote `messages` lines in the
    detector's window, `reacting` of them reacted, where `usual_chatters` are usual. `strongest`
    are the lines that made it, `tokens` the most repeated words or emotes with the number of
    people who wrote each.
    """

    detected_at_seconds: float
    start_seconds: float
    end_seconds: float
    peak_seconds: float
    score: float
    threshold: float
    messages: int
    chatters: int
    usual_chatters: float
    reacting: int
    reaction: Reaction
    strongest: tuple[ChatLine, ...] = ()
    tokens: tuple[tuple[str, int], ...] = ()
