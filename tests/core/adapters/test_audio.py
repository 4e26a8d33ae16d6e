import pytest

from core.adapters.audio import read_loudness


def test_a_burst_stands_out_where_it_is(films):
    levels = read_loudness(films / "plain.mp4", from_seconds=0, to_seconds=6)

    # A sine of amplitude 0.05 has an RMS of 20 * log10(0.05 / sqrt 2) = -29 dBFS, one of 0.5 -9.
    assert len(levels) == 60
    assert levels[2] < -60
    assert levels[20] == pytest.approx(-29.0, abs=0.5)
    assert levels[35] == pytest.approx(-9.0, abs=0.5)


@pytest.mark.parametrize("name", ["plain.mp4", "eight_bit.avi"])
def test_only_the_stretch_is_read_and_its_times_are_kept(films, name):
    levels = read_loudness(films / name, from_seconds=2.5, to_seconds=4.5)

    assert len(levels) == 20
    assert levels[0] == pytest.approx(-29.0, abs=1.0)
    assert levels[10] == pytest.approx(-9.0, abs=0.5)


def test_samples_of_16_bits_are_read_alike(films):
    levels = read_loudness(films / "old.avi", from_seconds=1, to_seconds=2)

    # ffmpeg's sine source has an amplitude of 1/8: 20 * log10(0.125 / sqrt 2) = -21 dBFS.
    assert levels == pytest.approx([-21.1] * 10, abs=0.3)


def test_a_track_that_begins_late_is_silent_before(films):
    levels = read_loudness(films / "late_sound.mkv", from_seconds=0, to_seconds=4)

    assert levels[5] == -100.0
    assert levels[30] == pytest.approx(-21.1, abs=0.5)


def test_offsets_of_a_transport_stream_count_from_its_start(films):
    levels = read_loudness(films / "stream.ts", from_seconds=0, to_seconds=2)

    assert levels[15] == pytest.approx(-21.1, abs=0.5)


def test_without_sound_there_are_no_levels(films):
    assert read_loudness(films / "no_sound.mp4", from_seconds=0, to_seconds=2) == ()


def test_an_empty_stretch_has_no_levels(films):
    assert read_loudness(films / "plain.mp4", from_seconds=2, to_seconds=2) == ()


def test_silence_is_the_bottom_of_the_scale(films):
    assert set(read_loudness(films / "silence.mp4", from_seconds=0, to_seconds=1)) == {-100.0}


def test_broken_packets_are_passed_over(films, tmp_path):
    content = bytearray((films / "plain.mp4").read_bytes())
    half = len(content) // 2
    content[half : half + 2000] = b"\xff" * 2000
    (tmp_path / "scratched.mp4").write_bytes(content)

    levels = read_loudness(tmp_path / "scratched.mp4", from_seconds=0, to_seconds=6)

    assert len(levels) == 60
    assert max(levels) > -30
