from bot.web.insights.check_drawing import HEIGHT, LEFT, WIDTH, draw_check, draw_checks
from tests.core.adapters.table.stores.measuring.test_lessons import LESSONS


def test_points_lie_within_the_picture_and_are_told_in_words():
    drawing = draw_check(LESSONS.checks[0])
    (point,) = drawing.points

    assert LEFT < point.x < WIDTH
    assert 0 < point.top < point.y < point.bottom < HEIGHT
    assert point.told == "Scores 1-9: 6 posts, place 40 of 100 (10 to 70)"
    assert drawing.name == "views on youtube"
    assert draw_checks(()) == ()
