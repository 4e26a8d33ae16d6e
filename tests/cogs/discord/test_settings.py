from cogs.discord.settings import describe_settings
from core.domain.clips.box import Box
from core.domain.clips.edit_plan import Layout
from core.domain.clips.framing_wish import FramingWish, place_facecam
from core.domain.people.creator_profile import CreatorProfile
from core.services.people.creator_settings import SettingsNow
from tests.builders import CREATOR


def make_now(profile=None, framing=None, **given):
    return SettingsNow(
        profile=CreatorProfile(creator_id=CREATOR, **(profile or {})),
        framing=FramingWish(**(framing or {})),
        **({"spikes_an_hour": 8.0} | given),
    )


def test_what_nobody_has_set_is_shown_as_what_it_means():
    lines = describe_settings(make_now()).splitlines()

    assert lines == [
        "- Sensitivity: 8 spikes an hour arrive where chat is busy; calls come on top",
        "- Layout: automatic",
        "- Facecam: looked for in each clip",
        "- Captions: on, where the words are known",
        "- Look of captions: words medium yellow automatic",
        "- Names and terms: none",
        "- Unwanted words: 0 listed, silent",
        "- Tone: polite (what Truss says to people here, never scores)",
        "- Voice: plain (titles and posts)",
        "- Name: not given",
        "- Language: en",
        "- Time zone: UTC",
    ]


def test_what_was_set_is_shown_and_a_channel_named():
    box = Box(x=24, y=564, width=480, height=270)
    place = place_facecam(box, picture_width=1920, picture_height=1080)
    shown = describe_settings(
        make_now(
            {"display_name": "*Ada*"},
            framing={"layout": Layout.STACK, "facecam": place, "has_captions": False},
            twitch_channel="ada_live",
            spikes_an_hour=2.5,
        )
    )

    assert r"- Sensitivity on ada\_live: 2.5 spikes an hour" in shown
    assert r"- Layout on ada\_live: stack" in shown
    assert "24,564,480,270" in shown
    assert r"- Captions on ada\_live: off" in shown
    assert r"- Name: \*Ada\*" in shown


def test_the_longest_settings_fit_into_a_message():
    """Every character of a stranger's may need a backslash of its own."""
    longest = {"display_name": "*" * 40, "time_zone": "*" * 60}

    assert len(describe_settings(make_now(longest, twitch_channel="_" * 25))) <= 2000
