from typing import cast
from xml.etree import ElementTree

import pytest

from core.adapters.charts.marks import Anchor, Area, Dot, Line, Mark, Text
from core.adapters.charts.svg import draw_svg


def test_each_mark_is_an_element_and_text_stays_text():
    document = draw_svg(
        [
            Area(points=((0, 0), (9, 0), (9, 9)), colour="#102030"),
            Line(start=(0, 0), end=(5, 5)),
            Dot(at=(1, 2), radius=3, colour="#102030"),
            Text(at=(4, 5), text="a < b & c", size=10, anchor=Anchor.END, is_turned=True),
        ]
    )

    root = ElementTree.fromstring(document)  # noqa: S314 - made here
    names = [child.tag.rpartition("}")[2] for child in root]
    assert names == ["rect", "polygon", "line", "circle", "text"]
    assert root[4].text == "a < b & c"
    assert root[4].attrib["transform"] == "rotate(-90 4.00 5.00)"


def test_what_is_no_mark_is_refused():
    with pytest.raises(TypeError, match="is not a mark"):
        draw_svg([cast("Mark", "text")])
