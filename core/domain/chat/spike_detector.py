"""The spike detector: hears a chat line by line and says when it erupts."""

from __future__ import annotations

from typing import Final

from core.domain.chat.alert_budget import AlertBudget
from core.domain.chat.baseline import BUCKET_SECONDS, ChatBaseline
from core.domain.chat.channel_lessons import Learned
from core.domain.chat.chat_message import ChatMessage, ChatNotice
from core.domain.chat.chat_spike import ChatSpike, SpikeTuning
from core.domain.chat.crowds import (
    MAY_COME,
    MISSED_BY,
    CrowdKind,
    QuietTimes,
)
from core.domain.chat.detector_memory import DetectorMemory
from core.domain.chat.heard_clock import SILENCE_COUNTED_SECONDS, HeardClock
from core.domain.chat.hearing.audience import Audience
from core.domain.chat.hearing.heard_line import HeardLine
from core.domain.chat.hearing.missed_peaks import MissedPeak, MissedPeaks
from core.domain.chat.hearing.open_bucket import OpenBucket
from core.domain.chat.hearing.spike_making import make_spike
from core.domain.chat.hearing.usual_chat import UsualChat, guess_usual
from core.domain.chat.hearing.weighing import WeighedSecond, Weighing
from core.domain.chat.known_bots import is_bot
from core.domain.chat.known_chatters import KnownChatters
from core.domain.chat.line_reading import read_line
from core.domain.chat.recent_chat import LONG_SECONDS, ChatWindow
from core.domain.chat.spike_ripening import Ripening
from core.domain.chat.spike_score import score_crowd

OUTAGE_VOICES: Final = 10
"""An outage is noticed in chat only where this many people would have spoken meanwhile."""

WAVE_SECONDS: Final = 20
"""For how long such a crowd is then ignored."""

SHORTEST_SECONDS: Final = 10.0
"""The length of the shortest clip worth showing."""

_DEFAULT_TUNING: Final = SpikeTuning()
_NOTHING_LEARNED: Final = Learned()


