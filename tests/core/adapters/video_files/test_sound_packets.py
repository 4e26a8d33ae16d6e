import pytest

from core.adapters.video_files.containers import find_sound, start_seconds
from core.adapters.video_files.opening import open_video
from core.adapters.video_files.sound_packets import demux_sound


@pytest.mark.parametrize(
    "name",
    ["screen.mp4", "screen.mkv", "screen.webm", "screen.ts", "screen.flv", "talked_on.ts"],
)
@pytest.mark.parametrize("at_seconds", [0.0, 2.0, 7.0, 11.0])
def test_sound_is_found_where_the_picture_has_ended(films, name, at_seconds):
    with open_video(films / name) as container:
        sound = find_sound(container)
        assert sound is not None
        start = start_seconds(container)
        times = [
            float(packet.pts * packet.time_base) - start
            for packet in demux_sound(container, sound, at_seconds)
            if packet.pts is not None
        ]

    assert times[0] < at_seconds + 0.5
    assert times[-1] > 11.9


def test_sound_that_begins_late_is_read_from_its_beginning(films):
    with open_video(films / "late_sound.mkv") as container:
        sound = find_sound(container)
        assert sound is not None
        first = next(demux_sound(container, sound, 0.5))

    assert first.pts is not None
    assert float(first.pts * first.time_base) == pytest.approx(2.0, abs=0.1)
