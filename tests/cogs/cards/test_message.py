from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from cogs.cards.card import make_card
from cogs.cards.message import (
    TEXT_LENGTH_MAX,
    make_layout,
    make_reconnect_layout,
    make_why,
    name_button,
    name_reconnect_button,
)
from core.domain.chat.chat_spike import ChatLine
from core.domain.clips.clip import ClipStatus, Judgement
from core.domain.clips.virality import ScorePart, ViralityScore
from core.domain.learning.metrics import PostMetric
from core.domain.publishing.planned import Planned
from core.domain.publishing.publication import PublicationStatus
from core.domain.review.clip_source import ClipSource
from core.domain.review.review_card import Verdict
from core.domain.work.platform import Platform
from tests.builders import NOON, make_clip, make_publication, make_score, make_spike
from tests.plan_builders import make_token
from tests.servers.discord import list_buttons, list_media, list_texts

EPOCH = int(NOON.timestamp())


def make_reviewed(**given):
    return make_clip(
        **({"status": ClipStatus.IN_REVIEW, "score": make_score(), "object_key": "a"} | given)
    )


def draw(clip, *, media="attachment://clip.mp4", note="", with_buttons=True, **given):
    """Return the message of a clip as Discord gets it."""
    shown: dict[str, Any] = {"note": note, "with_buttons": with_buttons}
    shown |= {name: given.pop(name) for name in ("newer_link", "former") if name in given}
    card = make_card(clip, **given)
    return {"components": make_layout(card, media=media, **shown).to_components()}


def kinds_of(message):
    """Return what a card consists of, from top to bottom."""
    names = {1: "buttons", 10: "text", 12: "video"}
    return [names[c["type"]] for c in message["components"][0]["components"]]


async def test_whoever_decides_sees_video_title_and_buttons_before_the_reasons():
    message = draw(make_reviewed())

    head, reasons = list_texts(message)
    assert kinds_of(message) == ["video", "text", "buttons", "buttons", "text"]
    assert head == r"### Hype at 2\:08" + "\n**62 of 100** · May travel · 30 s · from 1:43"
    assert reasons == "- chat says 18\n- reaction says 15\n- sound says 12"
    assert list_media(message) == ["attachment://clip.mp4"]


async def test_the_line_names_the_stream_its_caller_and_where_the_clip_will_go():
    slot = NOON + timedelta(hours=6)
    source = ClipSource(title="The *race*", at=NOON, is_stream=True)
    planned = [
        Planned(platform=Platform.YOUTUBE, account_id="1", at=slot),
        Planned(platform=Platform.TIKTOK, account_id="2", at=slot),
        Planned(platform=Platform.DISCORD, account_id="3"),
    ]

    message = draw(
        make_reviewed(spike=make_spike(asked_by="*ann*")), source=source, planned=planned
    )

    line, going = list_texts(message)[0].splitlines()[1:]
    assert line.endswith(rf"The \*race\* at 2:08, <t:{EPOCH}:d> · called by **\*ann\***")
    assert going == f"Goes to Discord soon after approval; YouTube and TikTok <t:{EPOCH + 21600}:f>"


async def test_a_clip_that_would_go_nowhere_says_what_to_do():
    assert "/where add" in list_texts(draw(make_reviewed(), planned=[]))[0]
    assert "/where add" not in list_texts(draw(make_reviewed()))[0]


async def test_a_decided_card_is_a_line_with_its_link_and_what_can_still_be_done():
    approved = make_reviewed(status=ClipStatus.APPROVED, decided_by="discord:42")
    out = make_publication(status=PublicationStatus.PUBLISHED, link="https://you.example/1")

    message = draw(approved, publications=[out])

    assert kinds_of(message) == ["text", "buttons"]
    (line,) = list_texts(message)
    assert line == (
        r"✅ **Hype at 2\:08** · Approved by <@42> · "
        r"Published to the folder of published clips\. https://you.example/1"
    )
    assert [b["label"] for b in list_buttons(message)] == ["Why"]


async def test_a_rejected_card_can_be_asked_back():
    rejected = make_reviewed(status=ClipStatus.REJECTED, decided_by="discord:42")

    message = draw(rejected)

    assert list_texts(message) == [r"❌ **Hype at 2\:08** · Rejected by <@42>"]
    assert [b["label"] for b in list_buttons(message)] == ["Take back", "Why"]


async def test_an_approval_that_waits_can_be_taken_back():
    approved = make_reviewed(status=ClipStatus.APPROVED, decided_by="discord:42")

    message = draw(approved, publications=[make_publication()], note="Take it away.")

    assert [b["label"] for b in list_buttons(message)] == ["Take back", "Why"]
    assert list_texts(message)[1] == "-# Take it away."


async def test_what_decides_fits_into_one_row_and_what_changes_the_cut_into_the_next():
    message = draw(make_reviewed(), approvals=("discord:1",), approvals_needed=2)

    rows = [c for c in message["components"][0]["components"] if c["type"] == 1]

    assert [[button["label"] for button in row["components"]] for row in rows] == [
        ["Approve", "Reject", "Why"],
        ["Edit", "⏪ 2 s", "2 s ⏩"],
        ["Take back", "More", "Words"],
    ]


async def test_while_a_new_cut_is_made_the_former_one_stays_and_is_marked():
    remade = make_reviewed(status=ClipStatus.RENDERING, score=None, start_seconds=101.0)
    former = r"### Hype at 2\:08" + "\n**62 of 100** · May travel"

    message = draw(remade, former=former)

    assert kinds_of(message) == ["video", "text"]
    (text,) = list_texts(message)
    assert text.startswith(f"{former}\n**A new cut is being made** (1:41 to 2:13)")


