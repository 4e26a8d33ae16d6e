from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.domain.learning.exports.import_plan import (
    FigureImportPlan,
    ImportLine,
    ImportOptions,
    LineState,
    choose_as_of,
    explain,
    find_period,
    find_refusal,
    make_metric,
    make_post,
)
from core.domain.learning.exports.matching import Match
from core.domain.learning.figure_file import FigureFile
from core.errors import InvalidInput
from tests.builders import CREATOR, NOON
from tests.core.domain.learning.exports.test_matching import ROW

TODAY = NOON.date()
UTC_ZONE = ZoneInfo("UTC")


def make(row):
    post = make_post(row, CREATOR, UTC_ZONE)
    assert post is not None
    return post


@pytest.mark.parametrize(
    ("names", "period"),
    [
        (["Content 2026-01-01_2026-02-28 Ada.zip"], (date(2026, 1, 1), date(2026, 2, 28))),
        (["x", "account_analytics_content_2026-01-01_2026-02-01.csv"], None),
        (["2026-02-28_2026-01-01"], None),
        (["2026-13-01_2026-14-01"], None),
        ([], None),
    ],
)
def test_a_file_says_by_its_name_what_it_covers(names, period):
    if "x" in names:
        period = (date(2026, 1, 1), date(2026, 2, 1))
    assert find_period(names) == period


def test_figures_stand_for_the_day_that_is_said_else_named_else_today():
    period = (date(2026, 1, 1), date(2026, 2, 10))

    assert choose_as_of(ImportOptions(), None, now=NOON) == TODAY
    assert choose_as_of(ImportOptions(), period, now=NOON) == date(2026, 2, 10)
    said = ImportOptions(as_of=date(2026, 2, 1))
    assert choose_as_of(said, period, now=NOON) == date(2026, 2, 1)
    for days in (-401, 2):
        with pytest.raises(InvalidInput):
            choose_as_of(ImportOptions(as_of=TODAY + timedelta(days=days)), None, now=NOON)


def test_totals_that_begin_after_the_post_went_out_are_none():
    assert find_refusal(ROW, None) == ""
    assert find_refusal(ROW, TODAY) == ""
    assert "only counts since" in find_refusal(ROW, TODAY + timedelta(days=1))


def test_a_reading_is_of_the_end_of_its_day_or_of_when_it_was_brought():
    post = make(ROW)

    today = make_metric(ROW, post, as_of=TODAY, brought_at=NOON)
    assert (today.on, today.measured_at, today.views) == (TODAY, NOON, 5)
    later = make_metric(ROW, post, as_of=TODAY, brought_at=NOON + timedelta(days=5))
    assert later.measured_at == datetime(2026, 3, 1, 23, 59, 59, tzinfo=UTC)
    told = replace(ROW, read_on=TODAY - timedelta(days=1))
    assert make_metric(told, post, as_of=TODAY, brought_at=NOON).on == TODAY - timedelta(days=1)


def test_an_unknown_row_becomes_the_same_post_each_time_and_no_hour_is_made_up():
    post = make(ROW)

    assert post == make(ROW)
    assert (post.made_on, post.tags, post.clip_id) == (TODAY, None, None)
    timed = make(replace(ROW, published=NOON, ids=("7",)))
    assert (timed.tags.hour, timed.post_id) == (NOON.hour, "7")
    assert timed.id != post.id
    assert make_post(replace(ROW, published=None), CREATOR, UTC_ZONE) is None


def test_people_are_told_why_and_how_many():
    assert "no post of yours has this title" in explain(Match(row=ROW), is_kept=True)
    assert "this id" in explain(Match(row=replace(ROW, ids=("1",))), is_kept=True)
    assert "400 days" in explain(Match(row=ROW), is_kept=False)
    assert explain(Match(row=ROW, why="so"), is_kept=True) == "so"
    file = FigureFile(
        creator_id=CREATOR,
        digest="d",
        file_name="f",
        size_bytes=1,
        brought_by="p",
        brought_at=NOON,
        as_of=TODAY,
    )
    plan = FigureImportPlan(file=file, lines=(ImportLine(row=ROW, state=LineState.NEW),))
    assert (plan.count(LineState.NEW), plan.count(LineState.SAME)) == (1, 0)
