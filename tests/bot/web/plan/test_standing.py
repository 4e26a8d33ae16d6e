from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.web.plan.standing import describe_standing
from core.domain.plan.post import ClipWish, PostStatus
from core.domain.publishing.publication import PublicationStatus
from core.domain.work.platform import Platform
from tests.builders import NOON, make_publication, make_test_ulid
from tests.plan_builders import make_post, make_variant

TOKYO = ZoneInfo("Asia/Tokyo")
AT = NOON + timedelta(hours=4)  # 2026-03-02 01:00 in Tokyo


def describe(variant, *publications, **post):
    return describe_standing(make_post(**post), variant, publications, TOKYO)


def made(status, **given):
    return make_publication(platform=Platform.YOUTUBE, status=status, due_at=AT, **given)


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (PostStatus.IDEA, "Not written yet; nothing goes out."),
        (PostStatus.DRAFTING, "Being written; nothing goes out yet."),
        (PostStatus.REVIEW, "Waits for somebody to look it over."),
        (PostStatus.SCHEDULED, "Waits until 2026-03-02 01:00."),
        (PostStatus.PUBLISHED, "Published."),
    ],
)
def test_without_a_publication_a_text_stands_where_the_plan_has_it(status, words):
    variant = make_variant(platform=Platform.YOUTUBE, status=status, planned_at=AT)

    (standing,) = describe(variant)

    assert (standing.sentence, standing.link, standing.needs_you) == (words, "", False)


def test_what_is_posted_by_hand_or_waits_for_a_clip_says_so():
    by_hand = make_variant(platform=Platform.X, status=PostStatus.DRAFTING)
    waiting = make_variant(platform=Platform.YOUTUBE, status=PostStatus.SCHEDULED, planned_at=AT)

    assert describe(by_hand)[0].sentence.endswith("You post it by hand.")
    assert describe(waiting, wish=ClipWish(), clip_id=None)[0].sentence.endswith(
        "Its clip is still missing."
    )


def test_what_was_posted_by_hand_leads_to_where_it_is():
    variant = make_variant(
        platform=Platform.X, status=PostStatus.PUBLISHED, link="https://x.com/a/status/1"
    )

    assert describe(variant)[0].link == "https://x.com/a/status/1"


@pytest.mark.parametrize(
    ("status", "given", "words", "needs_you"),
    [
        (
            PublicationStatus.SCHEDULED,
            {},
            "Waiting to go out to YouTube. It goes out on 2026-03-02 01:00.",
            False,
        ),
        (
            PublicationStatus.PUBLISHED,
            {"link": "https://youtu.be/1"},
            "Published to YouTube.",
            False,
        ),
        (
            PublicationStatus.FAILED,
            {"reason": "The <title>\u202e is refused."},
            "Could not be published to YouTube: The <title> is refused.",
            True,
        ),
    ],
)
def test_a_publication_says_what_became_of_its_text(status, given, words, needs_you):
    variant = make_variant(platform=Platform.YOUTUBE, status=PostStatus.SCHEDULED, planned_at=AT)

    (standing,) = describe(variant, made(status, **given))

    assert (standing.sentence, standing.needs_you) == (words, needs_you)
    assert standing.link == given.get("link", "")


def test_each_account_stands_by_itself_and_other_platforms_and_what_was_called_off_are_left_out():
    variant = make_variant(platform=Platform.YOUTUBE, status=PostStatus.SCHEDULED, planned_at=AT)
    others = [
        made(PublicationStatus.FAILED, id=make_test_ulid(1), account_id="a"),
        made(PublicationStatus.SCHEDULED, id=make_test_ulid(2), account_id="b"),
        made(PublicationStatus.CANCELLED, id=make_test_ulid(3), account_id="c"),
        make_publication(id=make_test_ulid(4), platform=Platform.TIKTOK),
    ]

    assert [one.needs_you for one in describe(variant, *others)] == [True, False]


def test_a_text_whose_publication_was_called_off_says_so_unless_it_was_posted_by_hand():
    off = made(PublicationStatus.CANCELLED)
    waiting = make_variant(platform=Platform.YOUTUBE, status=PostStatus.SCHEDULED, planned_at=AT)
    by_hand = make_variant(
        platform=Platform.YOUTUBE, status=PostStatus.PUBLISHED, link="https://youtu.be/1"
    )

    assert describe(waiting, off)[0].sentence == "Will not go out to YouTube."
    assert describe(by_hand, off)[0].sentence == "Published."
