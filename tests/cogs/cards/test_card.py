import json
from dataclasses import asdict, replace
from typing import Any

import pytest

from cogs.cards.card import make_card
from cogs.cards.evidence import describe_spike
from core.domain.chat.chat_spike import ChatLine
from core.domain.clips.clip import ClipStatus, Judgement
from core.domain.clips.virality import ScorePart, ViralityScore
from core.domain.publishing.publication import PublicationStatus
from core.domain.review.review_card import Verdict, name_cut
from tests.builders import NOON, make_clip, make_job, make_publication, make_score, make_spike

IN_REVIEW = (Verdict.APPROVE, Verdict.REJECT, Verdict.EARLIER, Verdict.LATER, Verdict.LIFT)


def make_reviewed(**given):
    ready = {
        "status": ClipStatus.IN_REVIEW,
        "score": make_score(18, 15, 12, 8, 9),
        "object_key": "a/clip.mp4",
        "duration_seconds": 29.6,
        "version": 3,
    }
    return make_clip(**(ready | given))


def test_a_card_says_what_a_moderator_needs_to_decide():
    card = make_card(make_reviewed(), number=2)

    assert (card.number, card.title, card.score) == (2, "Hype at 2:08", 62)
    assert (card.start, card.end, card.peak, card.seconds) == ("1:43", "2:13", "2:08", 30)
    assert card.verdict == "May travel"
    assert card.evidence == (
        "31 people wrote 40 lines within seconds, where 4 are usual: 7 times as many.",
        "22 of them cheered.",
    )
    assert [(line.at, line.chatter, line.text) for line in card.lines] == [("2:08", "bo", "NO WAY")]
    assert [(token.text, token.people) for token in card.tokens] == [("pog", 9), ("omg", 4)]
    assert card.actions == IN_REVIEW
    assert card.version == 3
    assert card.has_video
    assert not card.is_moving


@pytest.mark.parametrize(
    ("asked_by", "shown"),
    [("ann", "ann"), (None, None), ("\u202e", None), ("a" * 99, "a" * 31 + "…")],
)
def test_a_card_credits_the_first_viewer_who_asked(asked_by, shown):
    spike = make_spike(asked_by=asked_by)

    assert make_card(make_reviewed(spike=spike)).asked_by == shown
    assert (describe_spike(spike)[0] == f"{shown} asked for a clip of it first.") is bool(shown)


def test_a_card_can_be_printed_as_json():
    card = make_card(make_reviewed(), publications=[make_publication()], job=make_job())

    assert json.loads(json.dumps(asdict(card)))["status"] == "in_review"


def test_the_parts_of_a_score_come_heaviest_first_with_their_reasons():
    parts = (
        ScorePart(name="pace", points=4, out_of=10, reason="Three cuts."),
        ScorePart(name="chat_crowd", points=30, out_of=40, reason="Thirty people."),
        ScorePart(name="empty", points=0, out_of=0, reason="Nothing."),
    )

    card = make_card(make_reviewed(score=ViralityScore(parts=parts)))

    assert [(p.name, p.points, p.out_of, p.percent, p.sentence) for p in card.parts] == [
        ("Chat crowd", 30, 40, 75.0, "Thirty people."),
        ("Pace", 4, 10, 40.0, "Three cuts."),
        ("Empty", 0, 0, 0.0, "Nothing."),
    ]


@pytest.mark.parametrize(
    ("value", "verdict"),
    [
        (100, "Likely to travel"),
        (70, "Likely to travel"),
        (69, "May travel"),
        (40, "May travel"),
        (39, "Unlikely to travel"),
        (0, "Unlikely to travel"),
    ],
)
def test_a_score_is_put_into_words(value, verdict):
    score = ViralityScore(parts=(ScorePart(name="all", points=value, out_of=100, reason=""),))

    assert make_card(make_reviewed(score=score)).verdict == verdict


def test_a_clip_that_was_not_judged_is_named_by_its_moment():
    draft = make_card(make_clip())
    by_hand = make_card(make_clip(spike=None))
    untitled = make_card(make_reviewed(title=" \u202e "))

    assert (draft.title, draft.score, draft.verdict) == ("Moment at 2:08", None, "Not judged yet")
    assert (by_hand.title, by_hand.peak, by_hand.evidence) == ("Moment at 1:43", None, ())
    assert untitled.title == "Moment at 2:08"


@pytest.mark.parametrize("status", ClipStatus)
def test_every_status_has_its_words_and_only_a_clip_in_review_can_be_decided(status):
    card = make_card(make_reviewed(status=status))

    assert card.status_text
    assert (card.actions == IN_REVIEW) == (status is ClipStatus.IN_REVIEW)
    assert card.is_decided == (status in {ClipStatus.APPROVED, ClipStatus.REJECTED})
    assert card.is_being_made == (status in {ClipStatus.DRAFT, ClipStatus.RENDERING})
    assert card.is_moving == card.is_being_made


