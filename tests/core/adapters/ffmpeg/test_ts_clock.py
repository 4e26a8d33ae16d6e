import pytest

from core.adapters.ffmpeg.probe import VideoProber
from core.adapters.ffmpeg.ts_clock import restarts_clock
from core.errors import InvalidInput


@pytest.fixture
def reconnected(films, tmp_path):
    """A recording that goes on after a reconnect, with a clock that begins anew."""
    video = tmp_path / "reconnected.ts"
    video.write_bytes((films / "stream.ts").read_bytes() * 2)
    return video


@pytest.mark.parametrize("name", ["stream.ts", "often.ts"])
def test_a_clock_that_goes_on_is_let_be(films, name):
    assert not restarts_clock(films / name)


def test_a_clock_that_begins_anew_is_seen_wherever_reading_begins(reconnected, tmp_path):
    later = tmp_path / "later.ts"
    later.write_bytes(reconnected.read_bytes()[1000:])

    assert restarts_clock(reconnected)
    assert restarts_clock(later)


def test_what_is_no_transport_stream_has_no_clock(tmp_path):
    other = tmp_path / "other.ts"
    other.write_bytes(b"G" * 5 + b"no packets" * 100)

    assert not restarts_clock(other)


async def test_whoever_gives_such_a_file_is_told_what_to_do(reconnected):
    """One time names two pictures there: a wrong clip would be the alternative."""
    with pytest.raises(InvalidInput, match=r"times start again.*-c copy"):
        await VideoProber().probe(reconnected)
