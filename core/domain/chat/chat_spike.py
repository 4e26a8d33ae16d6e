"""Chat spikes: when chat says far more than usual, and the evidence for it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

from core.domain.chat.reaction import Reaction


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatLine:
    """One line shown as evidence of a spike; `message_id` is known only for live chat."""

    offset_seconds: float
    chatter: str
    text: str
    message_id: str | None = field(default=None, compare=False)


FOLLOWS_SECONDS: Final = 5.0
"""Chat may be busiest this long after somebody asked for the moment that it reacts to."""
SAME_SHARE: Final = 0.5
"""Two windows that share this much of the shorter one are of one moment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatSpike:
    """A moment at which chat erupted; all times are offsets into the stream in seconds.

    `start_seconds` to `end_seconds` is the proposed clip, at most 30 s; `peak_seconds` is the
    busiest second, `detected_at_seconds` when the detector knew. `score` is the strength and
    `threshold` what it had to reach. `chatters` distinct people wrote `messages` lines in the
    detector's window and `reacting` of them reacted; `usual_chatters` is the usual number.
    `strongest` are the lines that made it, `tokens` the most repeated words or emotes with the
    number of people who wrote each. `asked_by` is the first viewer who asked for a clip of it, if
    any did, and `asked_title` the title they proposed.
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
    asked_by: str | None = None
    asked_title: str = ""

    @property
    def is_of_chat(self) -> bool:
        """False where somebody asked for the moment and nobody looked at the chat."""
        return self.messages > 0 or self.threshold > 0

    def is_same_moment(self, other: ChatSpike) -> bool:
        """Return whether these are one moment, of which at least one was asked for by a person.

        What chat was found to say twice is two moments: the detector keeps those apart.
        """
        if self.is_of_chat and other.is_of_chat:
            return False
        asked, met = (other, self) if self.is_of_chat else (self, other)
        if not asked.start_seconds <= met.peak_seconds <= asked.end_seconds + FOLLOWS_SECONDS:
            return False
        shared = min(asked.end_seconds, met.end_seconds) - max(
            asked.start_seconds, met.start_seconds
        )
        return shared >= SAME_SHARE * min(asked.seconds, met.seconds)

    def shows(self, other: ChatSpike) -> bool:
        """Return whether this has the evidence of another already, which was joined to it."""
        if not (self.asked_by and other.is_of_chat):
            return False
        evidence = (self.score, self.messages, self.chatters, self.reacting, self.tokens)
        return evidence == (
            other.score,
            other.messages,
            other.chatters,
            other.reacting,
            other.tokens,
        )

    def join(self, later: ChatSpike) -> ChatSpike:
        """Return this moment with what is known of it since it was found or asked for once more.

        Its time and its window stay, for they may be cut already, and so does who asked first.
        """
        joined = self
        if later.is_of_chat and not self.is_of_chat:
            joined = replace(
                later,
                detected_at_seconds=self.detected_at_seconds,
                start_seconds=self.start_seconds,
                end_seconds=self.end_seconds,
                peak_seconds=self.limit(later.peak_seconds),
            )
        return replace(
            joined,
            asked_by=self.asked_by or later.asked_by,
            asked_title=self.asked_title or later.asked_title,
        )

    def limit(self, offset_seconds: float) -> float:
        """Return an offset as near as it can be within the window."""
        return min(max(offset_seconds, self.start_seconds), self.end_seconds)

    @property
    def seconds(self) -> float:
        return self.end_seconds - self.start_seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class SpikeTuning:
    """What a detector listens for; durations are seconds of the stream, scores are nats.

    A creator sets `spikes_an_hour`; the others follow from measurements. Those marked "fitted" were
    chosen on 57 labelled streams of three kinds (personal channels and events of one game, esports
    of another, and a long stream in Chinese).
    """

    spikes_an_hour: float = 8.0
    """How many of a stream's strongest moments become spikes, where chat is busy enough."""

    threshold: float = 5.0
    """The lowest score a spike can have, however quiet the stream."""

    reacting_chatters_min: int = 2
    """With fewer people reacting, nothing is a spike."""

    reacting_share_min: float = 1 / 3
    """With a smaller share of those who write briefly reacting, they talk to each other."""

    usual_chatters_more: float = 0.5
    """A window's usual number of chatters is taken to be higher by this, as nobody can know of a
    quiet chat that nobody ever writes there."""

    lead_seconds: float = 28.5
    """The clip starts this long before the detection: people react late. Fitted."""

    tail_seconds: float = 1.5
    """The clip ends this long after the detection. Fitted."""

    rearm_share: float = 0.7
    """No new spike until the score has fallen below this share of the threshold. Fitted."""

    rest_seconds: float = 30.0
    """The least time between two spikes: a clip's length."""

    warm_up_seconds: float = 180.0
    """While less than this has been heard, the threshold is multiplied by this over the time
    heard, and in the first third nothing fires."""

    quiet_after_raid_seconds: float = 90.0
    """How long after a raid nothing counts as a reaction."""

    quiet_after_gifts_seconds: float = 45.0
    """How long after a train of gifts nothing counts as a reaction: people are saying thanks."""

    quiet_after_outage_seconds: float = 30.0
    """How long after an outage nothing counts as a reaction: people greet the stream's return."""
