"""The score only ever rises."""

from core.adapters.demo.canvas import Canvas
from core.adapters.demo.hud import draw_hud, score_at
from core.adapters.demo.timeline import Timeline


def test_the_score_rises_and_the_boss_counts():
    timeline = Timeline()
    scores = [score_at(timeline.at(float(at)), orbs=0) for at in range(360)]

    assert scores == sorted(scores)
    assert scores[248] - scores[245] > 250_000


def test_it_is_drawn_in_both_upper_corners_to_the_very_end():
    timeline = Timeline()

    for at in (10.0, 359.9):
        canvas = Canvas()
        draw_hud(canvas, timeline.at(at), 3, (0, 0))
        assert canvas.pixels[:80, :200].any()
        assert canvas.pixels[:80, -200:].any()
