from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from core.domain.clips.edit_plan import Layout
from core.domain.learning.post_tags import (
    CalledBy,
    PointsOfPart,
    TitleForm,
    name_form,
    tag_post,
)
from tests.builders import NOON, make_clip, make_score, make_spike

AUCKLAND = ZoneInfo("Pacific/Auckland")


@pytest.mark.parametrize(
    ("title", "form"),
    [
        ("Did that just happen?", TitleForm.QUESTION),
        ("本当に\uff1f", TitleForm.QUESTION),
        ("Chat erupts: “no way”", TitleForm.QUOTE),
        ("「嘘でしょ」", TitleForm.QUOTE),
        ("3 kills in a row", TitleForm.NUMBER),
        ("Unbelievable!", TitleForm.SHOUT),
        ("HE DID IT again", TitleForm.SHOUT),
        ("GG", TitleForm.STATEMENT),
        ("A quiet walk", TitleForm.STATEMENT),
        ("", TitleForm.STATEMENT),
    ],
)
def test_a_title_has_one_form_in_any_language(title, form):
    assert name_form(title) is form


def test_a_clip_is_tagged_in_the_creators_zone_with_what_it_was():
    clip = make_clip(
        score=make_score(), duration_seconds=29.96, cut_layout=Layout.STACK, cut_captions="words"
    )

    tags = tag_post(clip, "What a shot!", out_at=NOON, zone=AUCKLAND)

    local = NOON.astimezone(AUCKLAND)
    assert (tags.hour, tags.weekday, tags.zone) == (local.hour, local.weekday(), "Pacific/Auckland")
    assert (tags.length_seconds, tags.layout, tags.captions) == (30.0, "stack", "words")
    assert (tags.reaction, tags.called_by) == ("hype", CalledBy.CHAT)
    assert (tags.title_form, tags.title_words) == (TitleForm.SHOUT, 3)
    assert tags.score == 62
    assert tags.score_parts[0] == PointsOfPart(name="chat", points=18, out_of=20)


def test_who_called_for_it_is_told_apart():
    clip = make_clip()
    asked = replace(clip, spike=make_spike(asked_by="mia"))

    assert tag_post(asked, "", out_at=NOON, zone=AUCKLAND).called_by is CalledBy.VIEWER
    unseen = replace(clip, spike=None, layout=Layout.FIT)
    tags = tag_post(unseen, "", out_at=NOON, zone=AUCKLAND)
    assert (tags.called_by, tags.reaction, tags.layout) == (CalledBy.VIDEO, "", "fit")
    assert (tags.score, tags.score_parts) == (None, ())


def test_without_a_clip_only_time_and_title_are_known():
    tags = tag_post(None, "Is it?", out_at=NOON, zone=AUCKLAND)

    assert (tags.title_form, tags.length_seconds, tags.called_by) == (
        TitleForm.QUESTION,
        None,
        None,
    )
