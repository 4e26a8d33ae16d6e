from tests.plan_builders import make_binding, make_tuning


def test_a_channel_that_is_bound_is_watched():
    assert make_binding().is_watched


def test_a_channel_not_learned_of_yet_has_version_0():
    assert make_tuning().version == 0
