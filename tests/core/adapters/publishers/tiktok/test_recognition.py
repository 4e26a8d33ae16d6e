from dataclasses import replace

import pytest

from core.adapters.publishers.tiktok.recognition import (
    judge_found,
    looks_like,
    name_likeness,
    require_findable,
)
from core.domain.publishing.publication import PublicationStatus
from core.domain.publishing.publish_progress import PublishProgress
from core.domain.publishing.publish_target import PostChoices, Privacy, PublishTarget
from core.domain.publishing.wording import Wording
from core.domain.work.platform import Platform
from core.errors import Unconfirmed
from tests.builders import NOON, make_order

TEXT = "An ace at last"
LONG = "An ace at last, " * 12
VIDEO = {
    "id": "7312345678901234567",
    "create_time": int(NOON.timestamp()) + 40,
    "title": TEXT,
    "video_description": "",
    "duration": 30,
    "share_url": "https://www.tiktok.com/@u/video/7312345678901234567?utm=1",
}
PROGRESS = PublishProgress(step="fetch", entered_at=NOON, may_be_out=True)


def _order(text=TEXT, privacy=Privacy.PUBLIC, **given):
    choices = PostChoices(privacy=privacy, chosen_by="web", chosen_at=NOON)
    target = PublishTarget(platform=Platform.TIKTOK, choices=choices)
    given = {"target": target, "wording": Wording(title=text), "progress": PROGRESS} | given
    return make_order(None, platform=Platform.TIKTOK, **given)


@pytest.mark.parametrize(
    ("told", "is_it"),
    [
        ({}, True),
        ({"title": "", "video_description": f" {TEXT} "}, True),
        ({"title": "An ace"}, False),  # short texts are not cut
        ({"title": None}, False),
        ({"duration": 31}, True),  # 30.0 s, rounded up
        ({"duration": 32}, False),
        ({"duration": None}, False),
        ({"create_time": int(NOON.timestamp()) - 240}, True),  # our clock may be ahead
        ({"create_time": int(NOON.timestamp()) - 600}, False),  # there before we asked
        ({"create_time": int(NOON.timestamp()) + 3 * 3600}, False),
        ({"create_time": "soon"}, False),
        ({"create_time": 10**30}, False),
    ],
)
def test_a_video_is_the_post_if_text_length_and_time_agree(told, is_it):
    assert looks_like(_order(), VIDEO | told) is is_it


def test_a_long_text_may_be_cut():
    order = _order(text=LONG)

    assert looks_like(order, VIDEO | {"title": LONG[:150]})
    assert not looks_like(order, VIDEO | {"title": LONG[:60]})


def test_a_post_without_words_is_never_sure():
    assert not looks_like(_order(text=""), VIDEO | {"title": ""})


@pytest.mark.parametrize(
    "given",
    [{"privacy": Privacy.PRIVATE}, {"target": PublishTarget(platform=Platform.TIKTOK)}],
)
def test_what_the_list_does_not_show_is_for_a_person(given):
    with pytest.raises(Unconfirmed, match="check in the app"):
        require_findable(_order(**given))


def test_one_is_it_and_several_are_nobodys():
    order = _order()

    step = judge_found(order, [VIDEO])

    assert (step.status, step.post_id) == (PublicationStatus.PUBLISHED, VIDEO["id"])
    assert step.link == "https://www.tiktok.com/@u/video/7312345678901234567"
    with pytest.raises(Unconfirmed):
        judge_found(order, [VIDEO, VIDEO])


def test_an_address_elsewhere_is_not_shown():
    step = judge_found(_order(), [VIDEO | {"share_url": "https://evil.example/x"}])

    assert step.link == f"https://www.tiktok.com/@_/video/{VIDEO['id']}"


def test_what_has_arrived_and_is_forgotten_stays_as_it_is():
    arrived = replace(PROGRESS, facts={"arrived": "posted"})

    with pytest.raises(Unconfirmed, match="no longer knows"):
        judge_found(_order(progress=arrived), [])


def test_equal_words_are_alike():
    assert name_likeness(_order()) == name_likeness(_order(text=f"{TEXT}  "))
    assert name_likeness(_order()) != name_likeness(_order(text="Another"))
