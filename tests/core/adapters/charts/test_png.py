import cv2
import numpy as np
import pytest

from core.adapters.charts.marks import Anchor, Area, Dot, Line, Text
from core.adapters.charts.png import draw_png


def read(marks):
    picture = cv2.imdecode(np.frombuffer(draw_png(marks), np.uint8), cv2.IMREAD_COLOR)
    assert picture is not None
    return picture


def draw(*marks):
    """Return how dark each pixel is, 0 for white to 1."""
    picture = read(marks)
    assert picture.shape == (600, 1600, 3)
    return 1 - picture.astype(float).mean(2) / 255


def find_box(dark):
    rows, columns = np.nonzero(dark > 0.3)
    return columns.min(), rows.min(), columns.max() + 1, rows.max() + 1


def test_an_area_fills_its_pixels_in_its_colour():
    corners = ((100, 50), (300, 50), (300, 90), (100, 90))
    picture = read([Area(points=corners, colour="#ff8000")])

    assert tuple(picture[70, 200]) == (0, 128, 255)  # blue, green, red
    assert tuple(picture[40, 200]) == (255, 255, 255)
    assert find_box(1 - picture.astype(float).min(2) / 255) == pytest.approx(
        (100, 50, 300, 90), abs=1
    )


def test_lines_and_dots_are_where_they_should_be():
    assert find_box(draw(Line(start=(10, 20), end=(200, 20), width=2))) == pytest.approx(
        (10, 19, 200, 21), abs=1
    )
    assert find_box(draw(Dot(at=(500, 300), radius=20, colour="#000000"))) == pytest.approx(
        (480, 280, 520, 320), abs=1
    )


@pytest.mark.parametrize("anchor", list(Anchor))
def test_text_begins_ends_or_has_its_middle_at_its_point(anchor):
    left, top, right, bottom = find_box(
        draw(Text(at=(800, 300), text="HOHO", size=40, anchor=anchor))
    )

    place = {Anchor.START: left, Anchor.MIDDLE: (left + right) / 2, Anchor.END: right}[anchor]
    assert place == pytest.approx(800, abs=5)
    assert bottom == pytest.approx(300, abs=2)
    assert bottom - top == pytest.approx(0.73 * 40, abs=3)  # the height of capitals


def test_turned_text_is_read_from_below():
    left, top, right, bottom = find_box(
        draw(Text(at=(100, 500), text="HIHI", size=40, is_turned=True))
    )

    assert (right, bottom) == pytest.approx((100, 500), abs=5)
    assert bottom - top > right - left


def test_letters_have_holes_and_every_letter_of_latin_is_drawn():
    ring = draw(Text(at=(100, 300), text="O", size=200, anchor=Anchor.START))
    left, top, right, bottom = find_box(ring)
    assert ring[(top + bottom) // 2, (left + right) // 2] == 0

    letters = [chr(code) for code in [*range(0x21, 0x7F), *range(0xC0, 0x180)]]
    dark = draw(
        *(
            Text(at=(9 + 30 * (n % 50), 50 + 40 * (n // 50)), text=letter, size=20)
            for n, letter in enumerate(letters)
        )
    )
    for n in range(len(letters)):
        x, y = 9 + 30 * (n % 50), 50 + 40 * (n // 50)
        assert dark[y - 25 : y + 8, x - 4 : x + 25].any(), letters[n]


def test_what_the_font_lacks_is_a_box():
    assert draw(Text(at=(100, 300), text="\U0001f9ff", size=60)).any()
