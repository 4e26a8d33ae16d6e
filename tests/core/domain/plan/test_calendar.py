from core.domain.plan.calendar import CalendarEntry


def test_the_plan_of_a_month_has_no_time():
    entry = CalendarEntry(kind="plan", id="2026-03", at=None)

    assert (entry.title, entry.platform) == ("", None)
