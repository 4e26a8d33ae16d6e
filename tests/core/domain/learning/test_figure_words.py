from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.learning.figure_words import describe_figures, name_shown, wants_showing
from core.domain.learning.measured_post import note_post
from core.domain.work.platform import Platform
from tests.builders import NOON, make_publication
from tests.plan_builders import make_metric


@pytest.mark.parametrize(
    ("before", "after", "differs"),
    [
        (0, 1, True),
        (19, 20, True),
        (100, 106, True),
        (12_000, 12_010, False),
        (12_000, 12_700, True),
        (1_000_000, 1_100_000, True),
    ],
)
def test_less_than_a_twentieth_more_is_no_news(before, after, differs):
    names = {name_shown(make_metric(views=views, likes=None)) for views in (before, after)}

    assert (len(names) == 2) is differs


def test_what_is_not_known_is_not_said():
    assert describe_figures(make_metric(views=None, likes=3, comments=None)) == "3 likes"


def test_a_card_follows_what_it_shows_hourly_and_once_old_daily():
    publication = make_publication(platform=Platform.YOUTUBE, post_id="v")
    post = note_post(publication, "", None).read(make_metric(views=1201))
    shown = replace(post, shown=name_shown(make_metric(views=1201)), shown_at=NOON)
    grown = replace(shown, newest=make_metric(views=1300))

    def wants(post, hours):
        return wants_showing(post, now=NOON + timedelta(hours=hours))

    assert wants(post, 0)
    assert not wants(shown, 5)
    assert not wants(grown, 0.5)
    assert wants(grown, 1)
    old = replace(grown, shown_at=NOON + timedelta(hours=47))
    assert not wants(old, 49)
    assert wants(old, 60)
    assert not wants(replace(grown, clip_id=None), 1)
    assert not wants(replace(grown, newest=None), 1)
