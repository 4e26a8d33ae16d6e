"""The virality score: our prediction, 0 to 100, in parts that each say why."""

from __future__ import annotations

import math
from dataclasses import dataclass

from core.domain.chat.chat_spike import ChatSpike
from core.domain.chat.reaction import Reaction
from core.domain.signals.signals import Signals


@dataclass(frozen=True, slots=True, kw_only=True)
class ScorePart:
    """One part of a score: `points` of at most `out_of`, and the sentence that explains them."""

    name: str
    points: int
    out_of: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ViralityScore:
    """A prediction of how far a clip may travel; `value` is the sum of its parts' points.

    `note` says how the parts are weighed, where that is not as usual.
    """

    parts: tuple[ScorePart, ...]
    note: str = ""

    @property
    def value(self) -> int:
        return max(0, min(100, sum(part.points for part in self.parts)))

    @property
    def reasons(self) -> tuple[str, ...]:
        """Each sentence once, the heaviest part first; one that several parts share comes last."""
        said = [part.reason for part in self.parts]
        ordered = sorted(self.parts, key=lambda p: (said.count(p.reason), -p.points, p.name))
        return tuple(dict.fromkeys(part.reason for part in ordered))


@dataclass(frozen=True, slots=True, kw_only=True)
class ViralityTuning:
    """What each part weighs (together 100) and what earns all of its points.

    Full points go to `crowd_times` as many chatters as usual, a strength of `strength_most` (each
    doubling from `strength_least` on earns as much as the one before), a crowd that all reacts
    (none to `shared_least` of it), sound `sound_db` above the stretch, a cut every `cut_seconds`
    and a peak within `hook_seconds`; a peak after `late_seconds` earns nothing. A part that was
    not measured earns `unknown_share` of what the rest has earned.
    """

    crowd: int = 35
    reaction: int = 15
    sound: int = 25
    pace: int = 10
    hook: int = 15
    crowd_times: float = 8.0
    strength_least: float = 8.0
    strength_most: float = 128.0
    shared_least: float = 0.5
    sound_db: float = 12.0
    cut_seconds: float = 4.0
    hook_seconds: float = 5.0
    late_seconds: float = 20.0
    unknown_share: float = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judgement:
    """A part before its points: `share` is 0 to 1, None if nothing could be measured."""

    name: str
    out_of: int
    share: float | None
    reason: str


def score_moment(
    spike: ChatSpike | None,
    signals: Signals,
    *,
    start_seconds: float,
    end_seconds: float,
    tuning: ViralityTuning | None = None,
) -> ViralityScore:
    """Return the score of a window, in five parts whose points add up to at most 100.

    Chat crowd 35, shared reaction 15, sound 25, pace 10, hook 15. Each part earns a share of its
    points from what was measured. A part that could not be measured (no chat, no sound) gets half
    of the share that the measured parts earned together: a missing recording does not ruin a good
    moment, but keeps it from the top. Equal evidence gives equal points; only how many people react
    counts, not what they say.
    """
    tuning = tuning or ViralityTuning()
    spike = spike if spike is not None and spike.is_of_chat else None
    judgements = (
        _judge_crowd(spike, tuning),
        _judge_reaction(spike, tuning),
        _judge_sound(signals, start_seconds, end_seconds, tuning),
        _judge_pace(signals, start_seconds, end_seconds, tuning),
        _judge_hook(spike, signals, start_seconds, end_seconds, tuning),
    )
    measured = [(j.share, j.out_of) for j in judgements if j.share is not None]
    earned = sum(share * weight for share, weight in measured) / sum(w for _, w in measured)
    unknown = earned * tuning.unknown_share
    return ViralityScore(parts=tuple(_settle(judgement, unknown) for judgement in judgements))


def _settle(judgement: _Judgement, unknown_share: float) -> ScorePart:
    share = unknown_share if judgement.share is None else judgement.share
    points = math.floor(max(0.0, min(1.0, share)) * judgement.out_of + 0.5)
    return ScorePart(
        name=judgement.name, points=points, out_of=judgement.out_of, reason=judgement.reason
    )


