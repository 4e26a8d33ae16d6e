import pytest

from core.adapters.chat_logs.one_channel import check_one_channel
from core.errors import InvalidInput


@pytest.mark.parametrize("channels", [[], [None] * 3, ["#a", "#A", None], ["#a"] * 99 + ["#b"]])
def test_one_channel_may_have_a_stray_line(channels):
    check_one_channel(channels)


def test_two_channels_are_refused_with_a_way_out():
    with pytest.raises(InvalidInput, match=r"\(#a, #b\).*grep '#a '"):
        check_one_channel(["#a", "#b", "#a"])


def test_in_a_table_the_way_out_is_no_command():
    with pytest.raises(InvalidInput, match=r"take out the lines of one\.$"):
        check_one_channel(["#a", "#b"], is_table=True)
