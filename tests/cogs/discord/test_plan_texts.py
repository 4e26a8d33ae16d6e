from typing import Any, cast

from cogs.discord.plan_texts import ConflictButtons, PostButtons, PostForm
from core.domain.plan.text_conflict import TextConflict
from tests.plan_builders import make_draft, make_post

BOT = cast("Any", None)


async def test_a_form_begins_with_the_words_that_are_there():
    form = PostForm(BOT, post=make_post(title="Ace", text="a" * 5000, tags=("x", "y")))
    assert (form.name.default, len(form.words.default or ""), form.tags.default) == (
        "Ace",
        4000,
        "x, y",
    )
    assert PostForm(BOT).name.default == ""


async def test_who_came_second_has_three_answers():
    conflict = TextConflict(theirs=make_post(), mine=make_draft(lost_id="1f"))
    buttons = [getattr(item, "label", "") for item in ConflictButtons(BOT, conflict).children]
    assert buttons == ["Theirs", "Mine", "Both"]
    assert len(PostButtons(BOT, make_post()).children) == 1
