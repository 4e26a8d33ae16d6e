import pytest

from core.domain.learning.exports.columns import Meaning
from core.domain.learning.exports.post_tables import ROWS_MAX, find_tables, read_text_table
from core.domain.work.platform import Platform
from core.errors import InvalidInput

HEADER = "Content,Video title,Views"


def find(*texts, wanted=None):
    return find_tables([read_text_table(f"f{n}", t) for n, t in enumerate(texts)], wanted=wanted)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_that_of_the_header(delimiter):
    text = f"{HEADER}\nabcdefghij1,A title,5\n".replace(",", delimiter)

    (table,) = find(f"sep={delimiter}\n{text}").tables
    assert table.rows == ((2, ["abcdefghij1", "A title", "5"]),)


def test_a_header_may_stand_below_notes_but_not_far_below():
    (table,) = find(f"A note\n\n{HEADER}\nabcdefghij1,A title,5\n").tables
    assert [row for row, _ in table.rows] == [4]
    assert find("a note\n" * 12 + f"{HEADER}\nabcdefghij1,A title,5\n").tables == ()


@pytest.mark.parametrize(
    "line", ["Total,,9", "Gesamt,,9", "合計,,9", "Showing top 500 results,", ",,", ""]
)
def test_totals_footers_and_blanks_are_no_posts(line):
    (table,) = find(f"{HEADER}\n{line}\nabcdefghij1,Total,5\n{line}\n").tables

    assert [cells[0] for _, cells in table.rows] == ["abcdefghij1"]


def test_blocks_of_one_file_are_tables_of_their_own():
    block = f"A block\n{HEADER}\nabcdefghij1,A title,5\n"

    assert len(find(f"{block}\n{block}").tables) == 2


def test_a_column_that_comes_twice_is_read_once():
    (table,) = find(f"{HEADER},Views\nabcdefghij1,A title,5,6\n").tables
    assert table.columns == (Meaning.POST_ID, Meaning.TITLE, Meaning.VIEWS, None)


def test_what_is_no_table_of_posts_says_so():
    found = find("Date,Views,Likes\n2026-09-01,1,2\n", "a,b\n1,2\n", "\n\n", "just words")

    assert found.tables == ()
    assert "tells of days" in found.refused[0]
    assert "no columns that tell of posts (a, b)" in found.refused[1]
    assert "is empty" in found.refused[2]
    assert "no columns" in found.refused[3]


def test_a_platform_that_somebody_names_must_fit():
    assert find(f"{HEADER}\nabcdefghij1,A,5\n", wanted=Platform.X).tables == ()
    assert find(f"{HEADER}\nabcdefghij1,A,5\n", wanted=Platform.YOUTUBE).tables


def test_a_million_rows_are_refused_early():
    text = HEADER + "\nabcdefghij1,A title,5" * (ROWS_MAX + 5)
    with pytest.raises(InvalidInput, match="50,000 rows"):
        read_text_table("big.csv", text)


def test_a_line_that_no_table_has_is_refused_in_words():
    with pytest.raises(InvalidInput, match="no table that can be read"):
        read_text_table("f", f'{HEADER}\n"{"x" * 200_000}",A,5\n')


def test_columns_stand_in_any_order_but_youtubes_first_says_what_rows_are():
    x = "Date,Impressions,Likes,Post id\n2026-09-02,5,1,1834567890123456789\n"
    youtube = "Date,Content,Video title,Views\n2026-09-02,abcdefghij1,A,5\n"

    assert find(x).tables
    assert "tells of days" in find(youtube).refused[0]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_as_on_any_machine(end):
    text = f"sep=;{end}{HEADER.replace(',', ';')}{end}abcdefghij1;A;5{end}"

    (table,) = find(text).tables

    assert [row for _, row in table.rows] == [["abcdefghij1", "A", "5"]]


def test_a_header_further_down_begins_another_part():
    """Two exports put together by hand, the second with its columns in another order."""
    rows = "".join(f"abcdefgh{number:03},A,5\n" for number in range(20))
    text = f"{HEADER}\n{rows}Content,Likes,Views,Video title\nabcdefghij1,7,70,Z\n"

    first, second = find(text).tables

    assert len(first.rows) == 20
    assert second.columns == (Meaning.POST_ID, Meaning.LIKES, Meaning.VIEWS, Meaning.TITLE)
    assert [row for _, row in second.rows] == [["abcdefghij1", "7", "70", "Z"]]


def test_rows_whose_cells_do_not_lie_below_their_headers_are_torn():
    (table,) = find(
        f"{HEADER}\nabcdefghij1,Look, at that,5\nabcdefghij2,B,5,,\nabcdefghij3,C"
    ).tables

    assert list(table.torn) == [2, 4]
    assert "quotes" in table.torn[2]
    assert "ends in the middle" in table.torn[4]


def test_a_table_without_a_row_says_so():
    assert find(f"{HEADER}\nTotal,,5\n").refused == (
        "f0 has the columns of posts and no row of one.",
    )
