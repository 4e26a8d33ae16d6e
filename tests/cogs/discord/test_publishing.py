from cogs.discord.publishing import (
    PLATFORMS,
    describe_sent,
    list_lines,
    name_publication,
    show_time,
)
from core.domain.publishing.publication import PublicationStatus
from core.domain.work.platform import BY_HAND, MEASURED_ONLY, Platform
from tests.builders import NOON, make_clip, make_publication, make_score

NOON_SHOWN = "<t:1772366400:f>"


def test_every_platform_can_be_named():
    assert {choice.value for choice in PLATFORMS} == set(Platform) - BY_HAND - MEASURED_ONLY


def test_a_time_is_shown_on_each_readers_clock():
    assert show_time(NOON) == NOON_SHOWN


def test_where_a_clip_goes_and_when_is_said_and_escaped():
    sent = [make_publication(), make_publication(platform=Platform.YOUTUBE)]

    text = describe_sent(make_clip(title="An *ace*"), sent)

    assert text.startswith(r"An \*ace\* goes to ")
    assert f"YouTube {NOON_SHOWN}" in text


def test_what_waits_has_a_time_and_what_does_not_its_status():
    clip = make_clip(title="Ace", score=make_score())
    waiting = make_publication(platform=Platform.TIKTOK)
    unsure = make_publication(platform=Platform.TWITCH, status=PublicationStatus.UNCONFIRMED)

    lines = list_lines([(waiting, clip), (unsure, clip)]).splitlines()

    assert lines == [
        f"- Ace to TikTok goes out {NOON_SHOWN}",
        "- Ace to Twitch: unconfirmed",
    ]
    assert list_lines([]) == "Nothing waits to go out."


def test_a_name_to_choose_from_is_bounded():
    clip = make_clip(title="long " * 40)

    assert len(name_publication(make_publication(), clip)) <= 100
    assert len(list_lines([(make_publication(), clip)] * 60)) <= 2000
