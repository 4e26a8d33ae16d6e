import pytest

from cogs.chat_answers import (
    ChatPhrases,
    describe_clipped,
    describe_clips,
    describe_latest,
    describe_truss,
)
from core.domain.chat.chat_answer import ClipLink, LinkStatus, MomentLink
from core.domain.chat.clip_calls import ClipCall, ClipCallStatus
from core.ports.chat import ChatWords

_: type[ChatWords] = ChatPhrases
LINK = MomentLink(status=LinkStatus.READY, url="https://clips.twitch.tv/x", title="A save")


def call(callers, needed):
    return ClipCall(
        status=ClipCallStatus.COUNTED,
        callers=callers,
        needed=needed,
        asked_by="Ann",
        moment_seconds=1.0,
    )


@pytest.mark.parametrize(
    ("callers", "needed", "words"),
    [(1, 3, "1 of 3 want a clip of this; 2 more viewers make it"), (2, 3, "1 more viewer makes")],
)
def test_progress_says_how_many_are_missing(callers, needed, words):
    assert words in ChatPhrases().describe_progress(call(callers, needed))


def test_a_clip_is_told_with_credit_title_and_link():
    text = describe_clipped(LINK, "Ann")

    assert text == "Clipped, asked for by Ann: A save https://clips.twitch.tv/x"
    assert describe_clipped(LINK, "").startswith("Clipped: A save")
    assert ChatPhrases().describe_clipped(LINK, "Ann") == text


def test_what_strangers_wrote_stays_one_line():
    """A line break would be a second message, and a leading slash a command."""
    text = describe_clipped(
        MomentLink(status=LinkStatus.READY, url="u", title="a\r\n/ban b"), "x\n"
    )

    assert "\n" not in text
    assert not text.startswith("/")


def test_the_latest_clips_are_shown_with_their_links():
    links = [ClipLink(title=f"Clip {n}", url=f"https://x/{n}") for n in range(3)]

    assert describe_latest(links) == "Clip 0 https://x/0"
    assert describe_clips(links).count("https://") == 3
    assert "no clip with a link" in describe_latest([])
    assert "no clip with a link" in describe_clips([])


def test_every_line_fits_into_a_message():
    links = [ClipLink(title="x" * 500, url="https://clips.twitch.tv/" + "y" * 60)] * 3

    for text in (describe_clips(links), describe_truss(), ChatPhrases().describe_offline()):
        assert len(text) <= 500
    assert len(ChatPhrases().describe_refusal("z" * 5000)) <= 500
