import pytest

from core.domain.footage.twitch_clip import TwitchClipWish


@pytest.mark.parametrize("seconds", [4.9, 60.1, 0.0, -1.0])
def test_a_twitch_clip_has_five_to_sixty_seconds(seconds):
    with pytest.raises(ValueError, match="5 to 60 seconds"):
        TwitchClipWish(broadcaster_id="1", duration_seconds=seconds)


@pytest.mark.parametrize("seconds", [5.0, 30.0, 60.0])
def test_lengths_that_twitch_has_are_taken(seconds):
    assert TwitchClipWish(broadcaster_id="1", duration_seconds=seconds).duration_seconds == seconds