@pytest.mark.parametrize(
    ("status", "publications", "approvals", "actions"),
    [
        (ClipStatus.IN_REVIEW, [], (), IN_REVIEW),
        (ClipStatus.IN_REVIEW, [], ("discord:1",), (*IN_REVIEW, Verdict.UNDO)),
        (ClipStatus.APPROVED, [PublicationStatus.SCHEDULED], (), (Verdict.UNDO,)),
        (ClipStatus.APPROVED, [PublicationStatus.PUBLISHED], (), ()),
        (
            ClipStatus.APPROVED,
            [PublicationStatus.PUBLISHED, PublicationStatus.FAILED],
            (),
            (Verdict.REPUBLISH,),
        ),
        (ClipStatus.APPROVED, [PublicationStatus.CANCELLED], (), ()),
        (
            # approved, taken back, approved again
            ClipStatus.APPROVED,
            [PublicationStatus.CANCELLED, PublicationStatus.SCHEDULED],
            (),
            (Verdict.UNDO,),
        ),
        (ClipStatus.APPROVED, [], (), ()),
        (ClipStatus.REJECTED, [], (), (Verdict.UNDO,)),
        (ClipStatus.RENDERING, [], (), ()),
        (ClipStatus.FAILED, [], (), (Verdict.RETRY,)),
    ],
)
def test_only_what_can_be_said_now_is_offered_and_only_to_who_may(
    status, publications, approvals, actions
):
    clip = make_reviewed(status=status)
    given: dict[str, Any] = {
        "publications": [make_publication(status=each) for each in publications],
        "approvals": approvals,
    }

    assert make_card(clip, **given).actions == actions
    assert make_card(clip, **given, may_review=False).actions == ()


def test_a_card_in_review_does_not_speak_of_what_was_called_off():
    cancelled = make_publication(status=PublicationStatus.CANCELLED)

    assert make_card(make_reviewed(), publications=[cancelled]).places == ()


def test_a_card_says_who_approves_of_how_many_and_how_urgent_it_is():
    clip = make_reviewed(priority=2)

    card = make_card(clip, approvals=("discord:12\u202e3",), approvals_needed=2)

    assert (card.approvals, card.approvals_needed, card.priority) == (("discord:123",), 2, 2)


def test_a_clip_in_the_making_says_how_far_it_is():
    clip = make_clip(status=ClipStatus.RENDERING, object_key="the/old/cut.mp4")
    job = make_job(progress=0.43, stage="render")

    card = make_card(clip, job=job)

    assert (card.progress, card.stage) == (0.43, "Cutting to 9:16")
    assert not card.has_video
    assert card.status_text == "A new cut is being made"
    assert make_card(clip).stage == "Being made"
    assert make_card(clip).progress is None
    assert make_card(clip, job=replace(job, stage="polish", progress=7.0)).stage == "polish"
    assert make_card(clip, job=replace(job, progress=7.0)).progress == 1.0


def test_a_failure_names_its_step_and_its_reason():
    failed = make_clip(status=ClipStatus.FAILED, failed_reason="The disk is full.")

    assert make_card(failed).status_text == "Could not be made: The disk is full."
    assert make_card(replace(failed, failed_stage="render")).status_text == (
        "Could not be made (render): The disk is full."
    )
    assert make_card(replace(failed, failed_reason=None)).status_text == "Could not be made"


def test_a_decided_clip_says_by_whom():
    approved = make_reviewed(status=ClipStatus.APPROVED, decided_by="discord:12\u202e3")

    assert make_card(approved).decided_by == "discord:123"
    assert make_card(make_reviewed()).decided_by is None


def test_a_card_moves_while_its_clip_is_on_its_way():
    approved = make_reviewed(status=ClipStatus.APPROVED)

    assert make_card(approved, publications=[make_publication()]).is_moving


def test_a_cut_keeps_its_name_through_a_decision_and_a_new_cut_gets_a_new_one():
    """A video that plays while its clip is approved must not be loaded again."""
    clip = make_reviewed()

    approved = replace(clip.move_to(ClipStatus.APPROVED, at=NOON), version=4, decided_by="web")

    assert name_cut(approved) == name_cut(clip) == make_card(clip).cut
    assert name_cut(replace(clip, size_bytes=1)) != name_cut(clip)


def test_a_card_shows_a_few_lines_and_leaves_out_the_empty_ones():
    line = ChatLine(offset_seconds=1.0, chatter="a", text="x")
    lines = (replace(line, text=" \n "), *[replace(line, text=str(n)) for n in range(9)])

    card = make_card(make_reviewed(spike=make_spike(strongest=lines)))

    assert [line.text for line in card.lines] == ["0", "1", "2"]


def test_a_card_says_why_the_model_did_not_judge_and_nothing_where_it_did():
    refused = Judgement(model="a model", reason="The model refused\u202e to look.")

    assert make_card(make_reviewed()).unjudged == ""
    assert make_card(make_reviewed(judgement=Judgement(model="a model"))).unjudged == ""
    assert make_card(make_reviewed(judgement=refused)).unjudged == (
        "Judged without the model: The model refused to look."
    )
