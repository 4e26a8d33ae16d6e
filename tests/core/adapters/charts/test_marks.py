from core.adapters.charts.marks import Anchor, Line, Text


def test_what_is_not_said_is_thin_and_dark_and_begins_at_its_point():
    assert Line(start=(0, 0), end=(1, 1)).width == 1.0
    assert Text(at=(0, 0), text="x", size=9).anchor is Anchor.START
    assert Text(at=(0, 0), text="x", size=9).colour == Line(start=(0, 0), end=(1, 1)).colour
