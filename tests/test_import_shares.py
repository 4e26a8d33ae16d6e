from tests.import_shares import list_modules, turn


def test_each_worker_begins_elsewhere_and_none_leaves_any_out():
    names = [f"tests.test_{number}" for number in range(10)]

    turns = [turn(names, number, 3) for number in range(3)]

    assert [one[0] for one in turns] == ["tests.test_0", "tests.test_3", "tests.test_6"]
    assert all(sorted(one) == sorted(names) for one in turns)


def test_the_modules_are_those_with_tests():
    assert __name__ in list_modules()
    assert "tests.import_shares" not in list_modules()
