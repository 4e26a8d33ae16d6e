from dataclasses import replace

from core.domain.clips.edit_plan import Layout
from core.domain.clips.made.cut_record import FramingAsked
from tests.builders import make_facts


def test_another_window_or_layout_asks_for_another_frame():
    """What was found for one frame says nothing about another."""
    asked = FramingAsked(
        facts=make_facts(), start_seconds=3.0, end_seconds=9.0, longest_seconds=60.0
    )

    assert replace(asked) == asked
    assert replace(asked, end_seconds=9.5) != asked
    assert replace(asked, layout=Layout.FIT) != asked