class ChatSpikeDetector:
    """Hears one stream, strictly in order and without a clock, at O(1) a message.

    A second is judged when the first event of a later one arrives; `pass_time` judges the newest
    one without that. Internally, time is "heard time", as events alone tell it.
    """

    __slots__ = (
        "_audience",
        "_baseline",
        "_budget",
        "_clock",
        "_is_armed",
        "_known_chatters",
        "_missed",
        "_open",
        "_quiet",
        "_ripening",
        "_second",
        "_tuning",
        "_weighing",
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
        self._tuning = tuning
        self._window = ChatWindow()
        self._known_chatters = KnownChatters()
        self._baseline = ChatBaseline(known.started_at, known.buckets)
        self._audience = Audience(since=known.heard_seconds, remembered=known.people)
        self._budget = AlertBudget(
            spikes_an_hour=_count_wanted(tuning, learned),
            least=tuning.threshold,
            peaks=known.peaks,
            earned=known.earned,
            earned_quiet=known.earned_quiet,
            fired=known.fired,
        )
        self._quiet = QuietTimes(tuning, until=known.quiet_until)
        self._ripening = Ripening()
        self._missed = MissedPeaks()
        self._second = known.heard_seconds
        self._clock = HeardClock(float(known.heard_seconds))
        self._open = OpenBucket(self._window, known.open_bucket)
        self._is_armed = True
        self._weighing = Weighing(
            tuning,
            learned,
            baseline=self._baseline,
            budget=self._budget,
            quiet=self._quiet,
            since=known.heard_seconds,
            fired_at=known.fired_at,
        )

    def hear(self, event: ChatMessage | ChatNotice) -> ChatSpike | None:
        """Take the next event; return the spike completed before it, if any."""
        offset = event.offset_seconds
        stays = self._clock.stays_in(self._second, offset)
        spike = None if stays else self._advance_to(offset)
        if isinstance(event, ChatNotice):
            self._hear_notice(event)
        elif not (event.text.startswith("!") or is_bot(event.chatter)):
            self._hear_message(event)
        return spike

    def pass_time(self, offset_seconds: float) -> ChatSpike | None:
        """Let time pass without an event; return the spike that the newest second completes.

        Nothing moves on but that: events of this time that come late are still heard where they
        belong, and change nothing of what was found.
        """
        clock = self._clock
        step = clock.find_step(offset_seconds) if clock.has_begun else 0.0
        if int(clock.after(step)) == self._second:
            return None
        weighed = self._weighing.weigh(self._window, self._second)
        if step > LONG_SECONDS:
            self._follow_evidence(weighed)
            self._ripening.end()
        if self._is_armed and self._weighing.find_crowd(self._window, weighed) is CrowdKind.REACTS:
            return self._fire(weighed)
        return None

    def _advance_to(self, offset_seconds: float) -> ChatSpike | None:
        """Move to the time of an event; return the spike completed by then, if any."""
        step = self._clock.find_step(offset_seconds)
        second = int(self._clock.after(step))
        judged = self._second
        if second == judged:
            self._move_clock(step)
            return None
        # By the clock as it was: a long silence moves it, and is no part of what came before.
        spike = self._judge(judged)
        self._move_clock(step)
        if second > judged + 1:
            self._roll_to(second - 1)
            self._judge(second - 1, may_fire=False)
        self._roll_to(second)
        return spike

    def take_ripe(self) -> ChatSpike | None:
        """Return, once, an earlier spike with the evidence of its strongest second."""
        return self._ripening.take()

    def take_missed(self) -> tuple[MissedPeak, ...]:
        """Return, once, the peaks that did not become spikes and are over."""
        return self._missed.take()

    def finish(self) -> ChatSpike | None:
        """Return the spike that was still ripening when the stream ended."""
        self._missed.close()
        return self._ripening.finish()

    def memory(self) -> DetectorMemory:
        """Return what a restart needs."""
        return DetectorMemory(
            heard_seconds=self._second,
            offset_seconds=self._clock.to_offset(self._clock.now),
            started_at=self._baseline.started_at,
            fired_at=self._weighing.fired_at,
            quiet_until=self._quiet.until,
            buckets=self._baseline.buckets(),
            open_bucket=self._open.look(self._second // BUCKET_SECONDS, self._window),
            peaks=self._budget.peaks(),
            fired=self._budget.fired,
            earned=self._budget.earned,
            earned_quiet=self._budget.earned_quiet,
            people=self._audience.count(self._second),
        )

    def learn(self, learned: Learned) -> None:
        """Apply what moderators have decided meanwhile, from now on."""
        self._weighing.learned = learned
        self._budget.spikes_an_hour = _count_wanted(self._tuning, learned)

    def _hear_notice(self, notice: ChatNotice) -> None:
        self._quiet.hear(notice, self._clock.now)
        if any(notice.takes_back(line.message) for line in self._window.lines()):
            self._window = self._window.without(notice.takes_back, self._second)
        self._ripening.forget(notice)

    def _hear_message(self, message: ChatMessage) -> None:
        chatter, window, second = message.chatter, self._window, self._second
        reading = read_line(message.text, message.emotes)
        is_newcomer = chatter not in window.chatters and self._known_chatters.add(chatter)
        if window.add(second, HeardLine(message, reading, is_newcomer)):
            self._audience.note(chatter, second)
            self._open.note(is_newcomer=is_newcomer)

    def _move_clock(self, step: float) -> None:
        if step > SILENCE_COUNTED_SECONDS:
            self._note_outage(step)
        self._clock.move(step)

    def _note_outage(self, silent_seconds: float) -> None:
        usual = self._weighing.find_usual(self._second)
        if usual and usual.voices_a_second * silent_seconds >= OUTAGE_VOICES:
            quiet_seconds = SILENCE_COUNTED_SECONDS + self._tuning.quiet_after_outage_seconds
            self._quiet.extend(self._clock.now + quiet_seconds)

    def _roll_to(self, second: int) -> None:
        number = self._second // BUCKET_SECONDS
        if second // BUCKET_SECONDS != number:
            if bucket := self._open.take(number, self._window):
                self._baseline.add(bucket)
            people = self._audience.count(second)
            buckets = second // BUCKET_SECONDS - number
            self._budget.earn(buckets * BUCKET_SECONDS, people=people)
        self._second = second
        self._window.move_to(second)

    def _judge(self, second: int, *, may_fire: bool = True) -> ChatSpike | None:
        """Score a second that is over; return the spike that it completes, if any."""
        weighed = self._weighing.weigh(self._window, second)
        self._budget.follow(weighed.score / weighed.factor, second)
        self._follow_evidence(weighed)
        crowd = self._weighing.find_crowd(self._window, weighed)
        self._missed.follow(
            weighed.score or weighed.raw, second, lambda: self._describe_missed(weighed, crowd)
        )
        if not self._is_armed:
            self._is_armed = self._weighing.is_calm(weighed)
            return None
        if crowd is CrowdKind.REACTS:
            return self._fire(weighed) if may_fire else None
        if crowd in (CrowdKind.IS_WAVE, CrowdKind.IS_RAID):
            self._quiet.extend(second + WAVE_SECONDS)
            self._budget.drop_episode()
        self._is_armed = crowd in MAY_COME
        return None

    def _describe_missed(self, weighed: WeighedSecond, crowd: CrowdKind) -> MissedPeak | None:
        reason = MISSED_BY.get(crowd)
        if reason is None:
            return None
        window = self._window
        return MissedPeak(
            offset_seconds=self._clock.to_offset(weighed.second + 1),
            score=weighed.score or weighed.raw,
            threshold=self._weighing.threshold(weighed),
            chatters=window.chatters.long,
            reacting=window.reacting.long,
            reason=reason,
        )

    def _follow_evidence(self, weighed: WeighedSecond) -> None:
        second, score, usual = weighed.second, weighed.score, weighed.usual
        if usual is None:
            self._ripening.end()
            return
        self._ripening.follow(second, score, lambda: self._make_spike(second, score, 0.0, usual))

    def _fire(self, weighed: WeighedSecond) -> ChatSpike | None:
        """Return the spike.

        A clip that would mostly lie before the stream's start, as in some logs, cannot be cut.
        """
        second, score, usual = weighed.second, weighed.score, weighed.usual
        threshold = self._weighing.threshold(weighed)
        spike = self._make_spike(second, score, threshold, usual or guess_usual(self._window))
        if spike.end_seconds - spike.start_seconds < SHORTEST_SECONDS:
            return None
        self._is_armed = False
        self._weighing.fired_at = second
        self._budget.fired += 1
        self._missed.fire()
        self._ripening.start(spike, second)
        return spike

    def count_since(self, offset_seconds: float) -> int:
        """Return how many lines of the last ten seconds were written at this offset or later."""
        return sum(line.message.offset_seconds >= offset_seconds for line in self._window.lines())

    def describe(self) -> ChatSpike:
        """Return the current chat as evidence of a moment, however weak it is."""
        second = self._second
        usual = self._weighing.find_usual(second) or guess_usual(self._window)
        score = score_crowd(self._window.counts(), usual.counts)
        bar = max(self._tuning.threshold, self._budget.bar())
        threshold = min(bar, max(score, self._tuning.threshold))
        return self._make_spike(second, score, threshold, usual)

    def _make_spike(
        self, second: int, score: float, threshold: float, usual: UsualChat
    ) -> ChatSpike:
        return make_spike(
            self._window,
            usual,
            detected_at=self._clock.to_offset(second + 1),
            score=score,
            threshold=threshold,
            lead_seconds=self._tuning.lead_seconds,
            tail_seconds=self._tuning.tail_seconds,
            earlier_seconds=self._weighing.learned.earlier_seconds,
        )


def _count_wanted(tuning: SpikeTuning, learned: Learned) -> float:
    """Return how many spikes an hour are wanted: what the team has set, or what is usual."""
    wanted = learned.spikes_an_hour
    return tuning.spikes_an_hour if wanted is None else wanted
