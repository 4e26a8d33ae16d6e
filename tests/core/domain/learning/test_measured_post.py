from datetime import timedelta

from core.domain.learning.measured_post import AgedFigures, age_figures, name_made_on, note_post
from core.domain.learning.metrics import PostMetric
from core.domain.work.platform import Platform
from tests.builders import NOON, make_publication


def make_post():
    publication = make_publication(
        platform=Platform.TIKTOK,
        post_id="p1",
        created_at=NOON - timedelta(days=3),
        updated_at=NOON,
    )
    return note_post(publication, "A title", None)


def make_metric(days, views):
    at = NOON + timedelta(days=days)
    return PostMetric(
        platform=Platform.TIKTOK, on=at.date(), post_id="p1", measured_at=at, views=views
    )


def test_a_post_is_kept_under_the_day_its_publication_was_made_and_counts_from_when_it_went_out():
    post = make_post()

    assert post.made_on == (NOON - timedelta(days=3)).date()
    assert post.out_at == NOON
    assert name_made_on(make_publication()) == NOON.date()


def test_the_first_figures_at_an_age_stay_and_the_newest_follow():
    post = make_post()
    for days, views in ((0.5, 1), (7.1, 70), (7.6, 76), (28.5, 280)):
        post = post.read(make_metric(days, views))

    assert post.newest.views == 280
    assert {age: figures.views for age, figures in post.by_age.items()} == {7: 70, 28: 280}


def test_older_figures_that_come_later_do_not_replace_newer_ones():
    post = make_post().read(make_metric(30, 300)).read(make_metric(7, 60))

    assert post.newest.views == 300
    assert post.by_age[7].views == 60


def test_figures_long_after_an_age_do_not_count_for_it():
    assert make_post().read(make_metric(12, 100)).by_age == {}


def test_figures_know_how_old_the_post_was():
    assert age_figures(make_metric(7.25, 5), out_at=NOON) == AgedFigures(
        at_days=7.25, views=5, likes=0, comments=0, shares=0
    )
