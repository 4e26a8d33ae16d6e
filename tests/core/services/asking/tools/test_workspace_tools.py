import pytest

from tests.asking.workspace import make_world
from tests.builders import CREATOR
from tests.plan_builders import make_token


@pytest.fixture
async def world(tmp_path):
    return await make_world(tmp_path)


@pytest.fixture
def read(world):
    async def read_tool(name, **given):
        return await world.app.asking.toolbox.read(world.actor, name, **given)

    return read_tool


async def test_settings_are_those_of_the_creator(read):
    told = await read("read_settings")

    assert told.facts["spikes_an_hour"] == 8.0
    assert told.facts["time_zone"] == "Europe/Berlin"


async def test_an_account_shows_its_name_and_none_of_its_secrets(world, read):
    token = make_token(creator_id=CREATOR)
    await world.app.ports.stores.tokens.link_account(token)

    told = await read("list_accounts")

    assert told.facts["count"] == 1
    assert token.access_token not in str(told)


async def test_jobs_are_counted_by_where_they_stand(read):
    told = await read("list_jobs")

    assert told.facts == {"running": 1, "queued": 0, "failed": 1}
    assert told.rows[1].said["reason"] == "The disk is full."


async def test_a_trouble_is_told_with_what_to_do(world, read):
    world.app.work.health.note_trouble("Discord", "Put in a token.")

    told = await read("list_troubles")

    assert told.rows[0].facts["trouble"] == "Put in a token."
    assert told.facts["failed_jobs"] == 1


async def test_the_month_and_what_is_left_of_it(read):
    told = await read("read_spend")

    assert (told.facts["dollars_spent"], told.facts["dollars_left"]) == (1.25, 3.75)
