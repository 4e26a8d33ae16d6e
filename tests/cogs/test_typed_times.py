import pytest

from cogs.typed_times import read_time, write_time
from core.errors import InvalidInput


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("103", 103.0), ("1:43", 103.0), ("1:43.5", 103.5), ("1:02:03,25", 3723.25), (" 0:07 ", 7.0)],
)
def test_a_time_is_read_as_people_write_it(text, seconds):
    assert read_time(text) == seconds


@pytest.mark.parametrize("text", ["", "soon", "1:", ":30", "-3", "1:2:3:4", "1e3"])
def test_what_is_no_time_is_said_so(text):
    with pytest.raises(InvalidInput, match="as in 1:43"):
        read_time(text)


@pytest.mark.parametrize(
    ("seconds", "text"), [(103.0, "1:43"), (103.5, "1:43.5"), (3723.0, "62:03"), (59.96, "1:00")]
)
def test_a_time_is_written_as_it_can_be_read(seconds, text):
    assert write_time(seconds) == text
    assert read_time(text) == pytest.approx(seconds, abs=0.05)
