import pytest

from core.adapters.chat_logs.csv_rows import RowReader


def _read(text, **given):
    skipped = []
    lines = iter(text.splitlines(keepends=True))
    return list(RowReader(lines, lambda: skipped.append(1), **given).read()), len(skipped)


@pytest.mark.parametrize(
    ("text", "given", "rows"),
    [
        ('1;"a;b"\n', {"delimiter": ";"}, [["1", "a;b"]]),
        ('1, "a,b"\n', {"is_spaced": True}, [["1", "a,b"]]),
        ('1, "a"\n', {}, [["1", ' "a"']]),
        ("1\ta\n\n2\tb\n", {"delimiter": "\t"}, [["1", "a"], ["2", "b"]]),
    ],
)
def test_rows_are_split_at_their_delimiter(text, given, rows):
    assert _read(text, **given) == (rows, 0)


def test_an_open_quote_costs_its_own_line():
    assert _read('1,"open\n2,b\n') == ([["2", "b"]], 1)
