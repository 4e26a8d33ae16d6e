"""The page of one's own preferences, as a browser asks for it."""

import pytest

from core.domain.people.actor import Role
from core.domain.people.voice import Tone
from core.domain.work.job import JobKind
from core.services.people.creator_settings import SettingsWish
from tests.bot.web.conftest import *  # noqa: F403 - the fixtures of the folder above
from tests.bot.web.world import find_token
from tests.builders import make_actor, make_binding


async def read(page, path="/me"):
    return await (await page.get(path)).text()


async def send(page, **fields):
    data = {"csrf_token": find_token(await read(page))} | fields
    return await page.post("/me", data=data, allow_redirects=False)


SHOWN = {
    "name": "",
    "tone": "polite",
    "daily": "0",
    "monthly": "0",
    "digest": "never",
    "hour": "9",
    "quiet": "",
    "language": "en",
    "zone": "UTC",
}


async def test_what_is_changed_is_kept_and_answered_in_the_new_tone(page, world):
    saved = await send(page, **(SHOWN | {"name": "<Ada>", "tone": "sarcastic", "daily": "2"}))

    assert saved.headers["Location"] == "/me?saved"
    text = await read(page, "/me?saved")
    assert "Your wish is filed, &lt;Ada&gt;." in text
    assert "<Ada>" not in text
    assert "Streak: 0 days" in text


async def test_what_was_not_changed_goes_on_following_the_creator(page, world):
    await send(page, **SHOWN)

    await world.app.people.settings.change_settings(make_actor(), SettingsWish(tone=Tone.BRUTAL))

    assert (await world.app.insights.wants.read(make_actor())).tone is Tone.BRUTAL


@pytest.mark.parametrize(
    "wrong",
    [
        {"tone": "rude"},
        {"daily": "-1"},
        {"daily": "9" * 50},
        {"daily": "٣"},
        {"hour": "24"},
        {"zone": "Mars/Olympus"},
        {"quiet": "all night"},
        {"digest": "hourly"},
        {"language": "english please"},
        {"name": "?"},
    ],
)
async def test_what_cannot_be_is_refused_with_a_sentence(page, wrong):
    assert (await send(page, **(SHOWN | wrong))).status == 400


@pytest.mark.parametrize("for_all", [True, False])
async def test_cards_are_written_anew_in_a_language_for_everybody_alone(page, world, for_all):
    await world.app.ports.stores.guilds.add_guild(make_binding())
    await world.add_stream()
    await world.add_clip()
    world.stores.memory.jobs.clear()

    await send(page, **(SHOWN | {"language": "de"} | ({"all": "on"} if for_all else {})))

    kinds = [job.kind for job in world.stores.memory.jobs.values()]
    assert kinds == ([JobKind.LAY_CARDS] if for_all else [])


async def test_one_s_own_name_is_not_given_to_everybody(page, world):
    own = SHOWN | {"name": "Ada"}
    await send(page, **own)

    await send(page, **(own | {"tone": "sarcastic", "all": "on"}))

    other = await world.app.insights.wants.read(make_actor(person_id="discord:77"))
    assert (other.tone, other.display_name) == (Tone.SARCASTIC, "")


async def test_a_moderator_has_preferences_of_their_own(open_page, world):
    page = await open_page(make_actor(role=Role.MODERATOR))

    assert (await send(page, **(SHOWN | {"tone": "brutal"}))).status == 303
    assert (await world.app.insights.wants.read(make_actor())).tone is Tone.POLITE
