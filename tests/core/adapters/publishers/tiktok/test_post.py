from dataclasses import replace

import pytest

from core.adapters.publishers.tiktok.post import (
    describe_post,
    find_problem,
    uses_inbox,
    write_title,
)
from core.domain.publishing.publish_target import PostChoices, Privacy, PublishTarget
from core.domain.publishing.wording import Wording
from core.domain.work.platform import Platform
from core.errors import InvalidInput
from tests.builders import NOON, make_clip, make_order

CHOICES = PostChoices(privacy=Privacy.PUBLIC, chosen_by="discord:1", chosen_at=NOON)
INFO = {
    "privacy_level_options": ["PUBLIC_TO_EVERYONE", "SELF_ONLY"],
    "comment_disabled": False,
    "stitch_disabled": True,
    "max_video_post_duration_sec": 60,
}


def _order(*, seconds=30.0, choices=CHOICES, **given):
    clip = make_clip(object_key="c", size_bytes=given.pop("size", 1), duration_seconds=seconds)
    target = PublishTarget(platform=Platform.TIKTOK, choices=choices)
    return make_order(clip=clip, platform=Platform.TIKTOK, target=target, **given)


def test_where_nobody_chose_the_clip_goes_into_the_inbox():
    assert uses_inbox(_order(choices=None))
    assert not uses_inbox(_order())


def test_hashtags_are_part_of_the_text():
    assert write_title(Wording(title="Ace", text="Look", tags=("a b", "c"))) == "Ace Look #ab #c"


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({}, None),
        ({"seconds": 600.5}, "10 minutes"),
        ({"seconds": 2.0}, "3 seconds"),
        ({"size": 4_000_000_001}, "4 GB"),
        ({"wording": Wording(title="é" * 2200)}, None),
        ({"wording": Wording(title="😀" * 1100)}, None),  # two units each
        ({"wording": Wording(title="😀" * 1101)}, "2200"),
        (
            {"choices": replace(CHOICES, privacy=Privacy.PRIVATE, is_paid=True)},
            "paid advertising",
        ),
    ],
)
def test_what_tiktok_forbids_is_said_before(given, problem):
    found = find_problem(_order(**given))

    assert (found is None) if problem is None else (problem in (found or ""))


def test_interactions_are_off_unless_they_were_allowed_by_both():
    chosen = replace(CHOICES, allows_comments=True, allows_stitches=True)

    post = describe_post(_order(), chosen, INFO)

    assert (post["disable_comment"], post["disable_duet"], post["disable_stitch"]) == (
        False,
        True,
        True,  # the creator has switched stitches off in the app
    )


def test_advertising_is_disclosed():
    post = describe_post(_order(), replace(CHOICES, is_own_brand=True, is_paid=True), INFO)

    assert (post["brand_organic_toggle"], post["brand_content_toggle"]) == (True, True)


@pytest.mark.parametrize(
    ("order", "choices", "words"),
    [
        (_order(), replace(CHOICES, privacy=Privacy.FRIENDS), "privacy"),
        (_order(seconds=61.0), CHOICES, "60 s at most"),
    ],
)
def test_what_this_account_may_not_do_is_said(order, choices, words):
    with pytest.raises(InvalidInput, match=words):
        describe_post(order, choices, INFO)