def _judge_crowd(spike: ChatSpike | None, tuning: ViralityTuning) -> _Judgement:
    if spike is None:
        return _Judgement(
            name="chat crowd",
            out_of=tuning.crowd,
            share=None,
            reason="No chat was read, so the crowd earns half as large a share as the rest.",
        )
    times = spike.chatters / max(1.0, spike.usual_chatters)
    strength = spike.score / spike.threshold if spike.threshold > 0 else 1.0
    doublings = math.log2(max(spike.score, tuning.strength_least) / tuning.strength_least)
    share = 0.25 * _unit(math.log2(max(1.0, times)) / math.log2(tuning.crowd_times))
    share += 0.75 * _unit(doublings / math.log2(tuning.strength_most / tuning.strength_least))
    return _Judgement(
        name="chat crowd",
        out_of=tuning.crowd,
        share=share,
        reason=f"{_people(spike.chatters)} wrote in chat where {spike.usual_chatters:.0f} are "
        f"usual: {strength:.1f} times this channel's bar.",
    )


def _judge_reaction(spike: ChatSpike | None, tuning: ViralityTuning) -> _Judgement:
    if spike is None:
        return _Judgement(
            name="shared reaction",
            out_of=tuning.reaction,
            share=None,
            reason="No chat was read, so it is unknown whether a reaction was shared.",
        )
    reacting = spike.reacting / max(1, spike.chatters)
    share = _unit((reacting - tuning.shared_least) / (1 - tuning.shared_least))
    of = f"{spike.reacting} of {_people(spike.chatters)} reacted"
    if spike.reaction is Reaction.MIXED:
        return _Judgement(
            name="shared reaction",
            out_of=tuning.reaction,
            share=share / 2,
            reason=f"{of}, in different ways.",
        )
    return _Judgement(
        name="shared reaction",
        out_of=tuning.reaction,
        share=share,
        reason=f"{of}, most of them with {spike.reaction.value}.",
    )


def _judge_sound(
    signals: Signals, start_seconds: float, end_seconds: float, tuning: ViralityTuning
) -> _Judgement:
    usual, loudest = signals.usual_db(), signals.find_loudest(start_seconds, end_seconds)
    if usual is None or loudest is None:
        return _Judgement(
            name="sound",
            out_of=tuning.sound,
            share=None,
            reason="There is no sound, so this part earns half as large a share as the rest.",
        )
    above = max(0.0, loudest[1] - usual)
    return _Judgement(
        name="sound",
        out_of=tuning.sound,
        share=_unit(above / tuning.sound_db),
        reason=f"The loudest second is {above:.0f} dB above the usual level around it.",
    )


def _judge_pace(
    signals: Signals, start_seconds: float, end_seconds: float, tuning: ViralityTuning
) -> _Judgement:
    seconds = max(1.0, end_seconds - start_seconds)
    cuts = signals.count_cuts(start_seconds, end_seconds)
    said = {0: "is not cut", 1: "is cut once"}.get(cuts, f"is cut {cuts} times")
    return _Judgement(
        name="pace",
        out_of=tuning.pace,
        share=_unit(cuts * tuning.cut_seconds / seconds),
        reason=f"The picture {said} in {seconds:.0f} s.",
    )


def _judge_hook(
    spike: ChatSpike | None,
    signals: Signals,
    start_seconds: float,
    end_seconds: float,
    tuning: ViralityTuning,
) -> _Judgement:
    peak = find_peak(spike, signals, start_seconds, end_seconds)
    if peak is None:
        return _Judgement(
            name="hook",
            out_of=tuning.hook,
            share=None,
            reason="Neither sound nor chat shows where the peak is.",
        )
    after = max(0.0, peak - start_seconds)
    span = tuning.late_seconds - tuning.hook_seconds
    return _Judgement(
        name="hook",
        out_of=tuning.hook,
        share=_unit((tuning.late_seconds - after) / span),
        reason=f"The peak comes {after:.0f} s into the clip.",
    )


def find_peak(
    spike: ChatSpike | None, signals: Signals, start_seconds: float, end_seconds: float
) -> float | None:
    """Return the offset of a window's peak: its loudest second, else chat's peak, else None."""
    loudest = signals.find_loudest(start_seconds, end_seconds)
    if loudest is not None:
        return loudest[0]
    if spike is not None and start_seconds <= spike.peak_seconds <= end_seconds:
        return spike.peak_seconds
    return None


def _unit(value: float) -> float:
    return max(0.0, min(1.0, value))


def _people(count: int) -> str:
    return "1 person" if count == 1 else f"{count} people"
