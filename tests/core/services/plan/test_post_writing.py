from dataclasses import replace

import pytest

from core.domain.plan.post import PostStatus
from core.domain.plan.text_conflict import Answer, TextConflict
from core.domain.publishing.wording import Wording
from core.domain.work.ids import CreatorId
from core.domain.work.platform import Platform
from core.errors import Forbidden, InvalidInput, NotFound
from core.services.plan.post_writing import NewPost
from tests.core.services.plan.plan_world import EDITOR, MODERATOR, OWNER, VIEWER, PlanWorld


@pytest.fixture
def world(tmp_path):
    return PlanWorld(tmp_path)


async def add(world, **given):
    new = NewPost(**({"title": "An ace", "text": "One", "platforms": (Platform.X,)} | given))
    return await world.writing.add_post(MODERATOR, new)


async def save(world, actor, post, text, seen=None):
    wording = Wording(title=post.title, text=text)
    return await world.writing.save_text(actor, post.id, wording, seen_version=seen or post.version)


async def test_every_text_is_a_draft_with_who_when_and_from_what(world):
    post = await add(world)
    post = await save(world, OWNER, post, "Two")
    post = await save(world, EDITOR, post, "Three")
    post = await world.writing.restore(OWNER, post.id, "1", seen_version=post.version)

    whole = await world.reading.get_post(OWNER, post.id)

    assert (whole.post.text, whole.post.drafts) == ("One", 4)
    assert [(d.number, d.text, d.written_by, d.made_from) for d in whole.drafts] == [
        (1, "One", "discord:3", 0),
        (2, "Two", "web", 1),
        (3, "Three", "discord:2", 2),
        (4, "One", "web", 1),
    ]
    changes = await world.reading.compare(OWNER, post.id, "1", "2")
    assert [(c.kind.value, c.text) for c in changes] == [
        ("kept", "An ace\n\n"),
        ("removed", "One"),
        ("added", "Two"),
    ]
    with pytest.raises(NotFound):
        await world.reading.compare(OWNER, post.id, "1", "9")
    with pytest.raises(NotFound):
        await world.writing.restore(OWNER, post.id, "9", seen_version=post.version)


async def test_saving_the_same_text_makes_no_draft(world):
    post = await add(world)
    assert await save(world, OWNER, post, "One") == post


@pytest.mark.parametrize(
    ("answer", "text", "drafts"),
    [(Answer.THEIRS, "Theirs", 2), (Answer.MINE, "Mine", 3), (Answer.BOTH, "Theirs\n\nMine", 3)],
)
async def test_who_came_second_sees_both_texts_and_chooses(world, answer, text, drafts):
    seen = await add(world)
    theirs = await save(world, OWNER, seen, "Theirs")

    with pytest.raises(TextConflict) as conflict:
        await save(world, EDITOR, seen, "Mine")

    assert conflict.value.theirs == theirs
    assert "by web" in str(conflict.value)
    mine = conflict.value.mine
    assert (mine.text, mine.is_taken, mine.written_by) == ("Mine", False, "discord:2")
    post = await world.writing.answer(
        EDITOR, seen.id, mine.name, answer, seen_version=theirs.version
    )
    whole = await world.reading.get_post(OWNER, seen.id)
    assert (post.text, whole.post.text, post.drafts) == (text, text, drafts)
    assert whole.find_draft(mine.name) == mine


async def test_an_answer_may_meet_another_conflict(world):
    seen = await add(world)
    theirs = await save(world, OWNER, seen, "Theirs")
    with pytest.raises(TextConflict) as conflict:
        await save(world, EDITOR, seen, "Mine")
    await save(world, OWNER, theirs, "Newer")

    with pytest.raises(TextConflict) as again:
        await world.writing.answer(
            EDITOR, seen.id, conflict.value.mine.name, Answer.MINE, seen_version=theirs.version
        )
    assert again.value.theirs.text == "Newer"
    with pytest.raises(NotFound):
        await world.writing.answer(EDITOR, seen.id, "1", Answer.MINE, seen_version=1)


async def test_a_post_without_a_time_takes_the_next_free_slot(world):
    first = await add(world)
    second = await add(world, title="Two")
    elsewhere = await add(world, title="Three", platforms=(Platform.TIKTOK,))

    assert (second.planned_at - first.planned_at).days == 1
    assert elsewhere.planned_at == first.planned_at


async def test_both_texts_must_fit_and_a_post_needs_a_title(world):
    seen = await add(world)
    theirs = await save(world, OWNER, seen, "a" * 4000)
    with pytest.raises(TextConflict) as conflict:
        await save(world, EDITOR, seen, "b" * 4000)
    with pytest.raises(InvalidInput):
        await world.writing.answer(
            EDITOR, seen.id, conflict.value.mine.name, Answer.BOTH, seen_version=theirs.version
        )
    with pytest.raises(InvalidInput):
        await add(world, title=" \n")


async def test_viewers_write_nothing_and_see_nothing(world):
    post = await add(world)
    with pytest.raises(Forbidden):
        await save(world, VIEWER, post, "Two")
    with pytest.raises(Forbidden):
        await world.reading.get_post(VIEWER, post.id)
    with pytest.raises(Forbidden):
        await world.writing.add_post(VIEWER, NewPost(title="x"))
    other = replace(OWNER, creator_id=CreatorId("ben"))
    with pytest.raises(NotFound):
        await world.reading.get_post(other, post.id)


async def test_what_is_out_keeps_its_text(world):
    post = await add(world, status=PostStatus.SCHEDULED)
    post = await world.moving.move_to(
        OWNER, post.id, PostStatus.PUBLISHED, seen_version=post.version
    )
    with pytest.raises(Exception, match="out already"):
        await save(world, OWNER, post, "Two")
