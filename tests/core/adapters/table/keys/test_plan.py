from datetime import UTC, datetime, timedelta

import pytest

from core.adapters.table import keys
from core.domain.work.ids import CreatorId
from core.errors import InvalidInput

ADA = CreatorId("ada")
AT = datetime(2026, 11, 21, 4, 39, 7, 123999, tzinfo=UTC)


@pytest.mark.parametrize(
    ("key", "published"),
    [
        (keys.plan_sk("2026-11"), "PLAN#2026-11"),
        (keys.post_sk("9"), "POST#9"),
        (keys.variant_sk("9", "tiktok"), "POST#9#VARIANT#tiktok"),
        (keys.draft_sk("9", 1), "POST#9#DRAFT#0001"),
        (keys.platform_gsi2pk(ADA, "tiktok"), "CREATOR#ada#PLATFORM#tiktok"),
        (keys.platform_gsi2sk("idea", AT, "9"), "idea#2026-11-21T04:39:07.123Z#9"),
        (keys.insight_sk("2026-11", "4"), "INSIGHT#2026-11#4"),
        (keys.task_sk("6"), "TASK#6"),
        (keys.analytics_sk(AT.date()), "ANALYTICS#DAILY#2026-11-21"),
        (keys.analytics_sk(AT.date(), "w1"), "ANALYTICS#DAILY#2026-11-21#w1"),
        (keys.metric_sk("tiktok", AT.date(), "7"), "METRIC#tiktok#2026-11-21#7"),
    ],
)
def test_keys_are_those_published(key, published):
    assert key == published


@pytest.mark.parametrize("month", ["", "2026-13", "2026-1", "2026-11#POST", "٢٠٢٦-11"])
def test_what_is_no_month_is_refused(month):
    with pytest.raises(InvalidInput):
        keys.plan_sk(month)


def test_a_post_with_all_that_is_its_own_lies_in_its_range():
    first, last = keys.post_range("a")

    inside = [keys.post_sk("a"), keys.variant_sk("a", "x"), keys.draft_sk("a", 9999)]
    assert all(first <= key <= last for key in inside)
    assert not any(first <= key <= last for key in (keys.post_sk("ab"), keys.post_sk("A")))


def test_days_lie_in_the_range_of_what_they_span():
    day = AT.date()
    first, last = keys.analytics_range(day, day)

    assert first <= keys.analytics_sk(day) <= keys.analytics_sk(day, "zz") <= last
    assert not first <= keys.analytics_sk(day + timedelta(days=1)) <= last
    first, last = keys.metric_range("tiktok", day, day)
    assert first <= keys.metric_sk("tiktok", day, "zz") <= last
    assert not first <= keys.metric_sk("tiktok", day - timedelta(days=1), "zz") <= last


def test_posts_that_are_out_lie_in_the_range_of_the_days_they_were_made():
    day = AT.date()
    first, last = keys.figures_range(day, day)

    assert first <= keys.figures_sk(day, "zz") <= last
    for days in (-1, 1):
        assert not first <= keys.figures_sk(day + timedelta(days=days), "0") <= last
