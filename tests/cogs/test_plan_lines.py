from datetime import timedelta
from zoneinfo import ZoneInfo

from cogs.discord.texts.fitting import fit_lines
from cogs.plan_lines import (
    describe_changes,
    describe_conflict,
    describe_filled,
    describe_import,
    describe_post,
    list_board,
    list_month,
    list_variants,
)
from cogs.texts.sentences import translate
from core.domain.plan.calendar import CalendarEntry
from core.domain.plan.month_rows import RowError
from core.domain.plan.post import ClipWish, PostStatus, WholePost
from core.domain.plan.text_conflict import TextConflict
from core.domain.plan.word_changes import compare_words
from core.domain.work.platform import Platform
from core.services.plan.month_exchange import Import
from core.services.plan.month_filling import Filled
from core.services.plan.plan_reading import MonthPage
from tests.builders import NOON
from tests.plan_builders import make_draft, make_post, make_variant

TOKYO = ZoneInfo("Asia/Tokyo")
NASTY = "*<@77>`_" * 600


def test_a_month_is_told_on_the_creators_own_days():
    entry = CalendarEntry(
        kind="post",
        id="1",
        at=NOON + timedelta(hours=6),
        title="*Ace*",
        status="published",
        platforms=("x",),
        clip_id="2",
    )
    page = MonthPage(month="2026-03", zone=TOKYO, entries=(entry,))
    assert list_month(page) == [
        "**2026-03** (Asia\\/Tokyo)",
        "- Mon 02, 03:00: \\*Ace\\* (published, with its clip; X)",
    ]
    assert "/plan fill" in list_month(MonthPage(month="2026-03", zone=TOKYO, entries=()))[0]


def test_every_answer_fits_into_a_message_whatever_people_wrote():
    post = make_post(title=NASTY, text=NASTY, wish=ClipWish(), clip_id=None)
    whole = WholePost(
        post=post,
        variants=tuple(make_variant(platform=p, text=NASTY[:200]) for p in Platform),
        drafts=tuple(make_draft(number=n, text=NASTY) for n in range(1, 40)),
    )
    conflict = TextConflict(
        theirs=make_post(title=NASTY, text=NASTY, changed_by="discord:1"),
        mine=make_draft(title=NASTY, text=NASTY, lost_id="1f"),
    )
    error = RowError(row=1, column=NASTY, problem=NASTY)
    for text in (
        fit_lines(describe_post(whole)),
        describe_conflict(conflict),
        describe_changes(compare_words(NASTY, "b " * 4000)),
        describe_import(Import(errors=(error,) * 500)),
        fit_lines(list_board([post] * 20)),
        fit_lines(list_variants(whole.variants)),
    ):
        assert 0 < len(text) <= 2000
        assert "<@77>" not in text


def test_what_a_file_does_is_counted():
    assert describe_import(Import(added=2, changed=1)) == (
        "This would be imported: 2 new, 1 changed, 0 as they are."
    )
    assert describe_import(Import(added=2, is_done=True)).startswith("Imported: 2 new")
    assert "nothing was added" in describe_filled(Filled(added=(), were_there=30))
    assert "1 posts were added" in describe_filled(Filled(added=(make_post(),), were_there=0))


def test_what_is_empty_says_so():
    assert list_board([]) == ["There is nothing in this column."]
    assert "/plan texts" in list_variants([])[0]
    assert describe_changes(()) == "Both are empty."


def test_a_comparison_is_not_read_as_a_sentence_of_ours_and_fits_whole():
    for words in ("idea", "Both are empty", "live on Twitch"):
        shown = describe_changes(compare_words("", words))
        assert shown == f"> **{words}**"
        assert translate(shown, "de") == shown
    for length in range(1960, 2010):
        assert fit_lines([describe_changes(compare_words("", "a" * length))]) != "- and more"


def test_a_post_is_told_with_its_texts_and_drafts():
    x = make_variant(platform=Platform.X, text="Hi", tags=(), status=PostStatus.REVIEW)
    lines = describe_post(
        WholePost(
            post=make_post(platforms=(Platform.X,)),
            variants=(x,),
            drafts=(make_draft(), make_draft(lost_id="1f", text="mine", made_from=1)),
        )
    )
    assert lines[1:] == [
        "- X: review, 2 of 280 <https://x.com/intent/post?text=Hi>",
        "- Draft 1, <@1>: First words",
        "- Draft 1~1f, not taken, from 1, <@1>: mine",
    ]
