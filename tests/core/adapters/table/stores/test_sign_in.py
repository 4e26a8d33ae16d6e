from core.adapters.table.stores.sign_in import SecretTable
from core.ports.people import (
    OneTimeSecrets,
    SessionStore,
)
from tests.plan_builders import make_magic_link

_once: type[OneTimeSecrets] = SecretTable
_sessions: type[SessionStore] = SecretTable


async def test_a_link_is_used_by_one_conditional_delete(stores, table):
    await stores.links.add_magic_link("token", make_magic_link())
    table.calls.clear()

    await stores.links.use_magic_link("token")

    assert table.calls == {"delete_if": 1}
