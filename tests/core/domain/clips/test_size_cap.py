import pytest

from core.domain.clips.size_cap import Rates, choose_next_bits, plan_rates, starts_uncapped
from core.errors import InvalidInput

MB = 1_000_000


@pytest.mark.parametrize(
    ("megabytes", "seconds", "video", "audio", "width"),
    [
        # 0.94 * 10 MB * 8 / 20 s = 3760 kbit/s, minus 128 for the sound and 4 for the container
        (10, 20, 3_628_000, 128_000, 1080),
        (4, 20, 1_372_000, 128_000, 1080),
        (3, 20, 996_000, 128_000, 720),  # below 1.2 Mbit/s
        (1, 20, 308_000, 64_000, 720),  # 128 would be more than a fifth of 376
        (1000, 20, 40_000_000, 128_000, 1080),
    ],
)
def test_what_the_cap_leaves_goes_to_the_picture(megabytes, seconds, video, audio, width):
    rates = plan_rates(megabytes * MB, seconds)

    assert (rates.video_bits, rates.audio_bits, rates.width) == (video, audio, width)
    assert rates.height == width * 16 // 9


def test_what_cannot_fit_is_refused_with_what_would():
    """(120 + 64 + 4) kbit/s * 20 s / 8 / 0.94 = 0.5 MB."""
    with pytest.raises(InvalidInput, match=r"do not fit into 0\.2 MB: allow 0\.6 MB"):
        plan_rates(200_000, 20)


@pytest.mark.parametrize(
    ("tries", "bits"),
    [
        ({1_000_000: 950_000}, None),
        ({1_000_000: 1_000_000}, None),
        ({1_000_000: 1_100_000}, 854_545),  # 0.94 * 1.0 / 1.1
        ({1_000_000: 600_000}, 1_566_666),  # 0.94 * 1.0 / 0.6
        ({1_000_000: 600_000, 1_566_666: 620_000}, None),  # more did not help
        ({1_000_000: 600_000, 1_566_666: 930_000}, None),
        ({1_000_000: 1_100_000, 854_545: 700_000}, 1_147_531),
        ({4: 2_000_000, 3: 2_000_000, 2: 2_000_000, 1: 2_000_000}, None),
    ],
)
def test_the_next_rate_follows_from_the_last_size(tries, bits):
    assert choose_next_bits(tries, MB) == bits


@pytest.mark.parametrize(("bits", "expected"), [(5_000_000, True), (4_999_999, False)])
def test_a_generous_cap_is_tried_with_the_usual_quality_first(bits, expected):
    rates = Rates(video_bits=bits, audio_bits=128_000, width=1080, height=1920)

    assert starts_uncapped(rates) is expected
