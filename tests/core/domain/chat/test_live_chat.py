from datetime import UTC, datetime

import pytest

from core.domain.chat.live_chat import LiveLine, SeenIds, choose_name


def test_an_id_is_new_once():
    seen = SeenIds()

    assert [seen.is_new(name) for name in ("a", "b", "a", "b")] == [True, True, False, False]


def test_what_has_no_id_is_always_new():
    seen = SeenIds()

    assert seen.is_new("")
    assert seen.is_new("")


def test_only_so_many_ids_are_remembered():
    """Memory stays flat however long a stream is; a duplicate follows within seconds."""
    seen = SeenIds(capacity=2)
    for name in ("a", "b", "c"):
        seen.is_new(name)

    assert not seen.is_new("c")
    assert seen.is_new("a")
    assert len(seen._known) == len(seen._in_order) == 2


@pytest.mark.parametrize(
    ("login", "shown", "name"),
    [("ann", "Ann", "Ann"), ("ann", "ANN", "ANN"), ("ann", "アン", "ann"), ("ann", "", "ann")],
)
def test_a_chatter_is_called_by_the_login_in_the_case_they_like(login, shown, name):
    assert choose_name(login, shown) == name


def test_the_emotes_that_a_platform_told_of_come_with_the_line():
    line = LiveLine(
        broadcaster_id="1",
        said_at=datetime(2026, 3, 1, tzinfo=UTC),
        chatter="ann",
        text="annHype so good",
        message_id="m",
        emotes=("annHype",),
    )

    assert line.place_at(3.0).emotes == ("annHype",)
