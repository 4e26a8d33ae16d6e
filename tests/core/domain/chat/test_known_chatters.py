from core.domain.chat.known_chatters import KnownChatters


def test_somebody_is_new_once():
    known = KnownChatters()

    assert [known.add(name) for name in ("ann", "bob", "ann")] == [True, True, False]


def test_nobody_is_forgotten_in_a_large_crowd():
    known = KnownChatters()
    names = [f"viewer{number}" for number in range(5_000)]

    new = sum(known.add(name) for name in names)

    assert new > 4_400
    assert not any(known.add(name) for name in names)


def test_any_name_can_be_met():
    """A lone surrogate cannot be encoded, and comes from a broken log."""
    assert KnownChatters().add("\ud800")
