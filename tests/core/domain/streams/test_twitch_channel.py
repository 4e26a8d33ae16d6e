import pytest

from core.domain.streams.twitch_channel import read_login
from core.errors import InvalidInput
from tests.plan_builders import make_binding, make_tuning


def test_a_channel_that_is_bound_is_watched():
    assert make_binding().is_watched


def test_a_channel_not_learned_of_yet_has_version_0():
    assert make_tuning().version == 0


@pytest.mark.parametrize(
    ("text", "login"),
    [
        ("streamer", "streamer"),
        (" Streamer_99 ", "streamer_99"),
        ("@streamer", "streamer"),
        ("#streamer", "streamer"),
        ("twitch.tv/Streamer", "streamer"),
        ("https://www.twitch.tv/streamer/clips?x=1", "streamer"),
        ("https://m.twitch.tv/streamer", "streamer"),
    ],
)
def test_a_channel_is_known_by_whatever_people_call_it(text, login):
    assert read_login(text) == login


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "no such",
        "ab;JOIN #x",
        "x" * 26,
        "_x",
        "ünï",
        "https://youtube.com/x",
        "a\r\nQUIT",
    ],
)
def test_what_can_be_no_channel_is_refused_with_a_sentence(text):
    """Nothing that could end a line of IRC comes through."""
    with pytest.raises(InvalidInput, match="cannot be a Twitch channel"):
        read_login(text)
