import pytest

from core.adapters.chat_logs.table_columns import Columns, find_columns

_TEXTS = ("well played that", "what a save", "no way", "hello from the north", "lol ok then")


def _rows(make, count=40):
    return [[str(cell) for cell in make(n)] for n in range(count)]


def _ann(n):
    return f"viewer_{n % 7}"


def _text(n):
    return _TEXTS[n % 5]


def _clock(n):
    return f"2026-05-23 15:{n // 60:02d}:{n % 60:02d}"


@pytest.mark.parametrize(
    ("make", "columns"),
    [
        (lambda n: (n * 1.5, _ann(n), _text(n)), (0, 1, 2)),
        (lambda n: (_text(n), _ann(n), n * 1.5), (2, 1, 0)),
        (lambda n: (n, _clock(n), _ann(n), "#FF0000", _text(n)), (1, 2, 4)),
        (lambda n: (_clock(n), f"0:{n:02d}", _ann(n), _text(n), "", "", f"i{n}"), (1, 2, 3)),
        (lambda n: (f"a{n:05}", _ann(n), "True", _text(n), 1779548575 + n), (4, 1, 3)),
    ],
)
def test_columns_are_found_by_what_stands_in_them(make, columns):
    found = find_columns(_rows(make))

    assert found is not None
    assert (found.time, found.chatter, found.text) == columns
    assert found.header is None


def test_an_unknown_header_is_a_header():
    rows = [["aaa", "bbb", "ccc"], *_rows(lambda n: (n * 1.5, _ann(n), _text(n)))]

    found = find_columns(rows)

    assert found is not None
    assert found.header == rows[0]


def test_a_date_and_a_clock_are_one_time():
    rows = [["Date", "Time", "User", "Text"]]
    rows += _rows(lambda n: ("2026-05-23", f"15:02:{n:02d}", _ann(n), _text(n)))

    found = find_columns(rows)

    assert found is not None
    assert (found.day, found.time) == (0, 1)
    time = found.read_time(rows[1])
    assert time is not None
    assert time.days


def test_few_rows_are_taken_for_the_plainest_table():
    assert find_columns([["1", "ann", "hi"]]) == Columns()


@pytest.mark.parametrize(
    "rows", [[], [["a", "b", "c"]], [["1", "2"]], [["time", "user", "text"], ["x", "a", "b"]]]
)
def test_what_has_no_times_is_no_table_of_chat(rows):
    assert find_columns(rows) is None


def test_days_of_a_spreadsheet_are_known():
    rows = [["time", "user", "text"]]
    rows += _rows(lambda n: (f"{46165.6270 + n / 86400:.8f}", _ann(n), _text(n)))

    found = find_columns(rows)

    assert found is not None
    assert found.unit == 86_400.0
