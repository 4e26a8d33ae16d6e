import pytest

from cogs.cards.emojis import REACTIONS, read_emoji, read_thumb
from core.domain.review.review_card import Verdict

PICTURE, SIGN = "\ufe0f", "\ufe0e"


@pytest.mark.parametrize(
    ("emoji", "verdict"),
    [
        ("✅", Verdict.APPROVE),
        ("\u2714", Verdict.APPROVE),
        ("\u2611", Verdict.APPROVE),
        ("❌", Verdict.REJECT),
        ("\u274e", Verdict.REJECT),
        ("\u23ea", Verdict.EARLIER),
        ("\u23e9", Verdict.LATER),
        ("\u23eb", Verdict.LIFT),
    ],
)
@pytest.mark.parametrize("selector", ["", PICTURE, SIGN])
def test_an_emoji_counts_with_and_without_its_selector(emoji, verdict, selector):
    assert read_emoji(emoji + selector) is verdict


@pytest.mark.parametrize("emoji", ["", PICTURE, "👍", "👎", "🔥", "x", "✅✅", "<:yes:1>"])
def test_any_other_emoji_says_nothing(emoji):
    assert read_emoji(emoji) is None


def test_what_a_card_offers_is_what_it_reads():
    assert [read_emoji(emoji) for emoji in REACTIONS] == list(REACTIONS.values())


@pytest.mark.parametrize("skin", ["", "\U0001f3fb", "\U0001f3ff", "\ufe0f"])
def test_thumbs_of_any_skin_say_something_only_to_who_asks_for_them(skin):
    assert read_thumb(f"\N{THUMBS UP SIGN}{skin}") is Verdict.APPROVE
    assert read_thumb(f"\N{THUMBS DOWN SIGN}{skin}") is Verdict.REJECT
    assert read_emoji(f"\N{THUMBS UP SIGN}{skin}") is None
    assert read_thumb("\N{WAVING HAND SIGN}") is None
