import pytest

from core.adapters.table.archive.chatter_rows import ChatterEvidence


@pytest.mark.parametrize(
    ("line", "stays"),
    [
        ([1, "Bob", "hello"], False),
        ([1, "BOB", "hello"], False),
        ([1, "bobby", "hello"], True),
        ([1, "ann", "@bob hello"], False),
        ([1, "ann", "bobcat hello"], True),
        (["odd"], True),
        ("odder", True),
    ],
)
def test_lines_by_them_and_about_them_go(line, stays):
    bare = ChatterEvidence("@bob").strip({"spike": {"strongest": [line], "askedBy": "ann"}})

    assert (bare["spike"]["strongest"] == [line]) is stays
    assert bare["spike"]["askedBy"] == "ann"


def test_a_short_name_is_not_looked_for_in_texts():
    bare = ChatterEvidence("a").strip({"strongest": [[1, "ann", "a hello"], [2, "A", "x"]]})

    assert bare == {"strongest": [[1, "ann", "a hello"]]}
