import pytest

from core.domain.learning.exports.post_rows import (
    RowFigures,
    find_id_in_link,
    list_doubts,
    read_post_rows,
)
from core.domain.learning.exports.post_tables import find_tables, read_text_table
from core.domain.work.platform import Platform
from tests.core.domain.learning.exports.export_samples import AS_OF, META, TIKTOK, YOUTUBE_EN, X


def read(data, as_of=AS_OF):
    text = data.decode("utf-8-sig") if isinstance(data, bytes) else data
    return read_post_rows(find_tables([read_text_table("f", text)]).tables, as_of=as_of)


def test_figures_of_youtube_are_of_one_kind_with_others():
    first, second, nobody = read(YOUTUBE_EN)

    assert first.ids == ("-bcDEFghi_1",)
    assert first.title == 'Chat erupts: "no way", 🎉'
    assert first.figures == RowFigures(
        views=1200,
        engaged_views=1000,
        likes=60,
        comments=8,
        shares=5,
        impressions=20000,
        click_rate=0.045,
        watched_seconds=36000.0,
        watched_share=0.615,
    )
    assert second.figures.shares == 0
    assert nobody.figures.is_empty
    assert nobody.problem == "it has no figures"


def test_ids_are_cut_from_links_and_unknown_is_no_zero():
    known, unknown = read(TIKTOK)

    assert known.ids == ("7412345678901234567",)
    assert str(known.read_on) == "2026-09-20"
    assert unknown.figures.views is None
    assert str(unknown.published_on) == "2025-12-24"


def test_impressions_are_the_views_of_x_and_nineteen_digits_stay():
    (row,) = read(X)

    assert row.ids == ("1834567890123456789",)
    assert (row.figures.views, row.figures.saves, row.figures.shares) == (1200, 4, 5)
    rounded = X.replace(b"\n1834567890123456789,", b"\n1.83457E+18,").replace(
        b"/status/1834567890123456789", b"/"
    )
    assert "rounded" in read(rounded)[0].problem


def test_meta_tells_california_time_and_facebook_by_its_links():
    (row,) = read(META)

    assert row.platform is Platform.INSTAGRAM
    assert row.ids == ("18012345678901234", "DAbcdEFghij")
    assert row.published.isoformat() == "2026-09-02T06:08:00-07:00"
    (other,) = read(META.replace(b"www.instagram.com", b"www.facebook.com"))
    assert other.platform is Platform.FACEBOOK


def test_figures_of_one_day_are_no_totals():
    (row,) = read(META.replace(b"Lifetime", b"09/03/2026"))
    assert "of one day" in row.problem


def test_the_same_post_twice_is_one_row_and_the_later_reading_counts():
    again = TIKTOK.decode().replace('"September 20"', '"September 25"').replace("1200", "1500")
    lines = again.splitlines()
    (_, row) = read(TIKTOK.decode("utf-8-sig") + "\n" + lines[1], AS_OF.replace(day=26))

    assert row.figures.views == 1500
    assert str(row.read_on) == "2026-09-25"


def test_a_file_saved_again_by_a_german_spreadsheet_is_read():
    (row,) = read(
        "Videos;Videotitel;Aufrufe;Wiedergabezeit (Stunden);Klickrate der Impressionen (%)\r\n"
        "abcdefghij1;Ein Titel;1.250;12,5;4,5\r\n"
    )
    assert (row.figures.views, row.figures.watched_seconds) == (1250, 45000.0)
    assert row.figures.click_rate == 0.045


def test_a_formula_is_text_and_no_figure():
    (row,) = read("Content,Video title,Views\nabcdefghij1,=HYPERLINK(1),=2+2\n")

    assert row.title == "=HYPERLINK(1)"
    assert row.problem == "it has no figures"


@pytest.mark.parametrize(
    ("platform", "link", "post_id"),
    [
        (Platform.YOUTUBE, "https://www.youtube.com/shorts/-bcDEFghi_1", "-bcDEFghi_1"),
        (Platform.YOUTUBE, "https://youtu.be/-bcDEFghi_1?t=3", "-bcDEFghi_1"),
        (Platform.YOUTUBE, "https://www.youtube.com/watch?v=-bcDEFghi_1x", None),
        (Platform.X, "https://x.com/a/status/1834567890123456789", "1834567890123456789"),
        (
            Platform.LINKEDIN,
            "https://www.linkedin.com/posts/ada_x-activity-7236345678901234567-abcd",
            "7236345678901234567",
        ),
        (Platform.INSTAGRAM, "https://www.instagram.com/reel/DAbcdEFghij/", "DAbcdEFghij"),
        (Platform.TIKTOK, "javascript:alert(1)", None),
    ],
)
def test_a_link_names_its_post(platform, link, post_id):
    assert find_id_in_link(platform, link) == post_id


def test_a_torn_row_tells_no_figure():
    """Without its quotes a comma moves each figure below the header of another."""
    (row,) = read("Content,Video title,Views,Likes\nabcdefghij1,Look, at that,5,1\n")

    assert "lacks its quotes" in row.problem


def test_numbers_that_can_be_read_in_two_ways_are_not_read():
    first, second = read("Content;Video title;Likes\nabcdefghij1;A;1.204\nabcdefghij2;B;1,204\n")

    assert first.figures.is_empty
    assert "two ways" in second.problem


def test_dates_that_nothing_says_the_order_of_are_told():
    def doubt(on):
        text = f"Content,Video title,Video publish time,Views\nabcdefghij1,A,{on},5\n"
        return list_doubts(find_tables([read_text_table("f", text)]).tables, as_of=AS_OF)

    assert "March or April" in doubt("3/4/2026")[0]
    assert doubt("13/4/2026") == ()
    assert doubt("3.4.2026") == ()
