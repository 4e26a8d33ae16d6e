"""The team page: its owner changes who is in it, as a browser does."""

import pytest

from core.domain.people.actor import Role
from tests.bot.web.conftest import *  # noqa: F403 - the fixtures of the folder above
from tests.bot.web.world import find_token
from tests.builders import CREATOR, make_actor, make_binding


async def read(page, address="/team", status=200):
    answer = await page.get(address)
    assert answer.status == status
    return await answer.text()


async def send(page, address, **given):
    data = {"csrf_token": find_token(await read(page, "/targets"))} | given
    return await page.post(address, data=data, allow_redirects=False)


async def list_roles(world):
    members = await world.app.ports.stores.members.list_members(CREATOR)
    return {m.user_id: m.role for m in members}


async def test_somebody_comes_changes_and_goes(page, world):
    added = await send(page, "/team/people", person="70", become="editor")
    assert added.headers["Location"] == "/team?done=person"
    assert "Make 70 a moderator" in await read(page)
    await send(page, "/team/people", person="70", become="moderator")
    assert await list_roles(world) == {"70": Role.MODERATOR}

    await send(page, "/team/people", person="70", become="nobody")

    assert await list_roles(world) == {}


async def test_a_discord_role_makes_editors(page, world):
    await world.app.ports.stores.guilds.add_guild(make_binding())

    await send(page, "/team/roles", guild="10", role="13", become="editor")

    assert "with <code>13</code> changes settings" in await read(page)


async def test_it_is_handed_over_by_whoever_says_so_twice(page, world):
    await send(page, "/team/people", person="70", become="editor")
    refused = await send(page, "/team/owner", heir="71")
    assert refused.status == 400
    assert 'value="71"' in await refused.text()
    assert await list_roles(world) == {"70": Role.EDITOR}

    await send(page, "/team/owner", heir="71", is_sure="yes")

    assert await list_roles(world) == {"70": Role.EDITOR, "71": Role.OWNER}


@pytest.mark.parametrize(
    ("address", "given"),
    [
        ("/team/people", {"person": "<b>", "become": "editor"}),
        ("/team/people", {"person": "1", "become": "owner"}),
        ("/team/people", {"person": "1"}),
        ("/team/people", {}),
        ("/team/owner", {"heir": "x", "is_sure": "yes"}),
    ],
)
async def test_what_cannot_be_is_said_and_changes_nothing(page, world, address, given):
    answer = await send(page, address, **given)

    assert answer.status == 400
    text = await answer.text()
    assert 'role="alert"' in text
    assert "<b>" not in text
    assert await list_roles(world) == {}


async def test_an_editor_reads_it_and_changes_nothing(open_page):
    page = await open_page(make_actor(person_id="discord:2", role=Role.EDITOR))

    text = await read(page)
    answer = await send(page, "/team/people", person="2", become="moderator")

    assert "Give somebody a role" not in text
    assert "here or with /setup team" in text
    assert answer.status == 403
