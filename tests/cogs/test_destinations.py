from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from cogs.destinations import describe_places
from core.domain.learning.figure_words import describe_figures
from core.domain.learning.metrics import PostMetric
from core.domain.publishing.publication import PublicationStatus
from core.domain.work.platform import Platform
from tests.builders import NOON, make_publication


def make_metric(**given: Any) -> PostMetric:
    values: dict[str, Any] = {
        "platform": Platform.YOUTUBE,
        "on": NOON.date(),
        "post_id": "yt1",
        "measured_at": NOON,
    }
    return PostMetric(**(values | given))


@pytest.mark.parametrize("status", PublicationStatus)
def test_every_publication_has_a_sentence(status):
    (place,) = describe_places([make_publication(status=status, platform=Platform.YOUTUBE)], {})

    assert "YouTube" in place.sentence
    assert place.sentence.endswith(".")


@pytest.mark.parametrize("platform", Platform)
def test_every_platform_has_a_name(platform):
    (place,) = describe_places([make_publication(platform=platform)], {})

    assert not place.is_settled


def test_a_publication_says_where_the_clip_is_or_why_it_is_not():
    out = make_publication(status=PublicationStatus.PUBLISHED, link="file:///a%20b/clip.mp4")
    online = replace(out, platform=Platform.YOUTUBE, link="https://youtu.example/1")
    failed = make_publication(status=PublicationStatus.FAILED, reason="upload: no space")

    places = describe_places([out, online, failed], {})

    assert [(place.sentence, place.link, place.is_settled) for place in places] == [
        ("Published to the folder of published clips.", "/a b/clip.mp4", True),
        ("Published to YouTube.", "https://youtu.example/1", True),
        (
            "Could not be published to the folder of published clips: upload: no space",
            None,
            True,
        ),
    ]


def test_what_was_called_off_is_told_only_where_nothing_followed_it():
    cancelled = make_publication(status=PublicationStatus.CANCELLED)
    again = make_publication(created_at=NOON + timedelta(seconds=9))

    assert len(describe_places([cancelled, again], {})) == 1
    (place,) = describe_places([cancelled], {})
    assert place.sentence.startswith("Will not go out")


def test_a_place_says_when_it_is_due_while_it_waits():
    waiting = make_publication(
        next_at=NOON + timedelta(seconds=60), status=PublicationStatus.QUOTA_WAIT
    )
    out = make_publication(status=PublicationStatus.PUBLISHED)

    (later,) = describe_places([waiting], {})
    (done,) = describe_places([out], {})

    assert later.due_epoch_seconds == NOON.timestamp() + 60
    assert done.due_epoch_seconds is None


@pytest.mark.parametrize(
    ("counts", "figures"),
    [
        ({}, "0 views"),
        ({"views": 1, "likes": 1}, "1 view, 1 like"),
        ({"views": 1204, "engaged_views": 310}, "1,204 views, 310 of them engaged"),
        (
            {"views": 1204, "likes": 88, "comments": 3, "shares": 2},
            "1,204 views, 88 likes, 3 comments, 2 shares",
        ),
    ],
)
def test_how_it_did_is_said_in_figures(counts, figures):
    metric = make_metric(**counts)
    publication = make_publication(status=PublicationStatus.PUBLISHED)

    (place,) = describe_places([publication], {publication.id: metric})

    assert place.figures == describe_figures(metric) == figures
