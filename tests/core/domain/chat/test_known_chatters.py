from core.domain.chat.known_chatters import Acquaintance


def test_somebody_is_new_once():
    acquaintance = Acquaintance()

    assert [acquaintance.meet(name) for name in ("ann", "bob", "ann")] == [True, True, False]


def test_nobody_is_forgotten_in_a_large_crowd():
    acquaintance = Acquaintance()
    names = [f"viewer{number}" for number in range(5_000)]

    new = sum(acquaintance.meet(name) for name in names)

    assert new > 4_400
    assert not any(acquaintance.meet(name) for name in names)


def test_any_name_can_be_met():
    """A lone surrogate cannot be encoded, and comes from a broken log."""
    assert Acquaintance().meet("\ud800")
