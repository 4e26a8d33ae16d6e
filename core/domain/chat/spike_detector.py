"""The spike detector: hears a chat line by line and says when it erupts."""

from __future__ import annotations

from math import isfinite
from typing import Final, NamedTuple

from core.domain.chat.alert_budget import AlertBudget
from core.domain.chat.baseline import (
    BUCKET_SECONDS,
    Bucket,
    ChatBaseline,
)
from core.domain.chat.channel_lessons import Learned
from core.domain.chat.chat_message import (
    ChatMessage,
    ChatNotice,
)
from core.domain.chat.chat_spike import (
    ChatSpike,
    SpikeTuning,
)
from core.domain.chat.crowds import (
    Crowd,
    QuietTimes,
    is_one_text,
    is_raid,
)
from core.domain.chat.detector_memory import DetectorMemory
from core.domain.chat.known_bots import is_bot
from core.domain.chat.known_chatters import KnownChatters
from core.domain.chat.line_reading import read_line
from core.domain.chat.recent_chat import (
    LONG_SECONDS,
    ChatWindow,
    HeardLine,
)
from core.domain.chat.spike_evidence import (
    name_reaction,
    pick_strongest,
    rank_tokens,
)
from core.domain.chat.spike_ripening import Ripening
from core.domain.chat.spike_score import (
    CrowdCounts,
    score_crowd,
    weigh_shouting,
)

SILENCE_COUNTED_SECONDS: Final = 60
"""A longer silence is an outage, of the stream or of our connection: only this much of it
counts."""

OUTAGE_VOICES: Final = 10
"""An outage is noticed in chat only where this many people would have spoken meanwhile."""

JITTER_SECONDS: Final = 30
"""A message that is earlier by more than this means that the log's clock started anew."""

NEWCOMERS_KNOWN_AFTER_SECONDS: Final = 600
"""Before this, nearly everybody is a newcomer, so that raids cannot be told apart."""

CLEAR_WAVE: Final = 1.5
"""So far above the threshold, a crowd with one text will not turn into a moment any more."""

WAVE_SECONDS: Final = 20
"""For how long such a crowd is then ignored."""

SHORTEST_SECONDS: Final = 10.0
"""The length of the shortest clip worth showing."""

YOUNGEST_SHARE: Final = 1 / 3
"""The share of the warm-up during which a stream has nothing to compare with."""

_DEFAULT_TUNING: Final = SpikeTuning()
_NOTHING_LEARNED: Final = Learned()


class _Usual(NamedTuple):
    """What is usual now: mean counts, and the shares of shouted lines and of newcomers."""

    counts: CrowdCounts
    chatters: float
    shouted: float
    newcomers: float
    voices_a_second: float


