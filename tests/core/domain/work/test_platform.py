import pytest

from core.domain.work.platform import Platform, choose_object_key, list_caps, rendition_key

MIB = 1024 * 1024


def test_a_platform_is_stored_as_its_lower_case_name():
    """The names are part of stored keys, so they may never change."""
    assert [platform.value for platform in Platform] == [
        "folder",
        "youtube",
        "tiktok",
        "twitch",
        "discord",
        "linkedin",
        "x",
        "rednote",
        "instagram",
        "facebook",
    ]


@pytest.mark.parametrize(
    ("platforms", "size", "caps"),
    [
        ([Platform.DISCORD], 10 * MIB, ()),
        ([Platform.DISCORD], 10 * MIB + 1, (10 * MIB,)),
        ([Platform.FOLDER, Platform.YOUTUBE], 10**12, ()),
        ([Platform.DISCORD, Platform.TIKTOK], 5 * 10**9, (4 * 10**9, 10 * MIB)),
    ],
)
def test_only_what_a_platform_refuses_is_made_smaller(platforms, size, caps):
    assert list_caps(platforms, size) == caps


def test_a_platform_takes_the_rendition_that_was_made_for_it():
    key = "creators/ada/clips/1/clip.mp4"

    assert choose_object_key(Platform.DISCORD, key, 9 * MIB) == key
    assert choose_object_key(Platform.YOUTUBE, key, 11 * MIB) == key
    assert choose_object_key(Platform.DISCORD, key, 11 * MIB) == rendition_key(key, 10 * MIB)
    assert rendition_key(key, 10 * MIB) == "creators/ada/clips/1/clip.10485760.mp4"
