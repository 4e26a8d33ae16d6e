import pytest

from core.adapters.table.stores.guilds import GuildTable
from core.domain.people.card_habits import CardHabits
from core.domain.people.quiet_hours import QuietHours
from core.errors import Conflict
from core.ports.people import GuildStore
from tests.builders import CREATOR, NOON, make_binding

_: type[GuildStore] = GuildTable


async def test_a_creator_without_servers_costs_one_query(stores, table):
    """It is asked at every move of a clip."""
    assert await stores.guilds.list_guilds(CREATOR) == ()

    assert table.calls == {"query": 1}


async def test_the_servers_of_a_creator_are_one_query_and_one_batch(stores, table):
    await stores.guilds.add_guild(make_binding())
    table.calls.clear()

    await stores.guilds.list_guilds(CREATOR)

    assert table.calls == {"query": 1, "batch_get": 1}


async def test_a_server_is_forgotten_as_it_was_seen(stores):
    await stores.guilds.add_guild(make_binding(editor_role_id="13"))
    seen = await stores.guilds.find_guild("10")
    assert seen.editor_role_id == "13"
    await stores.guilds.save_guild(seen)

    with pytest.raises(Conflict):
        await stores.guilds.remove_guild(seen)
    await stores.guilds.remove_guild(await stores.guilds.find_guild("10"))

    assert await stores.guilds.list_guilds(CREATOR) == ()


async def test_how_a_server_wants_its_cards_is_kept(stores):
    habits = CardHabits(
        counts_thumbs=True,
        ping_minutes=30,
        has_digest=True,
        quiet=QuietHours(from_hour=22, until_hour=7),
    )
    wanted = make_binding(habits=habits, digest_thread_id="15", told_at=NOON, notice_id="16")
    await stores.guilds.add_guild(wanted)

    assert await stores.guilds.find_guild("10") == wanted
