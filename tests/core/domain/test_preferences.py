from tests.plan_builders import make_preferences


def test_who_has_said_nothing_is_told_of_reviews_and_has_no_quiet_hours():
    preferences = make_preferences()

    assert preferences.is_told_of_reviews
    assert preferences.quiet_from_hour == preferences.quiet_until_hour
