import pytest

from core.domain.chat.chat_spike import SpikeTuning
from core.domain.clips.box import Box
from core.domain.clips.edit_plan import Layout
from core.domain.people.actor import Role
from core.domain.people.voice import Tone
from core.errors import Forbidden, InvalidInput
from core.services.people.creator_settings import SettingsWish
from tests.builders import CREATOR, make_actor
from tests.fakes.app import make_app

OWNER = make_actor()
ALL = SettingsWish(
    spikes_an_hour=12.0,
    layout=Layout.STACK,
    facecam=Box(x=24, y=564, width=480, height=270),
    has_captions=False,
    tone=Tone.SARCASTIC,
    display_name="Ada",
    language="DE",
    time_zone="Europe/Berlin",
)


@pytest.fixture
def app(tmp_path):
    return make_app(tmp_path)


async def test_before_anybody_said_anything_the_usual_holds(app):
    now = await app.people.settings.read_settings(OWNER)

    assert now.spikes_an_hour == SpikeTuning().spikes_an_hour
    assert (now.profile.tone, now.profile.time_zone) == (Tone.POLITE, "UTC")
    assert now.framing.layout is None


async def test_everything_can_be_changed_at_once_and_is_kept(app):
    changed = await app.people.settings.change_settings(OWNER, ALL)

    assert changed == await app.people.settings.read_settings(OWNER)
    assert changed.spikes_an_hour == 12.0
    profile = changed.profile
    assert (profile.tone, profile.display_name, profile.language) == (Tone.SARCASTIC, "Ada", "de")
    assert profile.time_zone == "Europe/Berlin"
    assert (changed.framing.layout, changed.framing.has_captions) == (
        Layout.STACK,
        False,
    )
    assert changed.framing.facecam is not None
    assert changed.framing.facecam.box == ALL.facecam


async def test_what_is_not_named_stays_and_what_is_forgotten_is_as_usual(app):
    await app.people.settings.change_settings(OWNER, ALL)
    kept = await app.people.settings.change_settings(OWNER, SettingsWish(tone=Tone.BRUTAL))
    assert (kept.spikes_an_hour, kept.profile.display_name) == (12.0, "Ada")

    names = {"spikes_an_hour", "layout", "facecam", "has_captions", "display_name"}
    wish = SettingsWish(forgotten=frozenset(names))
    now = await app.people.settings.change_settings(OWNER, wish)

    assert now.spikes_an_hour == 8.0
    assert (
        now.framing.layout,
        now.framing.facecam,
        now.framing.has_captions,
    ) == (None, None, None)
    assert now.profile.display_name == ""
    assert now.profile.tone is Tone.BRUTAL


async def test_a_channels_own_sensitivity_reaches_its_detector_and_no_other(app):
    await app.people.settings.change_settings(OWNER, SettingsWish(spikes_an_hour=4.0))
    own = SettingsWish(twitch_channel="ada_live", spikes_an_hour=20.0, layout=Layout.FIT)

    now = await app.people.settings.change_settings(OWNER, own)

    assert (now.twitch_channel, now.spikes_an_hour, now.framing.layout) == (
        "ada_live",
        20.0,
        Layout.FIT,
    )
    learned = {
        channel: (await app.chat.learning.read_learned(CREATOR, channel)).spikes_an_hour
        for channel in ("ada_live", "other", None)
    }
    assert learned == {"ada_live": 20.0, "other": 4.0, None: 4.0}
    assert (await app.people.settings.read_settings(OWNER)).framing.layout is None


@pytest.mark.parametrize(
    "wish",
    [
        SettingsWish(tone=Tone.BRUTAL, spikes_an_hour=61.0),
        SettingsWish(tone=Tone.BRUTAL, time_zone="Mars/Olympus"),
        SettingsWish(tone=Tone.BRUTAL, language="english please"),
        SettingsWish(tone=Tone.BRUTAL, display_name="?"),
        SettingsWish(tone=Tone.BRUTAL, facecam=Box(x=1900, y=0, width=480, height=270)),
        SettingsWish(tone=Tone.BRUTAL, twitch_channel="not a channel"),
    ],
)
async def test_where_one_thing_cannot_be_nothing_is_changed(app, wish):
    with pytest.raises(InvalidInput):
        await app.people.settings.change_settings(OWNER, wish)

    now = await app.people.settings.read_settings(OWNER)
    assert now.profile.version == 0
    assert now.framing.facecam is None


async def test_a_moderator_sees_settings_and_changes_none(app):
    moderator = make_actor(person_id="discord:1", role=Role.MODERATOR)
    viewer = make_actor(person_id="discord:2", role=Role.VIEWER)

    assert (await app.people.settings.read_settings(moderator)).profile.tone is Tone.POLITE
    for wish in (SettingsWish(tone=Tone.BRUTAL), SettingsWish(has_captions=False)):
        with pytest.raises(Forbidden):
            await app.people.settings.change_settings(moderator, wish)
    with pytest.raises(Forbidden):
        await app.people.settings.read_settings(viewer)
    with pytest.raises(Forbidden):
        await app.people.settings.change_settings(viewer, SettingsWish(tone=Tone.BRUTAL))


async def test_a_zone_is_found_by_a_part_of_its_name(app):
    assert await app.people.settings.search_zones("berl") == ["Europe/Berlin"]
    assert "America/New_York" in await app.people.settings.search_zones("new york")
    assert len(await app.people.settings.search_zones("", limit=25)) == 25
    assert await app.people.settings.search_zones("mars") == []
