import pytest

from core.domain.plan.text_shortening import fit_wording
from core.domain.work.platform import Platform
from core.domain.work.text_limits import find_excess

LONG = "An ace on the last round. Nobody saw it coming! " * 200
TEXTS = {
    "short": "One sentence.",
    "sentences": LONG + "#ace #val",
    "one word": "a" * 9000,
    "words": "word " * 3000,
    "emoji": "\U0001f468\u200d\U0001f469\u200d\U0001f467\U0001f3fd" * 2000,
    "cjk": "今天的比赛很精彩。" * 1000,
    "rtl": "مرحبا بكم في البث. " * 600,
    "combining": "o\u0302\u0301 " * 3000,
    "links": "https://example.org/a " * 400,
    "lines": "line\n" * 2000,
    "empty": "",
}


@pytest.mark.parametrize("platform", Platform)
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_what_is_made_for_a_platform_fits_there(platform, text):
    tags = [f"tag number {n}" for n in range(40)]

    made = fit_wording(platform, title="A title that goes on " * 12, text=text, tags=tags)

    assert find_excess(platform, title=made.title, text=made.text, tags=made.tags) == ""
    assert made.text or not text


def test_a_text_ends_with_a_sentence_and_its_hashtags_become_tags():
    made = fit_wording(Platform.X, title="", text=LONG + "\n#ace #val #third")
    assert made.text.endswith(("round.", "coming!"))
    assert made.tags == ("ace", "val")
    assert fit_wording(Platform.TIKTOK, title="", text="Hi #a b").text == "Hi #a b"


def test_where_the_first_sentence_is_too_long_it_ends_with_a_word():
    made = fit_wording(Platform.X, title="", text="many words " * 100)
    assert made.text.endswith(("many…", "words…"))


def test_a_title_without_a_place_of_its_own_leads_the_text():
    made = fit_wording(Platform.DISCORD, title="An ace", text="Three in a row")
    assert (made.title, made.text) == ("", "An ace\n\nThree in a row")
    assert fit_wording(Platform.YOUTUBE, title="An ace", text="Three").title == "An ace"


def test_no_character_is_parted_from_its_marks():
    made = fit_wording(Platform.REDNOTE, title="e\u0301" * 40, text="")
    assert made.title == "e\u0301" * 9 + "…"
