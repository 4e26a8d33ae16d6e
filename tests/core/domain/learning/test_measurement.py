from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from core.domain.learning.measured_post import note_post
from core.domain.learning.measurement import (
    YOUNG_EVERY,
    choose_recent,
    correct,
    count_days,
    find_next_round,
    is_due,
    is_first_of_day,
    is_news,
    measure,
    name_day,
)
from core.domain.learning.metrics import DayCounts, PostDay, PostMetric, PostTotals
from core.domain.publishing.publication import PublicationStatus
from core.domain.work.ids import PublicationId
from core.domain.work.platform import Platform
from tests.builders import NOON, make_publication

YOUTUBE, TIKTOK = Platform.YOUTUBE, Platform.TIKTOK
D1, D2, D3 = date(2026, 3, 1), date(2026, 3, 2), date(2026, 3, 3)
OUT = note_post(
    make_publication(
        platform=YOUTUBE,
        post_id="v1",
        status=PublicationStatus.PUBLISHED,
        created_at=NOON,
        updated_at=NOON,
    ),
    "A title",
    None,
)


def make_metric(on=D1, *, platform=YOUTUBE, post_id="v1", measured_at=NOON, **given):
    return PostMetric(platform=platform, on=on, post_id=post_id, measured_at=measured_at, **given)


def make_day(on, views, engaged=0, watched=0.0):
    return PostDay(on=on, views=views, engaged_views=engaged, watched_seconds=watched)


@pytest.mark.parametrize(
    ("platform", "at", "day"),
    [
        (
            YOUTUBE,
            datetime(2026, 3, 1, 7, 59, tzinfo=UTC),
            date(2026, 2, 28),
        ),  # 23:59 in California
        (YOUTUBE, datetime(2026, 3, 1, 8, 0, tzinfo=UTC), D1),
        (TIKTOK, datetime(2026, 3, 1, 0, 0, tzinfo=UTC), D1),
    ],
)
def test_a_day_is_the_platform_s_own(platform, at, day):
    assert name_day(platform, at) == day


@pytest.mark.parametrize(
    ("given", "hours", "newest", "expected"),
    [
        ({}, 1, None, True),
        ({}, 1, make_metric(measured_at=NOON + timedelta(minutes=20)), False),
        ({}, 1, make_metric(measured_at=NOON + timedelta(minutes=10)), True),
        # After two days, once on each day of the platform: NOON is 4 in the morning there.
        ({}, 49, make_metric(D3, measured_at=NOON + timedelta(hours=44)), False),
        ({}, 49, make_metric(D2, measured_at=NOON + timedelta(hours=40)), True),
        ({}, 90 * 24, make_metric(D1), True),
        ({}, 90 * 24 + 1, None, False),
        ({"post_id": None}, 1, None, False),
    ],
)
def test_a_post_is_measured_hourly_while_young_and_then_daily(given, hours, newest, expected):
    now = NOON + timedelta(hours=hours)

    assert is_due(replace(OUT, newest=newest, **given), now=now) is expected


def test_the_first_measure_of_a_day_is_known():
    measured = replace(OUT, newest=make_metric(D1))

    assert is_first_of_day(OUT, now=NOON)
    assert is_first_of_day(measured, now=NOON + timedelta(days=1))
    assert not is_first_of_day(measured, now=NOON)


def test_posts_that_go_together_are_due_hourly_while_one_is_young_then_daily_then_never():
    old = replace(OUT, id=PublicationId("old"), out_at=NOON - timedelta(days=80))

    assert find_next_round([OUT, old], now=NOON) == NOON + YOUNG_EVERY
    daily = find_next_round([old], now=NOON)
    assert daily is not None
    assert NOON < daily <= NOON + timedelta(days=1)
    assert find_next_round([old], now=daily) == daily + timedelta(days=1)
    assert find_next_round([old], now=NOON + timedelta(days=11)) is None
    assert find_next_round([replace(OUT, post_id=None)], now=NOON) is None


@pytest.mark.parametrize("ahead_days", [0, 1, 2, 5])
@pytest.mark.parametrize("hour", range(0, 24, 3))
@pytest.mark.parametrize("platform", [Platform.YOUTUBE, Platform.TIKTOK])
def test_a_figure_of_a_later_day_ends_no_measuring(platform, hour, ahead_days):
    """Brought for a day that has not begun at the platform, or by a clock that was ahead."""
    now = NOON.replace(hour=hour)
    on = now.date() + timedelta(days=ahead_days)
    newest = make_metric(on, platform=platform, measured_at=now)
    post = replace(OUT, out_at=now - timedelta(days=40), platform=platform, newest=newest)

    assert find_next_round([post], now=now) is not None


def test_only_what_differs_is_news_and_once_a_week_what_does_not():
    seen = make_metric(D1, views=10)
    post = replace(OUT, newest=seen)
    later = replace(seen, on=D2, measured_at=NOON + timedelta(days=1))

    assert is_news(OUT, seen)
    assert not is_news(post, later)
    assert is_news(post, replace(later, likes=1))
    assert is_news(post, replace(later, on=D1 + timedelta(days=7)))


