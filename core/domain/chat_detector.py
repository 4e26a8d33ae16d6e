"""The ears of Truss: hears a chat line by line and says when it erupts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import exp, isfinite, log, sqrt
from typing import Any, Final

from core.domain.chat import ChatMessage, ChatNotice, NoticeKind
from core.domain.chat_baseline import BUCKET_SECONDS, Bucket, ChatBaseline
from core.domain.chat_bots import is_bot
from core.domain.chat_budget import AlertBudget
from core.domain.chat_evidence import name_reaction, pick_strongest, rank_tokens
from core.domain.chat_line import read_line
from core.domain.chat_spike import ChatSpike, SpikeTuning
from core.domain.chat_window import ChatWindow, HeardLine

SILENCE_COUNTED_SECONDS: Final = 60
"""A longer silence is an outage, of the stream or of our line: only so much of it is heard."""

JITTER_SECONDS: Final = 30
"""A time that lies further back than this is a log whose clock starts anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DetectorMemory:
    """What a detector knows of a stream: enough to go on after a restart.

    `heard_seconds` is the stream's time without outages. `buckets` are the baseline's sums of ten
    seconds each, `peaks` the heights of past episodes.
    """

    heard_seconds: int
    started_at: int
    buckets: tuple[Bucket, ...]
    peaks: tuple[float, ...]

    def to_dict(self) -> dict[str, Any]:
        return {
            "heard_seconds": self.heard_seconds,
            "started_at": self.started_at,
            "buckets": [list(bucket) for bucket in self.buckets],
            "peaks": [round(peak, 3) for peak in self.peaks],
        }

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> DetectorMemory:
        return cls(
            heard_seconds=int(stored["heard_seconds"]),
            started_at=int(stored["started_at"]),
            buckets=tuple(Bucket(*map(int, bucket)) for bucket in stored["buckets"]),
            peaks=tuple(map(float, stored["peaks"])),
        )


