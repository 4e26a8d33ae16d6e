import cv2
import numpy as np

from core.adapters.vision.lasting_text import measure_spread, measure_text

WORDS = "what people can read from a page of words and numbers 120 400"


def page(rows=14):
    picture = np.full((540, 960, 3), 250, np.uint8)
    for row in range(rows):
        cv2.putText(picture, WORDS, (30, 60 + row * 32), 0, 0.8, (30, 30, 30), 1, cv2.LINE_AA)
    return picture


def game(seed):
    rng = np.random.default_rng(seed)
    blotches = rng.integers(0, 255, (18, 32, 3), dtype=np.uint8)
    return cv2.resize(blotches, (960, 540), interpolation=cv2.INTER_CUBIC)


def test_a_page_is_text_from_side_to_side():
    spread = measure_text([page()] * 4)

    assert spread.needs_width
    assert spread.area_share > 0.1
    assert spread.left < 0.1
    assert spread.right > 0.9


def test_a_moving_picture_without_letters_has_none():
    assert not measure_text([game(seed) for seed in range(5)]).needs_width


def test_a_score_at_both_sides_counts_where_the_picture_stands_still():
    pictures = []
    for index in range(5):
        picture = np.full((540, 960, 3), 120, np.uint8)
        cv2.circle(picture, (200 + index * 90, 300), 40, (40, 40, 220), -1)
        for x, text in ((20, "SCORE 001200"), (400, "HI 120400"), (720, "LIVES x3 12")):
            cv2.putText(picture, text, (x, 40), 0, 1.0, (255, 255, 255), 2, cv2.LINE_AA)
            cv2.putText(picture, text, (x, 80), 0, 0.8, (255, 255, 255), 2, cv2.LINE_AA)
        pictures.append(picture)

    assert measure_text(pictures).needs_width


def test_what_is_gone_in_the_next_picture_is_no_text():
    blank = np.full((540, 960, 3), 250, np.uint8)

    assert measure_text([page(), blank, page(), blank]).area_share == 0


def test_the_spread_is_told_in_shares():
    blocks = np.zeros((45, 80), bool)
    blocks[10:14, 8:16] = True

    spread = measure_spread(blocks)

    assert (spread.left, spread.right, spread.columns_share) == (0.1, 0.2, 0.1)
    assert spread.side_share == 1.0
