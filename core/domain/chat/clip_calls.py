"""`!clip`, or "clip it": enough viewers asking within seconds make a clip, or join chat's spike."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, NamedTuple

from core.domain.chat.chat_message import ChatMessage, ChatNotice
from core.domain.chat.chat_spike import ChatSpike
from core.domain.chat.hearing.call_phrases import asks_for_clip, strip_mentions
from core.domain.chat.known_bots import is_bot
from core.domain.work.plain_text import clean_title

COMMAND: Final = "!clip"
TITLE_CHARACTERS: Final = 80
CALLS_KEPT: Final = 1000
_MAY_PRECEDE: Final = "!@"
FIRST_SECONDS: Final = 10.0
"""Earlier calls are ignored: not even the shortest clip would fit in before them."""

SECONDS_MOST: Final = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipCallTuning:
    """When viewers get a clip; durations are seconds of the stream."""

    viewers: int = 3
    """How many distinct viewers must ask; one moderator is enough."""

    within_seconds: float = 20.0
    """They must all ask within this time."""

    delay_seconds: float = 8.0
    """Viewers ask this long after chat erupts (measured on recorded streams)."""

    same_moment_seconds: float = 30.0
    """Calls and spikes closer than this are about one moment: the length of a clip."""

    def __post_init__(self) -> None:
        """Raise ValueError if no call could ever succeed."""
        if not 1 <= self.viewers <= CALLS_KEPT:
            raise ValueError(f"viewers must be 1 to {CALLS_KEPT}")
        for name in ("within_seconds", "delay_seconds", "same_moment_seconds"):
            if not 0 <= getattr(self, name) <= SECONDS_MOST:
                raise ValueError(f"{name} must be a number from 0 to {SECONDS_MOST}")


class ClipCallStatus(StrEnum):
    """What became of a call."""

    COUNTED = "counted"
    REPEATED = "repeated"
    REACHED = "reached"
    JOINED = "joined"
    KNOWN = "known"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipCall:
    """What a call did, and how many viewers have asked.

    `callers` of `needed` have asked, `asked_by` first. REACHED makes a clip of the moment at
    `moment_seconds`, JOINED credits the caller with a spike that was already found, KNOWN repeats a
    call for what viewers have already had clipped.
    """

    status: ClipCallStatus
    callers: int
    needed: int
    asked_by: str
    moment_seconds: float
    title: str = ""


@dataclass(frozen=True, slots=True)
class _Moment:
    at_seconds: float
    asked_by: str | None


class _Call(NamedTuple):
    at_seconds: float
    title: str
    message: ChatMessage


class ClipCalls:
    """Counts the calls of one stream, in order; O(1) a message."""

    __slots__ = ("_calls", "_moment", "_tuning")

    def __init__(self, tuning: ClipCallTuning | None = None) -> None:
        self._tuning = tuning or ClipCallTuning()
        self._calls: dict[str, _Call] = {}
        self._moment: _Moment | None = None

    def hear(self, message: ChatMessage) -> ClipCall | None:
        """Count a message; None if it does not ask for a clip."""
        title = read_call(message.text)
        if title is None or is_bot(message.chatter) or message.offset_seconds < FIRST_SECONDS:
            return None
        at, chatter = message.offset_seconds, message.chatter
        self._expire(at)
        moment = self._moment
        if moment and moment.asked_by and self._is_same(moment.at_seconds, at):
            return self._answer(ClipCallStatus.KNOWN, moment.asked_by, moment.at_seconds)
        is_repeated = chatter in self._calls
        if not is_repeated:
            self._calls[chatter] = _Call(at, title, message)
        first, first_call = next(iter(self._calls.items()))
        first_at = first_call.at_seconds
        if len(self._calls) >= self._tuning.viewers or message.is_moderator:
            return self._reach(first, first_at)
        status = ClipCallStatus.REPEATED if is_repeated else ClipCallStatus.COUNTED
        return self._answer(status, first, first_at - self._tuning.delay_seconds)

    def meet_spike(self, detected_at_seconds: float) -> bool:
        """Record a detected spike; return True if viewers have already had it clipped."""
        moment = self._moment
        if moment and moment.asked_by and self._is_near(moment.at_seconds, detected_at_seconds):
            return True
        self._moment = _Moment(detected_at_seconds, None)
        return False

    def recall(self, at_seconds: float, asked_by: str | None) -> None:
        """Restore the latest moment after a restart, so that it is not clipped again."""
        self._moment = _Moment(at_seconds, asked_by)

    def forget(self, notice: ChatNotice) -> None:
        """Drop calls that were deleted, or whose caller was timed out or banned."""
        gone = [name for name, call in self._calls.items() if notice.takes_back(call.message)]
        for chatter in gone:
            del self._calls[chatter]

    def _reach(self, first: str, first_at: float) -> ClipCall:
        at = first_at - self._tuning.delay_seconds
        moment = self._moment
        joins = moment is not None and self._is_near(moment.at_seconds, at)
        status = ClipCallStatus.JOINED if joins else ClipCallStatus.REACHED
        at = moment.at_seconds if moment and joins else at
        answer = self._answer(status, first, at)
        self._moment = _Moment(at, first)
        self._calls.clear()
        return answer

    def _answer(self, status: ClipCallStatus, asked_by: str, at_seconds: float) -> ClipCall:
        return ClipCall(
            status=status,
            callers=len(self._calls),
            needed=self._tuning.viewers,
            asked_by=asked_by,
            moment_seconds=at_seconds,
            title=next((call.title for call in self._calls.values() if call.title), ""),
        )

    def _expire(self, now: float) -> None:
        oldest = now - self._tuning.within_seconds
        for chatter in [name for name, call in self._calls.items() if call.at_seconds < oldest]:
            del self._calls[chatter]

    def _is_same(self, moment_seconds: float, called_at: float) -> bool:
        return self._is_near(moment_seconds, called_at - self._tuning.delay_seconds)

    def _is_near(self, moment_seconds: float, at_seconds: float) -> bool:
        return abs(at_seconds - moment_seconds) < self._tuning.same_moment_seconds


def read_call(text: str) -> str | None:
    """Return the proposed title, empty if there is none; None if the text is not a call.

    A reply begins with a name, and chat programs add an invisible mark to what is said twice.
    """
    if text.lstrip()[:1] in _MAY_PRECEDE or COMMAND in text:
        command, _, title = strip_mentions(text).partition(" ")
        if command.lower() == COMMAND:
            return " ".join(title.split())[:TITLE_CHARACTERS]
    return "" if not text.lstrip().startswith("!") and asks_for_clip(text) else None


def place_call(now: ChatSpike, call: ClipCall, asked_at_seconds: float) -> ChatSpike:
    """Return the moment that was asked for, with the window it would have had as an eruption."""
    earlier = now.detected_at_seconds - call.moment_seconds
    start = max(0.0, now.start_seconds - earlier)
    return replace(
        now,
        detected_at_seconds=asked_at_seconds,
        start_seconds=start,
        end_seconds=max(start + FIRST_SECONDS, now.end_seconds - earlier),
        peak_seconds=max(0.0, call.moment_seconds),
        asked_by=call.asked_by,
        asked_title=clean_title(call.title),
    )
