import io

import pytest

from core.adapters.chat_logs.csv_log import Columns, find_columns, is_csv, read_csv
from core.domain.chat import ChatMessage


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


def test_a_quote_that_is_never_closed_costs_one_stretch():
    """What the csv module refuses is skipped, and reading goes on behind it."""
    filler = "".join(f"{n},ann,{'x' * 500}\n" for n in range(300))

    rows, skipped = _read('1,ann,hi\n2,bob,"open\n' + filler + "999,cid,still here\n")

    assert skipped >= 1
    assert (999.0, "cid", "still here") in rows


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
        offset=3, chatter=2, text=0
    )
    assert find_columns(["user", "text"]) is None
