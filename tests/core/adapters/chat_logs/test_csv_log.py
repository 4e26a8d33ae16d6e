import pytest

from core.adapters.chat_logs.csv_log import CsvFormat
from core.adapters.chat_logs.log_format import Sample
from core.errors import InvalidInput
from tests.core.adapters.chat_logs.reading import read_with


def _read(text):
    read = read_with(CsvFormat(), text)
    return read.said, read.skipped


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


@pytest.mark.parametrize("text", ["hello world\n", "a,b,c\n", "", '"' + "x" * 200_000])
def test_what_has_no_times_is_not_csv(text):
    assert CsvFormat().recognise(Sample(text)) is None


@pytest.mark.parametrize("text", ["t_seconds,user,text\n", "1,ann,hi\n"])
def test_csv_is_recognised_by_its_first_row(text):
    assert CsvFormat().recognise(Sample(text)) is not None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("time;user;message\r\n1,5;ann;hi\r\n3;bob;yo, you\r\n", "CSV with semicolons"),
        ("sep=;\r\ntime;user;message\r\n1,5;ann;hi\r\n3;bob;yo, you\r\n", "CSV with semicolons"),
        ("time\tuser\tmessage\n1.5\tann\thi\n3\tbob\tyo, you\n", "TSV"),
        ("time|user|message\n1.5|ann|hi\n3|bob|yo, you\n", "table with |"),
        ('00:00:01.5, ann, "hi"\n00:00:03, bob, "yo, you"\n', "CSV"),
        ("saved by a tool, in May\n\ntime,user,message\n1.5,ann,hi\n3,bob,yo, you\n", "CSV"),
    ],
)
def test_columns_may_be_parted_in_other_ways(text, name):
    read = read_with(CsvFormat(), text)

    assert (read.name, read.said) == (name, [(1.5, "ann", "hi"), (3.0, "bob", "yo, you")])
    assert read.skipped == 0


def test_shortcuts_of_kick_and_youtube_are_emotes():
    read = read_with(CsvFormat(), "7,ann,so [emote:37226:KEKW] good\n8,bob,:_hype: 10:30:15\n")

    assert read.emotes == [("[emote:37226:KEKW]",), (":_hype:",)]


def test_a_guess_of_days_is_said():
    """Spreadsheets write 0:00:07 as the part of a day that it is."""
    rows = "".join(f"{n / 86_400:.10f},ann,go {n}\n" for n in range(7, 40))

    read = read_with(CsvFormat(), f"time,user,message\n{rows}")

    assert read.said[0] == (7.0, "ann", "go 7")
    assert "days" in read.notes[0]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("time,message\n1,hi\n2,yo\n", "without a column that says who wrote"),
        ("time,user,message\n2026-05-23 15:02,ann,hi\n", "have no seconds"),
    ],
)
def test_a_table_that_lacks_something_is_refused(text, sentence):
    with pytest.raises(InvalidInput, match=sentence):
        CsvFormat().recognise(Sample(text))


def test_a_table_of_two_channels_is_refused():
    rows = [f"{n},#{'ab'[n % 2]},ann{n},hi" for n in range(20)]

    with pytest.raises(InvalidInput, match="mixes several channels"):
        CsvFormat().recognise(Sample("\n".join(["t_seconds,channel,user,text", *rows])))