@pytest.mark.parametrize(
    ("approvals", "line"),
    [
        ((), "Approved by 0 of 2"),
        (("discord:1",), "Approved by 1 of 2: <@1>"),
    ],
)
async def test_a_card_counts_who_approves_where_it_takes_several(approvals, line):
    message = draw(make_reviewed(), approvals=approvals, approvals_needed=2)

    assert list_texts(message)[0].endswith(line)


async def test_an_approval_by_several_names_them_and_a_crowd_in_part():
    clip = make_reviewed(status=ClipStatus.APPROVED, decided_by="discord:2")
    crowd = tuple(f"discord:{number}" for number in range(1, 13))

    two = draw(clip, approvals=("discord:1", "discord:2"), approvals_needed=2)
    many = draw(clip, approvals=crowd, approvals_needed=12)

    assert list_texts(two)[0].endswith("Approved by <@1> and <@2>")
    assert list_texts(many)[0].endswith(", <@10> and 2 more")


async def test_a_clip_that_goes_first_says_so_until_it_is_out():
    waiting = make_reviewed(priority=1)
    out = replace(waiting, status=ClipStatus.APPROVED)
    published = make_publication(status=PublicationStatus.PUBLISHED)

    assert "⏫ goes first" in list_texts(draw(waiting))[0]
    assert "⏫ goes first" in list_texts(draw(out, publications=[make_publication()]))[0]
    assert "⏫" not in list_texts(draw(out, publications=[published]))[0]


async def test_a_place_says_when_it_is_due_and_how_it_did():
    clip = make_reviewed(status=ClipStatus.APPROVED)
    waiting = make_publication()
    out = make_publication(status=PublicationStatus.PUBLISHED, link="https://you.example/1")
    metric = PostMetric(
        platform=out.platform, on=NOON.date(), post_id="1", measured_at=NOON, views=12
    )

    later = list_texts(draw(clip, publications=[waiting]))[0]
    done = list_texts(draw(clip, publications=[out], metrics={out.id: metric}))[0]

    assert later.endswith(rf"published clips: <t:{EPOCH}:f>, <t:{EPOCH}:R>")
    assert done.endswith("https://you.example/1 (12 views)")


async def test_a_failure_names_its_step_and_offers_another_try():
    failed = make_clip(
        status=ClipStatus.FAILED, failed_stage="render", failed_reason="The disk is full."
    )
    message = draw(failed, media=None)

    assert r"Could not be made \(render\)\: The disk is full\." in list_texts(message)[0]
    assert [b["label"] for b in list_buttons(message)] == ["Try again"]


async def test_a_link_that_anybody_can_follow_is_shown_and_a_path_is_not():
    clip = make_reviewed(status=ClipStatus.APPROVED)
    out = {"status": PublicationStatus.PUBLISHED}

    seen = draw(clip, publications=[make_publication(link="https://you.example/1", **out)])
    hidden = draw(clip, publications=[make_publication(link="file:///home/ada/1.mp4", **out)])

    assert "https://you.example/1" in list_texts(seen)[0]
    assert "/home" not in "".join(list_texts(hidden))


async def test_a_card_without_buttons_says_everything():
    message = draw(make_reviewed(), media=None, note="Watch it elsewhere.", with_buttons=False)

    text = "\n".join(list_texts(message))
    assert list_media(message) == []
    assert list_buttons(message) == []
    for told in (
        "Watch it elsewhere.",
        "**Chat 18/20** chat says 18",
        "31 people wrote 40 lines",
        "> 2:08 **bo** NO WAY",
        "-# Most repeated: pog (9 people), omg (4 people)",
    ):
        assert told in text


async def test_why_tells_everything_above_a_picture_of_the_chat():
    view = make_why(make_card(make_reviewed()), picture="attachment://chat.png")
    message = {"components": view.to_components()}

    assert "**Hook 9/20** hook says 9" in "\n".join(list_texts(message))
    assert list_media(message) == ["attachment://chat.png"]


async def test_a_card_of_an_older_cut_points_to_the_newer_one():
    message = draw(make_reviewed(), newer_link="https://discord.example/1")

    (text,) = list_texts(message)
    assert text.endswith("**There is a newer cut: https://discord.example/1**")
    assert list_buttons(message) == []


async def test_a_clip_that_nobody_judged_is_shown_without_score():
    message = draw(make_reviewed(score=None, spike=None))

    assert list_texts(message) == [r"### Moment at 1\:43" + "\nNot judged yet · 30 s · from 1:43"]


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


async def test_what_nobody_read_or_saw_is_said_once():
    parts = (
        ScorePart(name="sound", points=12, out_of=20, reason="The loudest second is 9 dB above."),
        ScorePart(
            name="chat crowd", points=6, out_of=20, reason="No chat was read, so it is half."
        ),
        ScorePart(name="emotion", points=5, out_of=10, reason="Not judged by a model: emotion."),
    )
    judged = Judgement(model="a model", reason="*Too* often.")
    clip = make_reviewed(score=ViralityScore(parts=parts), judgement=judged)

    reasons, unknown = list_texts(draw(clip))[1:]
    assert reasons == r"- The loudest second is 9 dB above\."
    assert unknown == (
        r"-# Not read or seen\: chat crowd, emotion\. "
        r"Judged without the model\: \*Too\* often\."
    )
