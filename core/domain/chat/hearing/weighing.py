"""Weighing: how strong a second of chat is, what it must reach, and who it is that writes."""

from __future__ import annotations

from typing import Final, NamedTuple

from core.domain.chat.alert_budget import EPISODE_OPENS_AT, AlertBudget
from core.domain.chat.baseline import ChatBaseline
from core.domain.chat.channel_lessons import Learned
from core.domain.chat.chat_spike import SpikeTuning
from core.domain.chat.crowds import Crowd, CrowdKind, QuietTimes, tell_apart
from core.domain.chat.hearing.usual_chat import UsualChat, measure_usual
from core.domain.chat.recent_chat import ChatWindow
from core.domain.chat.spike_evidence import name_reaction
from core.domain.chat.spike_score import score_crowd

NEWCOMERS_KNOWN_AFTER_SECONDS: Final = 600
"""Before this, nearly everybody is a newcomer, so that raids cannot be told apart."""

YOUNGEST_SHARE: Final = 1 / 3
"""The share of the warm-up during which a stream has nothing to compare with."""


class WeighedSecond(NamedTuple):
    """A second's score against what is usual (None where that is unknown or nobody reacts).

    `factor` is how much stronger than others this kind of moment must be. `raw` is the score by
    which too few react, where they do.
    """

    second: int
    score: float
    factor: float
    usual: UsualChat | None
    raw: float = 0.0


class Weighing:
    """Weighs one stream's seconds against what is usual there and what its team has taught."""

    __slots__ = ("_baseline", "_budget", "_quiet", "_since", "_tuning", "fired_at", "learned")

    def __init__(
        self,
        tuning: SpikeTuning,
        learned: Learned,
        *,
        baseline: ChatBaseline,
        budget: AlertBudget,
        quiet: QuietTimes,
        since: int,
        fired_at: int,
    ) -> None:
        """`since` is the heard second from which on chatters are known by name."""
        self._tuning = tuning
        self.learned = learned
        self._baseline = baseline
        self._budget = budget
        self._quiet = quiet
        self._since = since
        self.fired_at = fired_at

    def weigh(self, window: ChatWindow, second: int) -> WeighedSecond:
        """Score a second; 0.0 where too few people write or react."""
        tuning = self._tuning
        reacting, brief = window.reacting.long, window.brief.long
        if brief < tuning.reacting_chatters_min and reacting < tuning.reacting_chatters_min:
            return WeighedSecond(second, 0.0, 1.0, None)
        usual = self.find_usual(second)
        score = score_crowd(window.counts(), usual.counts) if usual else 0.0
        if reacting < max(tuning.reacting_chatters_min, tuning.reacting_share_min * brief):
            return WeighedSecond(second, 0.0, 1.0, None, score)
        factor = 1.0
        if self.learned.by_reaction and score >= EPISODE_OPENS_AT:
            factor = self.learned.factor(name_reaction(window.lines()))
        return WeighedSecond(second, score, factor, usual)

    def threshold(self, weighed: WeighedSecond) -> float:
        """Return the score that this second must reach."""
        bar = max(self._tuning.threshold, weighed.factor * self._budget.bar())
        return bar * self._warm_up_factor(weighed.second)

    def is_calm(self, weighed: WeighedSecond) -> bool:
        """True if a second is far enough below what it must reach that the next spike may come."""
        return weighed.score < self._tuning.rearm_share * self.threshold(weighed)

    def find_crowd(self, window: ChatWindow, weighed: WeighedSecond) -> CrowdKind:
        """Tell whether people react to the stream, rather than to each other or to a raid."""
        second, score, usual = weighed.second, weighed.score, weighed.usual
        if usual is None or score < self._tuning.threshold:
            return CrowdKind.TOO_FEW
        if second < self._quiet.until:
            return CrowdKind.NOT_COUNTED
        if second - self.fired_at < self._tuning.rest_seconds:
            return CrowdKind.TOO_SOON
        threshold = self.threshold(weighed)
        if score < threshold:
            return CrowdKind.UNDER_BUDGET
        crowd = Crowd(
            lines=window.lines(),
            old=window.count_old_lines(),
            usual=usual.counts,
            usual_newcomers=usual.newcomers,
            score=score,
            threshold=threshold,
        )
        knows_newcomers = second - self._since >= NEWCOMERS_KNOWN_AFTER_SECONDS
        return tell_apart(crowd, knows_newcomers=knows_newcomers)

    def find_usual(self, second: int) -> UsualChat | None:
        """Return what is usual; None while the stream is too young to say."""
        if second - self._baseline.started_at < YOUNGEST_SHARE * self._tuning.warm_up_seconds:
            return None
        sums, seconds = self._baseline.sum_before(second)
        return measure_usual(sums, seconds, more=self._tuning.usual_chatters_more)

    def _warm_up_factor(self, second: int) -> float:
        """Return by what factor the threshold rises while little of the stream is known."""
        heard_seconds = max(1, second - self._baseline.started_at)
        return max(1.0, self._tuning.warm_up_seconds / heard_seconds)
