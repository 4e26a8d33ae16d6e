from core.adapters.table.items.sign_in_items import session_item
from core.adapters.table.stores.sign_in import SecretTable
from core.ports.people import OneTimeSecrets, SessionStore
from tests.plan_builders import make_magic_link, make_session

_once: type[OneTimeSecrets] = SecretTable
_sessions: type[SessionStore] = SecretTable


async def test_a_link_is_used_by_one_conditional_delete(stores, table):
    await stores.links.add_magic_link("token", make_magic_link())
    table.calls.clear()

    await stores.links.use_magic_link("token")

    assert table.calls == {"delete_if": 1}


async def test_a_session_of_an_older_program_is_over(stores, table):
    session = make_session()
    old = session_item(session)
    del old["seenAt"]
    await table.put_if(old)

    assert await stores.links.find_session(session.digest) is None
