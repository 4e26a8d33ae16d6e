from dataclasses import replace

import pytest

from cogs.cards import make_card
from cogs.layouts import (
    TEXT_LENGTH_MAX,
    list_verdicts,
    make_layout,
    make_reconnect_layout,
    name_button,
    name_reconnect_button,
)
from core.domain.chat_spike import ChatLine
from core.domain.clip import ClipStatus, Judgement
from core.domain.publication import PublicationStatus
from core.domain.review import Verdict
from core.domain.virality import ScorePart, ViralityScore
from tests.builders import make_clip, make_publication, make_score, make_spike
from tests.plan_builders import make_token
from tests.servers.discord import list_buttons, list_media, list_texts


def make_reviewed(**given):
    return make_clip(
        **({"status": ClipStatus.IN_REVIEW, "score": make_score(), "object_key": "a"} | given)
    )


def draw(clip, *, publications=(), media="attachment://clip.mp4", **given):
    """Return the message of a clip as Discord gets it."""
    card = make_card(clip, publications=publications)
    return {"components": make_layout(card, media=media, **given).to_components()}


async def test_a_card_shows_title_score_video_reasons_and_evidence():
    message = draw(make_reviewed())

    head, standing, parts, evidence, tokens = list_texts(message)
    assert head == r"## Hype at 2\:08" + "\n**62 of 100** · May travel · 30 s, from 1:43"
    assert standing == "**Waiting for your decision**"
    assert parts.startswith("**Chat 18/20** chat says 18")
    assert "31 people wrote 40 lines" in evidence
    assert "> 2:08 **bo** NO WAY" in evidence
    assert tokens == "-# Most repeated: pog (9 people), omg (4 people)"
    assert list_media(message) == ["attachment://clip.mp4"]


async def test_the_first_viewer_who_asked_is_credited():
    texts = list_texts(draw(make_reviewed(spike=make_spike(asked_by="*ann*"))))

    assert "Asked for by **\\*ann\\***" in "\n".join(texts)


async def test_a_card_in_review_asks_and_a_decided_one_says_by_whom():
    clip = make_reviewed()
    approved = replace(clip, status=ClipStatus.APPROVED, decided_by="discord:42")

    asked, told = draw(clip), draw(approved, publications=[make_publication()])

    assert [b["label"] for b in list_buttons(asked)] == ["Approve", "Reject"]
    assert [b["label"] for b in list_buttons(told)] == ["Take back"]
    assert list_texts(told)[1].startswith("**Approved by <@42>**\nWaiting to go out")


@pytest.mark.parametrize(
    ("status", "publication", "verdicts"),
    [
        (ClipStatus.IN_REVIEW, None, (Verdict.APPROVE, Verdict.REJECT)),
        (ClipStatus.APPROVED, PublicationStatus.SCHEDULED, (Verdict.UNDO,)),
        (ClipStatus.APPROVED, PublicationStatus.PUBLISHED, ()),
        (ClipStatus.APPROVED, None, ()),
        (ClipStatus.REJECTED, None, ()),
        (ClipStatus.RENDERING, None, ()),
    ],
)
async def test_only_what_can_be_said_now_is_offered(status, publication, verdicts):
    publications = [make_publication(status=publication)] if publication else []
    card = make_card(make_reviewed(status=status), publications=publications)

    assert list_verdicts(card) == verdicts


async def test_a_link_that_anybody_can_follow_is_shown_and_a_path_is_not():
    clip = make_reviewed(status=ClipStatus.APPROVED)
    out = {"status": PublicationStatus.PUBLISHED}

    seen = draw(clip, publications=[make_publication(link="https://you.example/1", **out)])
    hidden = draw(clip, publications=[make_publication(link="file:///home/ada/1.mp4", **out)])

    assert "https://you.example/1" in list_texts(seen)[1]
    assert "/home" not in "".join(list_texts(hidden))


async def test_a_card_without_video_or_buttons_has_neither():
    message = draw(make_reviewed(), media=None, note="Watch it elsewhere.", with_buttons=False)

    assert list_media(message) == []
    assert list_buttons(message) == []
    assert "Watch it elsewhere." in list_texts(message)


async def test_a_card_of_an_older_cut_points_to_the_newer_one():
    message = draw(make_reviewed(), newer_link="https://discord.example/1")

    assert list_texts(message)[1] == "**There is a newer cut: https://discord.example/1**"
    assert list_buttons(message) == []


async def test_a_clip_that_nobody_judged_is_shown_without_score():
    message = draw(make_reviewed(score=None, spike=None))

    assert "of 100" not in list_texts(message)[0]
    assert len(list_texts(message)) == 2


async def test_the_wildest_words_fit_into_a_message_and_do_nothing():
    """Discord takes 4,000 characters of text; escaping doubles what a stranger writes."""
    wild = "<@1>*_`[x](y)" * 40
    spike = make_spike(
        strongest=tuple(ChatLine(offset_seconds=128.0, chatter=wild, text=wild) for _ in range(5)),
        tokens=tuple((wild, 9) for _ in range(9)),
        asked_by=wild,
    )
    parts = tuple(ScorePart(name=wild, points=1, out_of=20, reason=wild) for _ in range(5))
    clip = make_reviewed(title=wild, spike=spike, score=ViralityScore(parts=parts))

    texts = list_texts(draw(clip))

    assert 100 < sum(map(len, texts)) <= TEXT_LENGTH_MAX
    assert "<@" not in "".join(texts).replace("\\<", "")


def test_a_buttons_id_fits():
    assert len(name_button("0" * 28, "c" * 12, Verdict.APPROVE)) <= 100


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (
            {"account_name": "Ana <3", "linked_by": "discord:7"},
            r"<@7>: **TikTok has taken back the access to Ana \<3.** ",
        ),
        (
            {},
            "**TikTok has taken back the access to an account.** ",
        ),
    ],
)
async def test_whoever_linked_an_account_is_asked_to_do_so_again(given, expected):
    account = make_token(**given).account
    custom_id = name_reconnect_button(account, "n" * 24)

    message = {"components": make_reconnect_layout(account, custom_id).to_components()}

    assert list_texts(message) == [f"{expected}Until it is linked again, nothing goes out there."]
    (button,) = list_buttons(message)
    assert button["custom_id"] == f"accounts:link:tiktok:{'n' * 24}"
    assert len(button["custom_id"]) <= 100


async def test_a_card_says_in_small_print_why_no_model_judged_it():
    message = draw(make_reviewed(judgement=Judgement(model="a model", reason="*Too* often.")))

    assert r"-# Judged without the model\: \*Too\* often\." in list_texts(message)
