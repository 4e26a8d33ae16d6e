"""The combined score: what was measured and, if a model watched, what it saw, in eight parts.

| part            | measured | seen | together |
|-----------------|---------:|-----:|---------:|
| chat crowd      |       21 |      |       21 |
| shared reaction |        9 |      |        9 |
| sound           |       15 |      |       15 |
| pace            |        6 |    5 |       11 |
| hook            |        9 |    8 |       17 |
| emotion         |          |   10 |       10 |
| payoff          |          |   11 |       11 |
| stands alone    |          |    6 |        6 |

The measured weights are those of `virality` times 0.6. Without a rubric, the 8 points for the hook
and the 6 for standing alone come from the words, if they are known; the rest of the 40 points for
what is seen is earned at the same rate as the measured 60, so that a score means the same with and
without a model, and a model moves it by at most 40 points.
"""

from __future__ import annotations

from typing import Final

from core.domain.clips.virality import ScorePart, ViralityScore
from core.domain.clips.words.spoken_hook import SaidInClip
from core.domain.videos.understanding import Criterion, Rubric

MEASURED_SHARE: Final = 0.6
SEEN_POINTS: Final[dict[Criterion, int]] = {
    Criterion.HOOK: 8,
    Criterion.EMOTION: 10,
    Criterion.PAYOFF: 11,
    Criterion.STANDS_ALONE: 6,
    Criterion.PACE: 5,
}
_CRITERIA: Final = {criterion.value: criterion for criterion in Criterion}
_UNSEEN: Final = "Not judged by a model: emotion, payoff, stands alone."
_UNMARKED: Final = "The model gave no mark, so it counts as much as what was measured."


def combine_score(
    measured: ViralityScore, rubric: Rubric | None, said: SaidInClip | None = None
) -> ViralityScore:
    """Return the combined score of a window, 0 to 100, from the measured score and a rubric.

    What was `said` tells how a clip opens and whether it stands alone, where no model marked that.
    `measured` is what `virality.score_moment` returns: parts that are out of 100 together.
    """
    measured_share = sum(part.points for part in measured.parts) / 100
    names = {part.name for part in measured.parts}
    parts = [_join(part, rubric, measured_share, said) for part in measured.parts]
    parts += [
        _judge_unmeasured(criterion, rubric, measured_share, said)
        for criterion in Criterion
        if criterion.value not in names
    ]
    return ViralityScore(parts=tuple(parts))


def _join(
    part: ScorePart, rubric: Rubric | None, measured_share: float, said: SaidInClip | None
) -> ScorePart:
    """Return a measured part, joined with the mark for the same criterion if there is one."""
    earned, out_of, reason = part.points * MEASURED_SHARE, part.out_of * MEASURED_SHARE, part.reason
    criterion = _CRITERIA.get(part.name)
    if criterion:
        share, sentence = _find_share(criterion, rubric, measured_share, said)
        earned += share * SEEN_POINTS[criterion]
        out_of += SEEN_POINTS[criterion]
        is_told = rubric or (said and criterion is Criterion.HOOK)
        reason = f"{reason} {sentence}" if is_told else reason
    return ScorePart(name=part.name, points=round(earned), out_of=round(out_of), reason=reason)


def _judge_unmeasured(
    criterion: Criterion, rubric: Rubric | None, measured_share: float, said: SaidInClip | None
) -> ScorePart:
    share, sentence = _find_share(criterion, rubric, measured_share, said)
    out_of = SEEN_POINTS[criterion]
    return ScorePart(
        name=criterion.value, points=round(share * out_of), out_of=out_of, reason=sentence
    )


def _find_share(
    criterion: Criterion, rubric: Rubric | None, measured_share: float, said: SaidInClip | None
) -> tuple[float, str]:
    mark = rubric.find_mark(criterion) if rubric else None
    if mark is None and said and criterion is Criterion.HOOK:
        return said.hook_share, said.hook_reason
    if mark is None and said and criterion is Criterion.STANDS_ALONE:
        return said.alone_share, said.alone_reason
    if mark is None:
        return measured_share, _UNMARKED if rubric else _UNSEEN
    told = mark.sentence or f"{mark.points} of 10."
    return mark.points / 10, f"The model says: {told}"
