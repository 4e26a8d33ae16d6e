from core.domain.clips.score_weights import USUAL_POINTS, reweigh, share_out
from core.domain.clips.seen_score import combine_score
from core.domain.clips.virality import ScorePart, ViralityScore

MEASURED = {"chat crowd": 35, "shared reaction": 15, "sound": 25, "pace": 10, "hook": 15}
USUAL = combine_score(
    ViralityScore(
        parts=tuple(
            ScorePart(name=name, points=out_of // 2, out_of=out_of, reason="")
            for name, out_of in MEASURED.items()
        )
    ),
    None,
)


def test_the_usual_points_are_those_of_a_combined_score():
    assert {part.name: part.out_of for part in USUAL.parts} == dict(USUAL_POINTS)
    assert sum(USUAL_POINTS.values()) == 100


def test_a_weighed_score_is_out_of_100_still_and_says_why():
    weighed = reweigh(USUAL, {"sound": 2.0, "pace": 0.5}, note="Sound counts more here.")

    out_of = {part.name: part.out_of for part in weighed.parts}
    assert sum(out_of.values()) == 100
    assert out_of["sound"] > 20
    assert all(part.points <= part.out_of for part in weighed.parts)
    assert weighed.note == "Sound counts more here."


def test_a_weighed_score_is_not_weighed_again_and_no_weights_change_nothing():
    weighed = reweigh(USUAL, {"sound": 2.0})

    assert reweigh(weighed, {"sound": 0.5}) == weighed
    assert reweigh(USUAL, {}) is USUAL
    assert reweigh(ViralityScore(parts=()), {"sound": 2.0}).parts == ()


def test_points_are_shared_out_whole():
    assert share_out({"a": 1, "b": 1, "c": 1}) == {"a": 34, "b": 33, "c": 33}
