from core.domain.plan.composer import find_composer, word_publication
from core.domain.publishing.wording import Wording
from core.domain.work.platform import Platform
from tests.plan_builders import make_variant


def test_the_text_lies_ready_in_the_composer():
    variant = make_variant(platform=Platform.X, text="An ace & more\n字", tags=("a b",))
    assert find_composer(variant) == (
        "https://x.com/intent/post?text=An%20ace%20%26%20more%0A%E5%AD%97%0A%0A%23ab"
    )
    assert find_composer(make_variant(platform=Platform.YOUTUBE)) is None
    assert "xiaohongshu" in (find_composer(make_variant(platform=Platform.REDNOTE)) or "")


def test_an_address_that_would_be_too_long_is_given_without_the_text():
    variant = make_variant(platform=Platform.LINKEDIN, text="字" * 3000)
    assert find_composer(variant) == "https://www.linkedin.com/feed/"


def test_what_goes_out_with_a_clip_has_a_title_where_publishers_want_one():
    given = {"title": "", "text": "Ace\n\nThree\n\nFour", "tags": ()}
    assert word_publication(make_variant(platform=Platform.DISCORD, **given)) == Wording(
        title="Ace", text="Three\n\nFour"
    )
    assert word_publication(make_variant(platform=Platform.TIKTOK, **given)) == Wording(
        title="", text="Ace\n\nThree\n\nFour"
    )