class ChatSpikeDetector:
    """Hears one stream, strictly in order and without a clock, at O(1) a message.

    A second is judged when the first event of a later one arrives, or `advance_to` says that it
    is over. Inside, time is "heard time": it does not run on in an outage, and never backwards.
    """

    def __init__(
        self,
        tuning: SpikeTuning = SpikeTuning(),  # noqa: B008 - frozen
        *,
        memory: DetectorMemory | None = None,
    ) -> None:
        self._tuning = tuning
        self._window = ChatWindow()
        known = memory or DetectorMemory(heard_seconds=0, started_at=0, buckets=(), peaks=())
        self._baseline = ChatBaseline(known.started_at, known.buckets)
        self._budget = AlertBudget(
            spikes_an_hour=tuning.spikes_an_hour, least=tuning.threshold, peaks=known.peaks
        )
        self._now = float(known.heard_seconds)
        self._second = known.heard_seconds
        self._shift: float | None = None
        self._messages = 0
        self._shouted = 0
        self._is_armed = True
        self._fired_at = -1_000_000
        self._quiet_until = 0.0

    def hear(self, event: ChatMessage | ChatNotice) -> ChatSpike | None:
        """Take the next event; return the spike that was complete before it, if any."""
        spike = self.advance_to(event.offset_seconds)
        if isinstance(event, ChatNotice):
            self._hear_notice(event)
        elif not (event.text.startswith("!") or is_bot(event.chatter)):
            self._hear_message(event)
        return spike

    def advance_to(self, offset_seconds: float) -> ChatSpike | None:
        """Let time pass without a message; return the spike that is complete by then, if any."""
        self._now = self._read_clock(offset_seconds)
        second = int(self._now)
        judged = self._second
        if second == judged:
            return None
        spike = self._judge(judged)
        if second > judged + 1:
            self._roll_to(second - 1)
            self._judge(second - 1, may_fire=False)
        self._roll_to(second)
        return spike

    def memory(self) -> DetectorMemory:
        """Return what is to be kept for a restart."""
        return DetectorMemory(
            heard_seconds=self._second,
            started_at=self._baseline.started_at,
            buckets=self._baseline.buckets(),
            peaks=self._budget.peaks(),
        )

    def _hear_notice(self, notice: ChatNotice) -> None:
        if notice.kind is NoticeKind.RAID:
            self._quiet_until = self._now + self._tuning.quiet_after_raid_seconds
        elif notice.kind is NoticeKind.SUB_GIFT and notice.size > 1:
            self._quiet_until = max(
                self._quiet_until, self._now + self._tuning.quiet_after_gifts_seconds
            )

    def _hear_message(self, message: ChatMessage) -> None:
        reading = read_line(message.text)
        self._window.add(
            self._second,
            HeardLine(message.offset_seconds, message.chatter, message.text, reading),
        )
        self._messages += 1
        self._shouted += reading.shouted

    def _read_clock(self, offset_seconds: float) -> float:
        """Return the heard time of an offset, however wild the offset."""
        if not isfinite(offset_seconds):
            return self._now
        if self._shift is None:
            self._shift = self._now - offset_seconds
        step = offset_seconds + self._shift - self._now
        if 0 <= step <= SILENCE_COUNTED_SECONDS:
            return self._now + step
        if step < 0:
            if step < -JITTER_SECONDS:
                self._shift -= step
            return self._now
        self._shift -= step - SILENCE_COUNTED_SECONDS
        return self._now + SILENCE_COUNTED_SECONDS

    def _roll_to(self, second: int) -> None:
        bucket = self._second // BUCKET_SECONDS
        if second // BUCKET_SECONDS != bucket and self._messages:
            gains = (*self._window.all.take_gains(), *self._window.reacting.take_gains())
            self._baseline.add(Bucket(bucket, *gains, self._messages, self._shouted))
            self._messages = self._shouted = 0
        self._second = second
        self._window.move_to(second)

    def _judge(self, second: int, *, may_fire: bool = True) -> ChatSpike | None:
        score, usual = self._score(second)
        threshold = self._budget.threshold(second)
        self._budget.follow(score, second)
        if not self._is_armed:
            self._is_armed = score < self._tuning.rearm_share * threshold
            return None
        is_rested = second - self._fired_at >= self._tuning.rest_seconds
        if not (may_fire and is_rested and score >= threshold and second >= self._quiet_until):
            return None
        self._is_armed = False
        self._fired_at = second
        return self._make_spike(second, score=score, threshold=threshold, usual=usual)

    def _score(self, second: int) -> tuple[float, float]:
        """Return how unusual the last seconds were, and how many chatters were usual."""
        window = self._window
        if window.reacting.long < self._tuning.reacting_chatters_min:
            return 0.0, 0.0
        sums, heard_seconds = self._baseline.sum_before(second)
        if heard_seconds < self._tuning.warm_up_seconds:
            return 0.0, 0.0
        floor, floor_reacting = self._tuning.baseline_floor, self._tuning.baseline_floor_reacting
        surprise = (
            _surprise(window.all.long, sums.all_long / heard_seconds, floor)
            + _surprise(window.all.short, sums.all_short / heard_seconds, floor)
            + _surprise(window.reacting.long, sums.reacting_long / heard_seconds, floor_reacting)
            + _surprise(window.reacting.short, sums.reacting_short / heard_seconds, floor_reacting)
        )
        share = (sums.shouted + 1) / (sums.messages + 4)
        expected = window.messages * share
        shouting = (window.shouted - expected) / sqrt(expected * (1 - share))
        weight = exp(0.1 * max(-2.0, min(3.0, shouting)))
        return surprise / 2 * weight, sums.all_long / heard_seconds

    def _make_spike(
        self, second: int, *, score: float, threshold: float, usual: float
    ) -> ChatSpike:
        window = self._window
        detected_at = second + 1 - (self._shift or 0.0)
        lines = window.lines()
        return ChatSpike(
            detected_at_seconds=detected_at,
            start_seconds=max(0.0, detected_at - self._tuning.lead_seconds),
            end_seconds=detected_at + self._tuning.tail_seconds,
            peak_seconds=window.peak_second(),
            score=score,
            threshold=threshold,
            messages=window.messages,
            chatters=window.all.long,
            usual_chatters=usual,
            reacting=window.reacting.long,
            reaction=name_reaction(lines),
            strongest=pick_strongest(lines),
            tokens=rank_tokens(lines),
        )


def _surprise(count: int, usual: float, floor: float) -> float:
    """Return the log-likelihood ratio of a count above what is usual (Poisson), in nats."""
    mean = max(usual, floor)
    return count * log(count / mean) - (count - mean) if count > mean else 0.0
