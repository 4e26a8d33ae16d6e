import pytest

from core.domain.work.platform import BY_HAND, MEASURED_ONLY, Platform
from core.domain.work.text_limits import (
    TEXT_LIMITS,
    Field,
    Unit,
    find_excess,
    find_limit,
    join_text,
    measure,
    weigh,
)

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"
GREEK_AND_ACCENT = "e\u0301"  # two code points that compose to one


@pytest.mark.parametrize("limit", TEXT_LIMITS, ids=lambda one: f"{one.platform}-{one.field}")
@pytest.mark.parametrize(
    "piece",
    ["a", "\U0001f600", "字", "ب", "q\u0303", FAMILY],
    ids=["latin", "emoji", "cjk", "rtl", "combining", "family"],
)
def test_a_field_fits_at_its_limit_and_not_one_beyond(limit, piece):
    size = measure(piece, limit.unit)
    count, rest = divmod(limit.most, size)
    fits = piece * count + "a" * rest
    given = {"title": "", "text": ""}

    def fill(text):
        if limit.field is Field.TAGS:
            return given | {"tags": (text,)}
        return given | {limit.field.value: text}

    assert measure(fits, limit.unit) == limit.most
    assert find_excess(limit.platform, **fill(fits)) == ""
    assert "shorten it by 1." in find_excess(limit.platform, **fill(fits + "a"))


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("Hello", 5),
        ("é", 1),
        (GREEK_AND_ACCENT, 1),  # normalised before it is counted
        ("字" * 140, 280),
        ("한글", 4),
        ("مرحبا", 5),  # below U+10FF
        ("\u2013\u2019\u2026", 4),  # dash and quote are single, the ellipsis is not
        ("\U0001f600", 2),
        (FAMILY, 2),
        ("\U0001f44d\U0001f3fd", 2),
        ("\U0001f1e9\U0001f1ea\U0001f1eb\U0001f1f7", 4),
        ("1\ufe0f\u20e3 2", 4),
        ("https://example.org/" + "a" * 300, 23),
        ("see http://a.de now", 4 + 23 + 4),
        ("see a.de now", 4 + 23 + 4),
        ("no.link" + "@x", 9),
        ("3.14 and e.g. this", 18),
    ],
)
def test_x_counts_by_weight(text, length):
    assert weigh(text) == length


def test_every_limit_has_a_source_and_every_platform_that_is_written_for_has_a_limit():
    assert all(limit.source and limit.most > 0 for limit in TEXT_LIMITS)
    written_for = {*Platform} - {Platform.FOLDER} - MEASURED_ONLY
    assert {limit.platform for limit in TEXT_LIMITS} == written_for
    assert written_for >= BY_HAND


def test_a_field_without_a_limit_is_never_too_long():
    assert find_limit(Platform.FOLDER, Field.TEXT) is None
    assert find_excess(Platform.FOLDER, title="a" * 9999, text="b" * 99999) == ""


def test_tags_count_where_they_are_written():
    """YouTube has a field for tags, with quotes around spaces; elsewhere they are in the text."""
    assert find_excess(Platform.YOUTUBE, title="", text="", tags=("a b",) * 83) == ""
    assert "tags" in find_excess(Platform.YOUTUBE, title="", text="", tags=("a b",) * 84)
    assert find_excess(Platform.X, title="", text="a" * 276, tags=("b",)) == ""
    assert "shorten it by 1." in find_excess(Platform.X, title="", text="a" * 277, tags=("b",))


def test_a_title_without_a_place_of_its_own_leads_the_text_unless_it_says_the_same():
    assert (
        join_text(Platform.X, "Ace", "Three in a row", ("val",)) == "Ace\n\nThree in a row\n\n#val"
    )
    assert join_text(Platform.X, "Ace", "ace in a row", ()) == "ace in a row"
    assert join_text(Platform.YOUTUBE, "Ace", "Text", ("val",)) == "Text"


def test_half_a_pair_of_surrogates_is_counted_too():
    assert measure("\ud800", Unit.UTF16) == 1
    assert measure("\ud800", Unit.BYTES) == 3
    assert measure("ab", Unit.CHARACTERS) == 2
