"""The page of settings, as a browser asks for it."""

import pytest

from core.domain.clips.box import Box
from core.domain.clips.clip import ClipStatus
from core.domain.clips.edit_plan import Layout
from core.domain.people.actor import Role
from core.domain.people.voice import Tone
from core.domain.work.job import JobKind, JobStatus
from tests.bot.web.world import find_token
from tests.builders import CREATOR, make_actor, make_binding, make_clip

FORM = {
    "sensitivity": "12.5",
    "layout": "stack",
    "facecam": "24,564,480,270",
    "captions": "off",
    "tone": "sarcastic",
    "name": "Ada <L>",
    "language": "pt-br",
    "zone": "Europe/Berlin",
}
UNSET = FORM | {
    "sensitivity": "",
    "layout": "automatic",
    "facecam": "",
    "captions": "automatic",
    "name": "",
    "language": "",
    "zone": "",
}


async def send(page, **fields):
    shown = await (await page.get("/settings")).text()
    return await page.post("/settings", data={"csrf_token": find_token(shown)} | FORM | fields)


async def test_what_holds_is_in_the_form(page):
    text = await (await page.get("/settings")).text()

    assert 'name="sensitivity" type="number" value=""' in text
    assert 'placeholder="8"' in text
    assert "<option selected>polite</option>" in text
    assert 'value="UTC"' in text
    assert 'href="/settings"' in text


async def test_what_was_changed_is_kept_and_shown(page, world):
    answer = await send(page)

    text = await answer.text()
    assert str(answer.url.relative()) == "/settings?saved"
    assert "Saved." in text
    assert 'value="12.5"' in text
    assert "<option selected>stack</option>" in text
    assert 'value="Ada &lt;L&gt;"' in text
    now = await world.app.people.settings.read_settings(make_actor())
    assert (now.spikes_an_hour, now.profile.tone) == (12.5, Tone.SARCASTIC)
    assert (now.profile.language, now.profile.time_zone) == ("pt-BR", "Europe/Berlin")
    assert (now.framing.layout, now.framing.has_captions) == (Layout.STACK, False)
    assert now.framing.facecam is not None
    assert now.framing.facecam.box == Box(x=24, y=564, width=480, height=270)


async def test_what_is_left_empty_is_as_if_it_had_never_been_said(page, world):
    usual = await world.app.people.settings.read_settings(make_actor())
    await send(page)

    await send(page, **(UNSET | {"tone": "polite"}))

    now = await world.app.people.settings.read_settings(make_actor())
    assert now.framing == usual.framing
    assert now.spikes_an_hour == usual.spikes_an_hour
    assert now.profile.display_name == ""
    assert (now.profile.language, now.profile.time_zone) == ("en", "UTC")


@pytest.mark.parametrize(
    ("fields", "kinds"),
    [
        ({"zone": "Asia/Tokyo"}, [JobKind.LAY_CARDS]),
        ({"language": "de"}, [JobKind.LAY_CARDS]),
        ({"name": "Another"}, []),
    ],
)
async def test_cards_follow_the_zone_of_the_slots_that_they_name_and_the_language(
    page, world, fields, kinds
):
    await send(page)
    stores = world.app.ports.stores
    await stores.guilds.add_guild(make_binding())
    await stores.clips.add_clip(make_clip(status=ClipStatus.IN_REVIEW))

    await send(page, **fields)

    jobs = (await stores.jobs.list_jobs(CREATOR, JobStatus.QUEUED)).items
    assert [job.kind for job in jobs] == kinds


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"sensitivity": "lots"}, "Sensitivity is a number"),
        ({"sensitivity": "nan"}, "0 to 60 spikes"),
        ({"facecam": "left"}, "not a rectangle"),
        ({"zone": "Mars/Olympus"}, "not a time zone"),
        ({"layout": "sideways"}, "cannot be read"),
        ({"tone": ""}, "cannot be read"),
        ({"language": "english please"}, "as in en"),
    ],
)
async def test_what_cannot_be_is_a_sentence_and_changes_nothing(page, world, fields, sentence):
    answer = await send(page, **fields)

    assert answer.status == 400
    assert sentence in await answer.text()
    assert (await world.app.people.settings.read_settings(make_actor())).profile.version == 0


async def test_a_moderator_sees_and_a_viewer_does_not(open_page, world):
    moderator = await open_page(make_actor(role=Role.MODERATOR))
    refused = await send(moderator)
    assert refused.status == 403
    assert "Only the creator or an editor" in await refused.text()

    viewer = await open_page(make_actor(role=Role.VIEWER))
    assert (await viewer.get("/settings")).status == 403


async def test_english_is_said_only_where_somebody_wrote_it(page, world):
    async def find():
        return (await world.app.people.settings.read_settings(make_actor())).profile.own_language

    assert 'name="language" type="text" value=""' in await (await page.get("/settings")).text()
    await send(page, language="")
    assert await find() is None

    text = await (await send(page, language="en")).text()
    assert await find() == "en"
    assert 'name="language" type="text" value="en"' in text
