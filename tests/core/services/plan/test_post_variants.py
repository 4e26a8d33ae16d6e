import pytest

from core.domain.plan.post import ClipWish, PostStatus
from core.domain.plan.text_conflict import Answer, TextConflict
from core.domain.publishing.wording import Wording
from core.domain.work.platform import Platform
from core.errors import Conflict, Forbidden, InvalidInput, NotFound
from core.services.plan.post_variants import check_link
from core.services.plan.post_writing import NewPost
from tests.core.services.plan.plan_world import EDITOR, MODERATOR, OWNER, PlanWorld

S, P = PostStatus, Platform


@pytest.fixture
def world(tmp_path):
    return PlanWorld(tmp_path)


async def add(world, **given):
    values = {
        "title": "An ace on the last round",
        "text": "Nobody saw it coming. " * 40 + "#ace #val",
        "platforms": (P.X, P.LINKEDIN, P.REDNOTE),
    }
    return await world.writing.add_post(OWNER, NewPost(**(values | given)))


async def test_three_variants_of_one_text_each_within_its_limits(world):
    post = await add(world)

    whole = await world.variants.draft(MODERATOR, post.id)

    x, linkedin = whole.find_variant(P.X), whole.find_variant(P.LINKEDIN)
    assert len(whole.variants) == 3
    assert x.text.endswith("coming.")
    assert len(linkedin.text) > len(x.text)
    assert x.tags == ("ace", "val")
    assert all(v.status is S.DRAFTING and v.planned_at == post.planned_at for v in whole.variants)


async def test_drafting_again_leaves_what_somebody_wrote(world):
    post = await add(world)
    x = (await world.variants.draft(OWNER, post.id, [P.X])).variants[0]
    x = await world.variants.save(
        OWNER, post.id, P.X, Wording(title="", text="Mine"), seen_version=x.version
    )

    whole = await world.variants.draft(OWNER, post.id)

    assert whole.find_variant(P.X) == x
    drafts = [(d.number, d.text) for d in whole.drafts if d.platform is P.X]
    assert drafts[1] == (2, "Mine")


async def test_what_does_not_fit_is_refused_with_how_much_to_cut(world):
    post = await add(world)
    await world.variants.draft(OWNER, post.id)
    with pytest.raises(InvalidInput, match="shorten it by 2"):
        await world.variants.save(
            OWNER, post.id, P.X, Wording(title="", text="字" * 141), seen_version=1
        )
    with pytest.raises(NotFound):
        await world.variants.save(
            OWNER, post.id, P.TIKTOK, Wording(title="", text="x"), seen_version=1
        )


@pytest.mark.parametrize(
    ("answer", "text"),
    [(Answer.THEIRS, "Theirs"), (Answer.MINE, "Mine"), (Answer.BOTH, "Theirs\n\nMine")],
)
async def test_two_who_change_one_variant_see_both_texts(world, answer, text):
    post = await add(world)
    x = (await world.variants.draft(OWNER, post.id, [P.X])).variants[0]

    def save(actor, words):
        wording = Wording(title="", text=words)
        return world.variants.save(actor, post.id, P.X, wording, seen_version=x.version)

    theirs = await save(OWNER, "Theirs")
    with pytest.raises(TextConflict) as conflict:
        await save(EDITOR, "Mine")
    chosen = await world.variants.answer(
        EDITOR, post.id, P.X, conflict.value.mine.name, answer, seen_version=theirs.version
    )
    assert chosen.text == text
    with pytest.raises(NotFound):
        await world.variants.answer(EDITOR, post.id, P.X, "9", answer, seen_version=1)


async def test_each_variant_has_its_own_way_and_the_post_is_out_with_the_last(world):
    post = await add(world, platforms=(P.X, P.LINKEDIN))
    x, linkedin = (await world.variants.draft(OWNER, post.id)).variants[::-1]
    x = await world.variants.move_to(OWNER, post.id, P.X, S.REVIEW, seen_version=1)
    with pytest.raises(Conflict):
        await world.variants.move_to(OWNER, post.id, P.X, S.SCHEDULED, seen_version=1)
    with pytest.raises(Forbidden):
        await world.variants.mark_published(
            MODERATOR, post.id, P.X, "https://x.com/1", seen_version=x.version
        )

    post = await world.variants.mark_published(
        OWNER, post.id, P.X, "https://x.com/1", seen_version=x.version
    )
    assert post.status is S.DRAFTING
    post = await world.variants.mark_published(
        OWNER, post.id, P.LINKEDIN, "https://linkedin.com/1", seen_version=linkedin.version
    )

    assert post.status is S.PUBLISHED
    listed = await world.reading.list_platform(OWNER, P.X, status=S.PUBLISHED)
    assert [v.link for v in listed.items] == ["https://x.com/1"]


async def test_only_a_whole_https_address_says_where_a_post_is(world):
    for wrong in ("", "x.com/1", "http://x.com/1", "javascript:alert(1)", "https:///a"):
        with pytest.raises(InvalidInput):
            check_link(wrong)
    post = await add(world, platforms=(P.YOUTUBE,))
    await world.variants.draft(OWNER, post.id)
    with pytest.raises(InvalidInput, match="by Truss itself"):
        await world.variants.mark_published(
            OWNER, post.id, P.YOUTUBE, "https://a.example", seen_version=1
        )


async def test_words_changed_after_a_clip_has_come_go_out_with_it(world):
    await world.send_to(P.YOUTUBE)
    post = await add(world, platforms=(P.YOUTUBE,), wish=ClipWish(), status=S.IDEA)
    clip = await world.approve(await world.add_clip())
    variant = (await world.reading.get_post(OWNER, post.id)).variants[0]

    await world.variants.save(
        OWNER,
        post.id,
        P.YOUTUBE,
        Wording(title="New", text="Words", tags=("t",)),
        seen_version=variant.version,
    )

    (publication,) = await world.list_publications(clip.id)
    assert publication.wording == Wording(title="New", text="Words", tags=("t",))
