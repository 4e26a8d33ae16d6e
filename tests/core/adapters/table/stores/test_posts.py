from dataclasses import replace
from datetime import timedelta

from core.adapters.table.stores.posts import PostTable
from core.domain.plan.plan_due import SOON
from core.domain.plan.post import ClipWish, PostStatus
from core.ports.plan import PostChange, PostStore
from tests.builders import NOON
from tests.plan_builders import make_draft, make_post

_: type[PostStore] = PostTable


async def test_a_body_edit_is_one_plain_write_and_a_draft_comes_in_its_transaction(stores, table):
    await stores.posts.add_post(make_post())
    table.calls.clear()

    post = await stores.posts.save_post(make_post(text="one"))
    await stores.posts.save_post(post, draft=make_draft())

    assert table.calls == {"put_if": 1, "transact": 1}


async def test_posts_stored_together_are_due_though_somebody_looked_in_between(
    stores, table, monkeypatch
):
    """Their reminders come first, and whoever looks then finds no post and deletes them."""
    post = make_post(wish=ClipWish(), clip_id=None, status=PostStatus.IDEA, planned_at=NOON)
    await stores.posts.add_post(post)
    transact = table.transact

    async def look_first(actions):
        for shard in range(stores.due.shards):
            for due in (await stores.due.list_due(shard, until=NOON)).items:
                await stores.due.delete_due(due)
        await transact(actions)

    monkeypatch.setattr(table, "transact", look_first)
    moved = replace(post, planned_at=NOON + timedelta(hours=1))

    assert await stores.posts.save_posts([PostChange(post=moved)])

    due = [
        due
        for shard in range(stores.due.shards)
        for due in (await stores.due.list_due(shard, until=NOON)).items
    ]
    assert [one.at for one in due] == [moved.planned_at - SOON]
