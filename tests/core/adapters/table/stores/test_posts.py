from core.adapters.table.stores.posts import PostTable
from core.ports.plan import PostStore
from tests.plan_builders import make_draft, make_post

_: type[PostStore] = PostTable


async def test_a_body_edit_is_one_plain_write_and_a_draft_comes_in_its_transaction(stores, table):
    await stores.posts.add_post(make_post())
    table.calls.clear()

    post = await stores.posts.save_post(make_post(text="one"))
    await stores.posts.save_post(post, draft=make_draft())

    assert table.calls == {"put_if": 1, "transact": 1}
