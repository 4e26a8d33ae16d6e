import pytest

from core.domain.clips.seen_score import MEASURED_SHARE, SEEN_POINTS, combine_score
from core.domain.clips.virality import ScorePart, ViralityScore, score_moment
from core.domain.clips.words.spoken_hook import SaidInClip
from core.domain.signals.signals import Signals
from core.domain.videos.understanding import Criterion, Mark, Rubric
from tests.builders import make_spike

NAMES = ("chat crowd", "shared reaction", "sound", "pace", "hook")
OUT_OF = (35, 15, 25, 10, 15)


def _measured(*points):
    return ViralityScore(
        parts=tuple(
            ScorePart(name=name, points=point, out_of=out_of, reason=f"{name}.")
            for name, point, out_of in zip(NAMES, points, OUT_OF, strict=True)
        )
    )


def _rubric(points, *, sentence="So it is."):
    return Rubric(
        marks=tuple(Mark(criterion=c, points=points, sentence=sentence) for c in Criterion)
    )


def test_the_weights_make_a_hundred():
    assert sum(OUT_OF) * MEASURED_SHARE + sum(SEEN_POINTS.values()) == 100


@pytest.mark.parametrize("rubric", [None, _rubric(5)])
def test_a_score_has_the_same_eight_parts_with_and_without_a_model(rubric):
    score = combine_score(_measured(20, 5, 10, 5, 10), rubric)

    assert [(part.name, part.out_of) for part in score.parts] == [
        ("chat crowd", 21),
        ("shared reaction", 9),
        ("sound", 15),
        ("pace", 11),
        ("hook", 17),
        ("emotion", 10),
        ("payoff", 11),
        ("stands alone", 6),
    ]
    assert all(0 <= part.points <= part.out_of for part in score.parts)


@pytest.mark.parametrize(
    "points", [(0, 0, 0, 0, 0), (35, 15, 25, 10, 15), (20, 5, 10, 5, 10), (7, 3, 25, 0, 11)]
)
def test_without_a_model_a_score_is_what_was_measured(points):
    # Each of eight parts is rounded by at most a half.
    assert abs(combine_score(_measured(*points), None).value - sum(points)) <= 4


@pytest.mark.parametrize(
    ("measured", "mark", "value"),
    [
        ((35, 15, 25, 10, 15), 10, 100),
        ((0, 0, 0, 0, 0), 10, 40),  # whatever a model says, it has 40 points to give
        ((35, 15, 25, 10, 15), 0, 60),
        ((0, 0, 0, 0, 0), 0, 0),
    ],
)
def test_what_is_seen_moves_a_score_by_forty_points_at_most(measured, mark, value):
    assert combine_score(_measured(*measured), _rubric(mark)).value == value


def test_each_part_says_who_says_so():
    parts = {p.name: p for p in combine_score(_measured(20, 5, 10, 5, 10), _rubric(8)).parts}

    assert parts["chat crowd"].reason == "chat crowd."
    assert parts["hook"].reason == "hook. The model says: So it is."
    assert parts["emotion"].reason == "The model says: So it is."
    assert parts["emotion"].points == 8  # 8 of 10


def test_a_mark_without_a_sentence_says_its_points():
    parts = combine_score(_measured(0, 0, 0, 0, 0), _rubric(8, sentence="")).parts

    assert parts[-1].reason == "The model says: 8 of 10."


def test_a_criterion_without_a_mark_counts_as_what_was_measured():
    rubric = Rubric(marks=(Mark(criterion=Criterion.HOOK, points=10, sentence=""),))

    parts = {p.name: p for p in combine_score(_measured(35, 15, 25, 10, 15), rubric).parts}

    assert parts["emotion"].points == 10
    assert "The model gave no mark" in parts["emotion"].reason


def test_the_measured_parts_are_those_that_the_local_score_has():
    """Whoever renames a part of the local score has to rename it here."""
    signals = Signals(
        start_seconds=0, end_seconds=60, loudness_db=(-20.0,) * 600, cuts_at_seconds=()
    )
    measured = score_moment(make_spike(), signals, start_seconds=0, end_seconds=30)

    assert tuple(part.name for part in measured.parts) == NAMES
    assert tuple(part.out_of for part in measured.parts) == OUT_OF


def test_words_tell_how_a_clip_opens_and_whether_it_stands_alone_where_no_model_did():
    said = SaidInClip(
        hook_share=1.0, hook_reason="It opens.", alone_share=0.5, alone_reason="Half."
    )
    measured = _measured(20, 5, 10, 5, 10)
    silent, spoken = combine_score(measured, None), combine_score(measured, None, said)

    parts = {part.name: part for part in spoken.parts}
    assert parts["stands alone"].points == 3
    assert parts["stands alone"].reason == "Half."
    assert parts["hook"].reason.endswith("It opens.")
    assert {p.name: p.out_of for p in spoken.parts} == {p.name: p.out_of for p in silent.parts}
