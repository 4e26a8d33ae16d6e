from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.learning.figure_words import describe_figures, show_count, wants_showing
from core.domain.learning.measured_post import note_post
from core.domain.work.platform import Platform
from tests.builders import NOON, make_publication
from tests.plan_builders import make_metric


@pytest.mark.parametrize(
    ("count", "shown"),
    [
        (0, "0"),
        (999, "999"),
        (1000, "1.0K"),
        (1299, "1.2K"),
        (9999, "9.9K"),
        (10_000, "10K"),
        (999_999, "999K"),
        (1_234_567, "1.2M"),
        (56_000_000, "56M"),
        (7_800_000_000, "7.8B"),
    ],
)
def test_counts_are_shown_as_platforms_show_them(count, shown):
    assert show_count(count) == shown


def test_what_is_not_known_is_not_said():
    assert describe_figures(make_metric(views=None, likes=3, comments=None)) == "3 likes"


def test_a_card_follows_what_it_shows_hourly_and_once_old_daily():
    publication = make_publication(platform=Platform.YOUTUBE, post_id="v")
    post = note_post(publication, "", None).read(make_metric(views=1201))
    shown = replace(post, shown="1.2K views", shown_at=NOON)
    grown = replace(shown, newest=make_metric(views=1300))

    def wants(post, hours):
        return wants_showing(post, now=NOON + timedelta(hours=hours))

    assert wants(post, 0)
    assert not wants(shown, 5)
    assert not wants(grown, 0.5)
    assert wants(grown, 1)
    old = replace(grown, shown_at=NOON + timedelta(hours=47))
    assert not wants(old, 49)
    assert wants(old, 68)
    assert not wants(replace(grown, clip_id=None), 1)
    assert not wants(replace(grown, newest=None), 1)
