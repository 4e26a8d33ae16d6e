import pytest

from core.domain.clips.framing.camera import NO_TEXT, TextSpread


@pytest.mark.parametrize(
    ("spread", "needs_width"),
    [
        # Slides, and code: text nearly everywhere.
        (TextSpread(area_share=0.33, columns_share=0.94, side_share=0.65), True),
        (TextSpread(area_share=0.17, columns_share=0.49, side_share=0.53), True),
        # A score in the corners of a game that mostly stands still, and one that moves.
        (TextSpread(area_share=0.03, columns_share=0.45, side_share=0.7, still_share=0.84), True),
        (TextSpread(area_share=0.03, columns_share=0.45, side_share=0.7, still_share=0.4), False),
        # A column of chat at one side; a title in the middle.
        (TextSpread(area_share=0.04, columns_share=0.11, side_share=1.0), False),
        (TextSpread(area_share=0.04, columns_share=0.3, side_share=0.1), False),
        (NO_TEXT, False),
    ],
)
def test_text_that_a_crop_would_cut_needs_the_whole_width(spread, needs_width):
    assert spread.needs_width is needs_width
