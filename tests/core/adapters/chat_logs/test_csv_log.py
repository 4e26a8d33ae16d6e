import io

import pytest

from core.adapters.chat_logs.csv_log import Columns, find_columns, is_csv, read_csv
from core.domain.chat.chat_message import ChatMessage


def _read(text):
    skipped = []
    events = read_csv(io.StringIO(text, newline=""), lambda: skipped.append(1))
    said = [(e.offset_seconds, e.chatter, e.text) for e in events if isinstance(e, ChatMessage)]
    return said, len(skipped)


@pytest.mark.parametrize(
    ("text", "rows", "skipped"),
    [
        ("t_seconds,user,text\n1.5,ann,hi\n", [(1.5, "ann", "hi")], 0),
        ("user,text,t_seconds\nann,hi,1.5\n", [(1.5, "ann", "hi")], 0),
        ("1,ann,hi\r\n2,bob,yo\r\n", [(1.0, "ann", "hi"), (2.0, "bob", "yo")], 0),
        ('1,ann,"two\nlines, ""quoted"""\n', [(1.0, "ann", 'two\nlines, "quoted"')], 0),
        ("1,ann,well, yes\n", [(1.0, "ann", "well, yes")], 0),  # a comma nobody quoted
        ("1,ann,hi\n\nx,bob,yo\n3,,yo\n4,cid\n5,dan\n", [(1.0, "ann", "hi")], 4),
        ("1,ann,\n2,bob, \n", [(1.0, "ann", ""), (2.0, "bob", " ")], 0),  # stripped emotes
        ("nan,ann,hi\n-3,bob,early\n", [(-3.0, "bob", "early")], 1),
        ("author_name,message,time_in_seconds\nann,hi,7\n", [(7.0, "ann", "hi")], 0),
    ],
)
def test_rows_become_messages_and_broken_ones_are_counted(text, rows, skipped):
    assert _read(text) == (rows, skipped)


def _filler(count, text="go"):
    lines = "".join(f"{n},ann,{text}\n" for n in range(20, 20 + count))
    return lines, [(float(n), "ann", text) for n in range(20, 20 + count)]


@pytest.mark.parametrize("count", [0, 1, 3, 4, 5, 3_000])
@pytest.mark.parametrize("text", ["go", "x" * 1_500])
def test_a_quote_that_is_never_closed_costs_its_own_line(count, text):
    """It could swallow every message up to the end of the file."""
    lines, messages = _filler(count, text)

    rows, skipped = _read('1,ann,hi\n10,bob,"what a play\n' + lines + "9999,cid,bye")

    assert rows == [(1.0, "ann", "hi"), *messages, (9999.0, "cid", "bye")]
    assert skipped == 1


def test_each_of_many_open_quotes_costs_its_own_line():
    lines = "".join(f'{n},bob,"open\n{n},ann,"well, closed"\n' for n in range(1_000))

    rows, skipped = _read(lines)

    assert rows == [(float(n), "ann", "well, closed") for n in range(1_000)]
    assert skipped == 1_000


@pytest.mark.parametrize(
    ("quoted", "is_kept"),
    [
        ("\n" * 4, True),  # five physical lines
        ("\n" * 5, False),
        ("x" * 1_990 + "\nend", True),
        ("x" * 2_100 + "\nend", False),
    ],
)
def test_a_quoted_text_may_have_a_few_lines(quoted, is_kept):
    rows, skipped = _read(f'1,ann,"{quoted}"\n2,bob,yo\n')

    assert rows[-1] == (2.0, "bob", "yo")
    assert (rows[0] == (1.0, "ann", quoted)) is is_kept
    assert (skipped > 0) is not is_kept


@pytest.mark.parametrize(
    ("line", "rows", "skipped"),
    [
        ('1,ann,"hi" there', [(1.0, "ann", "hi there")], 0),
        ('1,ann,say "hi"', [(1.0, "ann", 'say "hi"')], 0),
        ('1,ann,"hi" ' + "x" * 200_000, [], 1),
        ("1,ann," + "x" * 200_000, [], 1),
    ],
    ids=["behind a quote", "within a text", "a long quote", "a long text"],
)
def test_a_line_of_its_own_kind_is_judged_alone(line, rows, skipped):
    assert _read(f"{line}\n2,bob,yo\n") == ([*rows, (2.0, "bob", "yo")], skipped)


@pytest.mark.parametrize("offset", ["1e12", "1e300", "-1e12", "100000001"])
def test_an_offset_of_ages_is_a_broken_line(offset):
    assert _read(f"{offset},ann,hi\n2,bob,yo\n") == ([(2.0, "bob", "yo")], 1)


@pytest.mark.parametrize(
    ("header", "text"),
    [
        ("t_seconds,user,text", "well, yes"),
        ("user,t_seconds,text", "well, yes"),
        ("t_seconds,user,text,badges", "well"),
    ],
)
def test_a_comma_belongs_to_the_text_where_that_is_the_last_column(header, text):
    rows, skipped = _read(f"{header}\n1,1,well, yes\n")

    assert (rows, skipped) == ([(1.0, "1", text)], 0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("t_seconds,user,text\n", True),
        ("1,ann,hi\n", True),
        ("hello world\n", False),
        ("a,b,c\n", False),
        ("", False),
        ('"' + "x" * 200_000, False),
    ],
)
def test_csv_is_recognised_by_its_first_row(text, expected):
    assert is_csv(text) is expected


def test_a_header_says_where_things_are():
    assert find_columns([" Text ", "x", "USER", "T_Seconds"]) == Columns(
        offset=3, chatter=2, text=0, has_text_last=False
    )
    assert find_columns(["user", "text"]) is None
