import pytest

from core.adapters.publishers.youtube.video import describe_video, find_problem, judge_video
from core.domain.publishing.publication import PublicationStatus
from core.domain.publishing.publish_progress import PublishProgress
from core.domain.publishing.publish_target import Privacy, PublishTarget
from core.domain.publishing.wording import Wording
from core.domain.work.platform import Platform
from tests.builders import make_clip, make_order

S = PublicationStatus
WANTS_PUBLIC = PublishProgress(step="process", remote_id="v", facts={"privacy": "public"})


def _order(**given):
    return make_order(platform=Platform.YOUTUBE, **given)


@pytest.mark.parametrize(
    ("privacy", "name"),
    [
        (Privacy.PUBLIC, "public"),
        (Privacy.UNLISTED, "unlisted"),
        (Privacy.PRIVATE, "private"),
        (Privacy.FRIENDS, "private"),  # YouTube knows no friends
        (Privacy.FOLLOWERS, "private"),
    ],
)
def test_privacy_is_always_said(privacy, name):
    target = PublishTarget(platform=Platform.YOUTUBE, privacy=privacy)
    body = describe_video(_order(target=target), category_id="20")

    assert body["status"]["privacyStatus"] == name
    assert body["status"]["selfDeclaredMadeForKids"] is False


def test_signs_that_youtube_refuses_are_left_out_and_no_title_is_empty():
    wording = Wording(title="<b>", text="a < b", tags=("x>y",))
    body = describe_video(_order(wording=wording), category_id="20")

    assert body["snippet"] == {
        "title": "b",
        "description": "a  b",
        "tags": ["xy"],
        "categoryId": "20",
    }
    empty = describe_video(_order(wording=Wording(title="<>")), category_id="20")
    assert empty["snippet"]["title"] == "Clip"


@pytest.mark.parametrize(
    ("wording", "seconds", "problem"),
    [
        (Wording(title="t" * 100), 179.5, None),
        (Wording(title="t"), 180.0, "3 minutes"),
        (Wording(title="t" * 101), 30.0, "101"),
        (Wording(title="t", text="é" * 2500), 30.0, None),  # 5,000 bytes
        (Wording(title="t", text="é" * 2501), 30.0, "5000 bytes"),
        (Wording(title="t", tags=("a" * 100,) * 4 + ("b" * 96,)), 30.0, None),  # 496 + 4 commas
        (Wording(title="t", tags=("a" * 100,) * 4 + ("b" * 97,)), 30.0, "tags"),
        (Wording(title="t", tags=("a a" + "a" * 97,) * 4 + ("b" * 89,)), 30.0, "tags"),  # quotes
    ],
)
def test_what_youtube_forbids_is_said_before(wording, seconds, problem):
    clip = make_clip(object_key="c", size_bytes=1, duration_seconds=seconds)

    found = find_problem(_order(clip=clip, wording=wording))

    assert (found is None) if problem is None else (problem in (found or ""))


def _item(upload="processed", privacy="public", processing="succeeded", **status):
    return {
        "id": "v",
        "status": {"uploadStatus": upload, "privacyStatus": privacy, **status},
        "processingDetails": {"processingStatus": processing, "processingFailureReason": "other"},
    }


@pytest.mark.parametrize(
    ("item", "status"),
    [
        (None, S.PROCESSING),
        (_item("uploaded", processing="processing"), S.PROCESSING),
        (_item("uploaded"), S.PUBLISHED),
        (_item(), S.PUBLISHED),
        (_item(privacy="unlisted"), S.PUBLISHED),
        (_item(privacy="private"), S.LOCKED_PRIVATE),
        (_item("failed", failureReason="codec"), S.FAILED),
        (_item("failed"), S.FAILED),
        (_item("rejected", rejectionReason="duplicate"), S.FAILED),
        (_item("deleted"), S.FAILED),
        (_item("uploaded", processing="terminated"), S.FAILED),
    ],
)
def test_a_video_is_judged_by_what_is_read_back(item, status):
    step = judge_video(WANTS_PUBLIC, item)

    assert step.status is status
    assert step.link == "https://www.youtube.com/watch?v=v"
    assert bool(step.sentence) is (status in {S.LOCKED_PRIVATE, S.FAILED})


def test_looks_come_further_and_further_apart():
    waits, progress = [], WANTS_PUBLIC
    for _ in range(9):
        step = judge_video(progress, None)
        waits.append(step.look_again_seconds)
        progress = step.progress

    assert waits == [5, 10, 20, 40, 60, 120, 300, 300, 300]


@pytest.mark.parametrize(
    ("looks", "item", "words"),
    [(15, None, "deleted"), (300, _item("uploaded", processing="processing"), "after a day")],
)
def test_what_never_comes_is_given_up_with_a_sentence(looks, item, words):
    progress = PublishProgress(step="process", remote_id="v", looks=looks)

    step = judge_video(progress, item)

    assert step.status is S.FAILED
    assert words in (step.sentence or "")