class ChatSpikeDetector:
    """Hears one stream, strictly in order and without a clock, at O(1) a message.

    A second is judged when the first event of a later one arrives, or when `advance_to` passes it.
    Internally, time is "heard time": it pauses in an outage and never runs backwards.
    """

    __slots__ = (
        "_baseline",
        "_budget",
        "_fired_at",
        "_is_armed",
        "_known_chatters",
        "_learned",
        "_newcomers",
        "_now",
        "_quiet",
        "_ripening",
        "_second",
        "_shift",
        "_shouted",
        "_since",
        "_tuning",
        "_voices",
        "_window",
    )

    def __init__(
        self,
        tuning: SpikeTuning = _DEFAULT_TUNING,
        *,
        learned: Learned = _NOTHING_LEARNED,
        memory: DetectorMemory | None = None,
    ) -> None:
        known = memory or DetectorMemory()
        self._learned = learned
        self._tuning = tuning
        self._window = ChatWindow()
        self._known_chatters = KnownChatters()
        self._baseline = ChatBaseline(known.started_at, known.buckets)
        self._budget = AlertBudget(
            spikes_an_hour=self._spikes_an_hour(), least=tuning.threshold, peaks=known.peaks
        )
        self._quiet = QuietTimes(tuning, until=known.quiet_until)
        self._ripening = Ripening()
        self._second = self._since = known.heard_seconds
        self._now = float(known.heard_seconds)
        self._shift: float | None = None
        self._voices = self._newcomers = self._shouted = 0
        self._is_armed = True
        self._fired_at = known.fired_at

    def hear(self, event: ChatMessage | ChatNotice) -> ChatSpike | None:
        """Take the next event; return the spike completed before it, if any."""
        spike = self.advance_to(event.offset_seconds)
        if isinstance(event, ChatNotice):
            self._hear_notice(event)
        elif not (event.text.startswith("!") or is_bot(event.chatter)):
            self._hear_message(event)
        return spike

    def advance_to(self, offset_seconds: float) -> ChatSpike | None:
        """Let time pass without a message; return the spike completed by then, if any."""
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

    def take_ripe(self) -> ChatSpike | None:
        """Return, once, an earlier spike with the evidence of its strongest second."""
        return self._ripening.take()

    def finish(self) -> ChatSpike | None:
        """Return the spike that was still ripening when the stream ended."""
        return self._ripening.finish()

    def memory(self) -> DetectorMemory:
        """Return what a restart needs.

        A bucket that is not full yet is left out, together with its time.
        """
        return DetectorMemory(
            heard_seconds=self._second // BUCKET_SECONDS * BUCKET_SECONDS,
            offset_seconds=self._now - (self._shift or 0.0),
            started_at=self._baseline.started_at,
            fired_at=self._fired_at,
            quiet_until=self._quiet.until,
            buckets=self._baseline.buckets(),
            peaks=self._budget.peaks(),
        )

    def learn(self, learned: Learned) -> None:
        """Apply what moderators have decided meanwhile, from now on."""
        self._learned = learned
        self._budget.spikes_an_hour = self._spikes_an_hour()

    def _spikes_an_hour(self) -> float:
        wanted = self._learned.spikes_an_hour
        return self._tuning.spikes_an_hour if wanted is None else wanted

    def _hear_notice(self, notice: ChatNotice) -> None:
        self._quiet.hear(notice, self._now)
        if any(notice.takes_back(line.message) for line in self._window.lines()):
            self._window = self._window.without(notice.takes_back, self._second)
        self._ripening.forget(notice)

    def _hear_message(self, message: ChatMessage) -> None:
        reading = read_line(message.text)
        chatter = message.chatter
        is_first = chatter not in self._window.chatters
        is_newcomer = is_first and self._known_chatters.add(chatter)
        self._window.add(self._second, HeardLine(message, reading, is_first, is_newcomer))
        if is_first:
            self._voices += 1
            self._newcomers += is_newcomer
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
        self._note_outage(step)
        return self._now + SILENCE_COUNTED_SECONDS

    def _note_outage(self, silent_seconds: float) -> None:
        usual = self._find_usual(self._second)
        if usual and usual.voices_a_second * silent_seconds >= OUTAGE_VOICES:
            quiet_seconds = SILENCE_COUNTED_SECONDS + self._tuning.quiet_after_outage_seconds
            self._quiet.extend(self._now + quiet_seconds)

    def _roll_to(self, second: int) -> None:
        number = self._second // BUCKET_SECONDS
        if self._voices and second // BUCKET_SECONDS != number:
            window = self._window
            gains = (*window.brief.take_gains(), *window.reacting.take_gains())
            chatters, _ = window.chatters.take_gains()
            self._baseline.add(
                Bucket(number, *gains, chatters, self._newcomers, self._voices, self._shouted)
            )
            self._voices = self._newcomers = self._shouted = 0
        self._second = second
        self._window.move_to(second)

    def _judge(self, second: int, *, may_fire: bool = True) -> ChatSpike | None:
        """Score a second that is over; return the spike that it completes, if any."""
        has_crowd = self._window.reacting.long >= self._tuning.reacting_chatters_min
        usual = self._find_usual(second) if has_crowd else None
        score = self._score(usual) if usual else 0.0
        threshold = self._budget.threshold(second) * self._warm_up_factor(second)
        self._budget.follow(score, second)
        if usual:
            self._ripening.follow(
                second, score, lambda: self._make_spike(second, score, threshold, usual)
            )
        else:
            self._ripening.end()
        if not self._is_armed:
            self._is_armed = score < self._tuning.rearm_share * threshold
        elif (
            usual
            and may_fire
            and score >= self._learned.least * threshold
            and self._may_fire(second, score, threshold, usual)
        ):
            return self._fire(second, score, threshold, usual)
        return None

    def _fire(self, second: int, score: float, threshold: float, usual: _Usual) -> ChatSpike | None:
        """Return the spike, unless the channel's moderators demand more of its kind.

        A clip that would mostly lie before the stream's start, as in some logs, cannot be cut.
        """
        spike = self._make_spike(second, score, threshold, usual)
        is_cut_off = spike.end_seconds - spike.start_seconds < SHORTEST_SECONDS
        if score < spike.threshold or is_cut_off:
            return None
        self._is_armed = False
        self._fired_at = second
        self._ripening.start(spike, second)
        return spike

    def _may_fire(self, second: int, score: float, threshold: float, usual: _Usual) -> bool:
        """Return whether people react to the stream, rather than to each other or to a raid."""
        if second < self._quiet.until:
            self._is_armed = False
            return False
        if second - self._fired_at < self._tuning.rest_seconds:
            return False
        crowd = Crowd(
            lines=self._window.lines(),
            old=self._window.count_old_lines(),
            usual=usual.counts,
            usual_newcomers=usual.newcomers,
            score=score,
            threshold=threshold,
        )
        is_known = second - self._since >= NEWCOMERS_KNOWN_AFTER_SECONDS
        copies = is_one_text(crowd)
        if (copies and score >= CLEAR_WAVE * threshold) or (is_known and is_raid(crowd)):
            self._quiet.extend(second + WAVE_SECONDS)
            self._is_armed = False
            return False
        return not copies

    def _warm_up_factor(self, second: int) -> float:
        """Return by what factor the threshold rises while little of the stream is known."""
        heard_seconds = max(1, second - self._baseline.started_at)
        return max(1.0, self._tuning.warm_up_seconds / heard_seconds)

    def _find_usual(self, second: int) -> _Usual | None:
        """Return what is usual; None while the stream is too young to say."""
        if second - self._baseline.started_at < YOUNGEST_SHARE * self._tuning.warm_up_seconds:
            return None
        sums, heard_seconds = self._baseline.sum_before(second)
        least = self._tuning.usual_chatters_min
        return _Usual(
            CrowdCounts(
                max(least, sums.brief_long / heard_seconds),
                max(least, sums.brief_short / heard_seconds),
                max(least, sums.reacting_long / heard_seconds),
                max(least, sums.reacting_short / heard_seconds),
            ),
            sums.chatters_long / heard_seconds,
            # Smoothed as if four lines, one of them shouted, had been heard before the first.
            (sums.shouted + 1) / (sums.voices + 4),
            sums.newcomers / (sums.chatters_long / LONG_SECONDS + 1),
            sums.voices / heard_seconds,
        )

    def _score(self, usual: _Usual) -> float:
        window = self._window
        shouting = weigh_shouting(
            shouted=window.shouted, voices=window.voices, usual_share=usual.shouted
        )
        return shouting * score_crowd(window.counts(), usual.counts)

    def describe(self) -> ChatSpike:
        """Return the current chat as evidence of a moment, however weak it is."""
        second = self._second
        usual = self._find_usual(second) or self._guess_usual()
        score = self._score(usual) if self._window.voices else 0.0
        threshold = min(self._budget.threshold(second), max(score, self._tuning.threshold))
        return self._make_spike(second, score, threshold, usual)

    def _guess_usual(self) -> _Usual:
        """Return the current counts as usual, for a stream too young to have a baseline."""
        counts = CrowdCounts(*(max(1.0, count) for count in self._window.counts()))
        return _Usual(counts, float(self._window.chatters.long), 0.25, 1.0, 0.0)

    def _make_spike(self, second: int, score: float, threshold: float, usual: _Usual) -> ChatSpike:
        window, tuning = self._window, self._tuning
        detected_at = second + 1 - (self._shift or 0.0)
        end = detected_at + tuning.tail_seconds - self._learned.earlier_seconds
        lines = window.lines()
        reaction = name_reaction(lines)
        return ChatSpike(
            detected_at_seconds=detected_at,
            start_seconds=max(0.0, end - tuning.tail_seconds - tuning.lead_seconds),
            end_seconds=max(0.0, end),
            peak_seconds=window.peak_offset_seconds() if lines else detected_at,
            score=score,
            threshold=self._learned.factor(reaction) * threshold,
            messages=window.messages,
            chatters=window.chatters.long,
            usual_chatters=usual.chatters,
            reacting=window.reacting.long,
            reaction=reaction,
            strongest=pick_strongest(lines),
            tokens=rank_tokens(lines),
        )
