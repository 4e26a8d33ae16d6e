from dataclasses import replace

import pytest

from core.domain.clips.clip import ClipStatus
from core.domain.review.ballot import Saying
from core.domain.review.review_card import Verdict
from core.domain.work.job import JobStatus
from core.errors import Busy, Conflict
from core.services.review.votes import TRIES
from tests.builders import CREATOR, NOON, make_actor, make_posted_card
from tests.core.services.review.review_desk import ReviewDesk


@pytest.fixture
async def desk(tmp_path):
    return await ReviewDesk(tmp_path).fill()


def actor(number):
    return make_actor(person_id=f"discord:{number}")


async def test_a_vote_is_shown_on_the_card_and_one_that_changes_nothing_is_not(desk):
    await desk.votes.approve(make_posted_card(), actor(1))
    await desk.votes.approve(make_posted_card(), actor(1))
    await desk.votes.keep(
        make_posted_card(),
        Saying(message_id="30", person_id="discord:1", verdict=Verdict.APPROVE),
    )

    jobs = await desk.stores.jobs.list_jobs(CREATOR, JobStatus.QUEUED)

    assert [job.kind.value for job in jobs.items] == ["post_card"]


async def test_a_priority_rises_and_falls_with_those_who_want_it(desk):
    card = make_posted_card()
    await desk.votes.lift(card, actor(1))
    await desk.votes.lift(card, actor(2))

    lowered = await desk.votes.lower(card, actor(1))

    assert lowered.priority == 1
    bound = await desk.cards.find_card("30")
    assert bound is not None
    assert bound.clip_version == (await desk.get_clip()).version


async def test_a_clip_that_is_being_made_keeps_its_place(desk):
    clip = await desk.get_clip()
    await desk.stores.clips.save_clip(clip.move_to(ClipStatus.RENDERING, at=NOON))

    assert (await desk.votes.lift(make_posted_card(), actor(1))).priority == 0


async def test_nothing_said_on_an_older_cut_replaces_what_is_said_on_the_newer(desk):
    old = make_posted_card()
    await desk.votes.approve(old, actor(1))
    clip = await desk.get_clip()
    newer = await desk.stores.clips.save_clip(replace(clip, object_key="another.mp4"))
    card = make_posted_card(newer, message_id="31")
    await desk.votes.approve(card, actor(2))

    await desk.votes.approve(old, actor(3))

    assert (await desk.votes.find_ballot(card)).approvals == ("discord:2",)


async def test_too_many_at_once_are_asked_to_say_it_again(desk, monkeypatch):
    tries = 0

    async def refuse(_ballot):
        nonlocal tries
        tries += 1
        raise Conflict("Somebody else was faster.")

    monkeypatch.setattr(desk.ballots, "save_ballot", refuse)

    with pytest.raises(Busy, match="say it again"):
        await desk.votes.approve(make_posted_card(), actor(1))
    assert tries == TRIES


async def test_a_clip_that_changes_all_the_time_is_not_put_in_line(desk, monkeypatch):
    async def refuse(_clip, **_following):
        raise Conflict("Somebody else was faster.")

    monkeypatch.setattr(desk.stores.clips, "save_clip", refuse)

    with pytest.raises(Busy, match="say it again"):
        await desk.votes.lift(make_posted_card(), actor(1))
