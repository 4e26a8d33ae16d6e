from core.domain.platform import Platform


def test_a_platform_is_stored_as_its_lower_case_name():
    """The names are part of stored keys, so they may never change."""
    assert [platform.value for platform in Platform] == [
        "folder",
        "youtube",
        "tiktok",
        "twitch",
        "discord",
    ]
