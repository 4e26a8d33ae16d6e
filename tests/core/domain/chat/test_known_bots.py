import pytest

from core.domain.chat.known_bots import is_bot


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Nightbot", True),
        ("StreamElements", True),
        ("somebodys_bot", True),
        ("promobot42", True),
        ("viewer12", False),
        ("bottle", False),
    ],
)
def test_bots_are_known_by_name(name, expected):
    assert is_bot(name) is expected
