from core.adapters.ids import RandomIds, SeededIds
from core.ports.work import Ids
from tests.builders import NOON

_random: type[Ids] = RandomIds
_seeded: type[Ids] = SeededIds


def test_random_ids_differ_though_their_names_are_equal():
    ids = RandomIds()

    assert ids.new_ulid(NOON, "clip") != ids.new_ulid(NOON, "clip")


def test_seeded_ids_are_equal_for_equal_names_in_any_order_of_asking():
    """A run that goes on after a kill asks in another order, and gets the same ids."""
    first, second = SeededIds("demo"), SeededIds("demo")

    one = first.new_ulid(NOON, "clip", "1")
    first.new_ulid(NOON, "clip", "2")

    assert second.new_ulid(NOON, "clip", "1") == one


def test_names_cannot_run_into_each_other():
    ids = SeededIds("demo")

    assert ids.new_ulid(NOON, "ab", "c") != ids.new_ulid(NOON, "a", "bc")


def test_another_seed_gives_other_ids():
    assert SeededIds("a").new_ulid(NOON, "x") != SeededIds("b").new_ulid(NOON, "x")
