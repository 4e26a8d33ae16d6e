from dataclasses import replace

import pytest

from cogs.card_message import (
    TEXT_LENGTH_MAX,
    make_layout,
    make_reconnect_layout,
    name_button,
    name_reconnect_button,
)
from cogs.cards import make_card
from core.domain.chat.chat_spike import ChatLine
from core.domain.clips.clip import ClipStatus, Judgement
from core.domain.clips.virality import ScorePart, ViralityScore
from core.domain.learning.metrics import PostMetric
from core.domain.publishing.publication import PublicationStatus
from core.domain.review.review_card import Verdict
from tests.builders import NOON, make_clip, make_publication, make_score, make_spike
from tests.plan_builders import make_token
from tests.servers.discord import list_buttons, list_media, list_texts


def make_reviewed(**given):
    return make_clip(
        **({"status": ClipStatus.IN_REVIEW, "score": make_score(), "object_key": "a"} | given)
    )


def draw(clip, *, media="attachment://clip.mp4", note="", with_buttons=True, **given):
    """Return the message of a clip as Discord gets it."""
    newer_link = given.pop("newer_link", None)
    card = make_card(clip, **given)
    given = {"note": note, "with_buttons": with_buttons, "newer_link": newer_link}
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

    assert [b["label"] for b in list_buttons(asked)][:2] == ["Approve", "Reject"]
    assert [b["label"] for b in list_buttons(told)] == ["Take back"]
    assert list_texts(told)[1].startswith("**Approved by <@42>**\nWaiting to go out")


async def test_five_buttons_are_a_row_and_a_sixth_begins_another():
    message = draw(make_reviewed(), approvals=("discord:1",), approvals_needed=2)

    rows = [c for c in message["components"][0]["components"] if c["type"] == 1]

    assert [[button["label"] for button in row["components"]] for row in rows] == [
        ["Approve", "Reject", "2 s earlier", "2 s later", "Put first"],
        ["Take back"],
        ["Words"],
    ]


@pytest.mark.parametrize(
    ("approvals", "line"),
    [
        ((), "Approved by 0 of 2"),
        (("discord:1",), "Approved by 1 of 2: <@1>"),
    ],
)
async def test_a_card_counts_who_approves_where_it_takes_several(approvals, line):
    message = draw(make_reviewed(), approvals=approvals, approvals_needed=2)

    assert list_texts(message)[1].endswith(line)


async def test_an_approval_by_several_names_them_and_a_crowd_in_part():
    clip = make_reviewed(status=ClipStatus.APPROVED, decided_by="discord:2")
    crowd = tuple(f"discord:{number}" for number in range(1, 13))

    two = draw(clip, approvals=("discord:1", "discord:2"), approvals_needed=2)
    many = draw(clip, approvals=crowd, approvals_needed=12)

    assert list_texts(two)[1] == "**Approved by <@1> and <@2>**"
    assert list_texts(many)[1].endswith(", <@10> and 2 more**")


async def test_a_clip_that_goes_first_says_so_until_it_is_out():
    waiting = make_reviewed(priority=1)
    out = replace(waiting, status=ClipStatus.APPROVED)
    published = make_publication(status=PublicationStatus.PUBLISHED)

    assert "⏫ goes first" in list_texts(draw(waiting))[1]
    assert "⏫" not in list_texts(draw(out, publications=[published]))[1]


async def test_a_place_says_when_it_is_due_and_how_it_did():
    clip = make_reviewed(status=ClipStatus.APPROVED)
    waiting = make_publication()
    out = make_publication(status=PublicationStatus.PUBLISHED, link="https://you.example/1")
    metric = PostMetric(
        platform=out.platform, on=NOON.date(), post_id="1", measured_at=NOON, views=12
    )
    seconds = int(NOON.timestamp())

    later = list_texts(draw(clip, publications=[waiting]))[1]
    done = list_texts(draw(clip, publications=[out], metrics={out.id: metric}))[1]

    assert later.endswith(rf"published clips: <t:{seconds}:f>, <t:{seconds}:R>")
    assert done.endswith("https://you.example/1 (12 views)")


async def test_a_failure_names_its_step_and_offers_another_try():
    failed = make_clip(
        status=ClipStatus.FAILED, failed_stage="render", failed_reason="The disk is full."
    )
    message = draw(failed, media=None)

    assert r"Could not be made \(render\)\: The disk is full\." in list_texts(message)[1]
    assert [b["label"] for b in list_buttons(message)] == ["Try again"]


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