def test_a_measure_holds_totals_and_what_the_platform_said_of_days():
    totals = PostTotals(views=10, likes=4, comments=3, shares=2)
    days = (make_day(D1, 5, 3, 60.0), make_day(D2, 5, 2, 30.0))

    measured = measure(OUT, totals, now=NOON, days=days)

    assert measured == make_metric(
        views=10, likes=4, comments=3, shares=2, engaged_views=5, watched_seconds=90.0
    )
    later = measure(replace(OUT, newest=measured), totals, now=NOON)
    assert (later.engaged_views, later.watched_seconds) == (5, 90.0)
    assert measure(OUT, totals, now=NOON).engaged_views is None


def test_what_a_platform_does_not_say_stays_as_somebody_imported_it():
    imported = make_metric(views=9, shares=4, saves=2, watched_share=0.5, impressions=100)
    post = replace(OUT, newest=replace(imported, click_rate=0.04))

    measured = measure(post, PostTotals(views=10, shares=None), now=NOON)

    assert measured == replace(imported, click_rate=0.04, views=10)
    assert measure(OUT, PostTotals(views=10, shares=None), now=NOON).shares is None


def test_days_that_the_platform_has_said_something_of_are_corrected_once():
    seen = {D1: make_metric(D1, views=7, likes=2)}
    days = (make_day(D2, 6, 4, 60.0), make_day(D1, 5, 3, 30.0))

    first, second = correct(OUT, days, seen, now=NOON, recent=(D1, D2))

    assert first == replace(seen[D1], day_views=5, day_engaged_views=3, day_watched_seconds=30.0)
    # Nobody measured on the second day: the total is what the days add up to.
    assert (second.on, second.views, second.day_views) == (D2, 11, 6)
    assert correct(OUT, days, {D1: first, D2: second}, now=NOON, recent=(D1, D2)) == ()


def test_days_that_no_platform_corrects_any_more_are_left_alone():
    days = (make_day(D1, 5), make_day(D2, 6), make_day(D3, 1))

    (only,) = correct(OUT, days, {}, now=NOON, recent=(D3,))
    assert (only.on, only.views) == (D3, 12)
    assert choose_recent(OUT, days, now=NOON) == (D1, D2, D3)
    many = [make_day(D1 + timedelta(days=n), 1) for n in range(20)]

    def count_recent(day, *, last):
        newest = replace(make_metric(), measured_at=OUT.out_at + timedelta(days=last))
        now = OUT.out_at + timedelta(days=day)
        return len(choose_recent(replace(OUT, newest=newest), many, now=now))

    assert count_recent(20, last=19) == 4
    assert count_recent(21, last=20) == 9
    # Once a week all the same where a post is measured every third day.
    assert count_recent(22, last=19) == 9
    assert count_recent(27, last=24) == 4


def test_a_day_brings_what_a_post_has_more_than_before():
    metrics = [
        make_metric(D1, platform=TIKTOK, views=10, likes=1),
        make_metric(D2, platform=TIKTOK, views=25, likes=1, shares=2),
        make_metric(D3, platform=TIKTOK, views=24, likes=3, shares=2),  # false views taken away
        make_metric(D2, platform=TIKTOK, post_id="other", views=100),
    ]

    counted = count_days(reversed(metrics), first=D2, last=D3)

    expected = {
        D2: {"views": 115, "likes": 0, "comments": 0, "shares": 2},
        D3: {"views": 0, "likes": 2, "comments": 0, "shares": 0},
    }
    assert counted == tuple(
        DayCounts(on=on, counts=counts | {f"tiktok {name}": n for name, n in counts.items()})
        for on, counts in expected.items()
    )


def test_what_was_not_known_before_is_no_growth():
    metrics = [
        make_metric(D1, platform=TIKTOK, views=10, likes=None),
        make_metric(D2, platform=TIKTOK, views=12, likes=400),
    ]

    (second,) = count_days(metrics, first=D2, last=D2)

    assert (second.counts["views"], second.counts["likes"]) == (2, 0)


def test_platforms_are_counted_together_and_apart():
    metrics = [make_metric(D1, views=10), make_metric(D1, platform=TIKTOK, views=5)]

    (day,) = count_days(metrics, first=D1, last=D1)

    assert [day.counts[n] for n in ("views", "youtube views", "tiktok views")] == [15, 10, 5]


def test_what_a_platform_says_of_a_day_counts_before_what_was_derived():
    metrics = [
        make_metric(D1, views=10),
        make_metric(D2, views=30, day_views=17, day_engaged_views=9),
    ]

    (first, second) = count_days(metrics, first=D1, last=D3)

    assert first.counts["youtube views"] == 10
    assert "youtube engaged views" not in first.counts
    assert second.counts["youtube views"] == 17
    assert second.counts["youtube engaged views"] == 9
