from dataclasses import replace

import pytest

from core.services.clips.cut_order import CutOrder, clamp_window
from tests.builders import make_facts

FACTS = replace(make_facts(), duration_seconds=100.0)


@pytest.mark.parametrize(
    ("start", "end", "window"),
    [
        (20.0, 30.0, (20.0, 30.0)),
        (-5.0, 30.0, (0.0, 30.0)),  # there is nothing before a video
        (95.0, 130.0, (95.0, 100.0)),  # nor after it
        (10.0, 99.0, (10.0, 55.0)),  # and a clip is no longer than it may be
    ],
)
def test_a_window_lies_within_its_video_and_is_no_longer_than_it_may_be(start, end, window):
    order = CutOrder(start_seconds=start, end_seconds=end, longest_seconds=45.0)

    assert clamp_window(order, FACTS) == window
