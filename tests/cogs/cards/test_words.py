from functools import partial

import pytest

from cogs.cards.card import make_card
from cogs.cards.words import list_whole, write_head, write_line, write_remaking, write_standing
from cogs.texts.sentences import translate
from core.domain.clips.clip import ClipStatus
from core.domain.review.clip_source import ClipSource
from tests.builders import NOON, make_clip, make_publication, make_score, make_spike

in_german = partial(translate, language="de")


def draw(**given):
    return make_card(make_clip(**({"status": ClipStatus.IN_REVIEW, "score": make_score()} | given)))


def test_the_first_line_has_all_that_it_takes_to_decide():
    card = draw(spike=make_spike(asked_by="ann"))

    assert write_head(card).splitlines()[1] == (
        "**62 of 100** · May travel · 30 s · from 1:43 · called by **ann**"
    )
    assert write_standing(card) == ""


def test_whoever_decided_on_the_page_is_somebody_there():
    card = draw(status=ClipStatus.REJECTED, decided_by="web")

    assert write_line(card) == r"❌ **Hype at 2\:08** · Rejected by somebody on the web page"


def test_where_a_decided_clip_stands_is_said_with_who_decided():
    clip = make_clip(status=ClipStatus.APPROVED, decided_by="discord:4", score=make_score())
    card = make_card(clip, publications=[make_publication()])

    told = write_standing(card).splitlines()

    assert told[0] == "**Approved by <@4>**"
    assert told[1].startswith("Waiting to go out to the folder")


def test_a_card_of_a_cut_in_the_making_says_which_window_it_will_have():
    assert "(1:43 to 2:13)" in write_remaking(draw(status=ClipStatus.RENDERING))


def test_all_parts_are_told_to_whoever_asks():
    text = "\n".join(list_whole(draw()))

    assert text.count("/20**") == 5
    assert "22 of them cheered." in text


@pytest.mark.parametrize(("is_stream", "name"), [(True, "stream"), (False, "video")])
def test_a_source_without_a_title_is_named_by_its_kind(is_stream, name):
    source = ClipSource(title=" ", at=NOON, is_stream=is_stream)
    card = make_card(make_clip(status=ClipStatus.IN_REVIEW), source=source)

    assert f" · an untitled {name} at 2:08" in write_head(card)


@pytest.mark.parametrize(
    "words",
    ["Approved", "Likely to travel", "Try again", "The clip", "31 people", "Moment at 2:08"],
)
def test_what_others_wrote_is_said_as_they_wrote_it_in_every_language(words):
    """A title that is a sentence of ours is still a title."""
    said = (make_spike().strongest[0].__class__(offset_seconds=1.0, chatter=words, text=words),)
    spike = make_spike(asked_by=words, tokens=((words, 3),), strongest=said)
    clip = make_clip(
        status=ClipStatus.REJECTED,
        decided_by="discord:4",
        score=make_score(),
        title=words,
        spike=spike,
    )
    card = make_card(clip, source=ClipSource(title=words, at=NOON, is_stream=True))

    head, line = write_head(card, in_german), write_line(card, in_german)
    whole = "\n".join(list_whole(card, in_german))
    shown = words.replace(":", r"\:")

    assert head.startswith(f"### {shown}\n")
    assert f" · {shown} bei 2:08" in head
    assert f"gewünscht von **{shown}**" in head
    assert f"❌ **{shown}** · Abgelehnt von <@4>" in line
    assert f"**{shown}** {shown}" in whole
    assert f"Am häufigsten: {shown} (3 Personen)" in whole
