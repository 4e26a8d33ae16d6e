"""Feeding ffmpeg: its end, its words and its absence become one sentence."""

import errno
import sys
import threading
from pathlib import Path

import pytest

from core.adapters.demo.encoding import Encoder, encode_argv, explain_failure, explain_os_error
from core.errors import ExternalFailure


def _argv(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def test_the_command_is_bit_exact_with_fixed_threads_and_keyframes_every_two_seconds():
    argv = encode_argv(
        "ffmpeg", sound=Path("s"), sample_rate=32000, out=Path("o"), width=640, height=360, fps=30
    )

    assert argv[argv.index("-threads") + 1] == "2"
    assert argv[argv.index("-g") + 1] == "60"
    assert argv[argv.index("-fflags") + 1] == "+bitexact"


@pytest.mark.parametrize("said", ["av_interleaved: No space left on device", "Disk quota exceeded"])
def test_a_full_disk_is_named(said):
    assert "disk is full" in str(explain_failure(said))


def test_other_failures_quote_the_last_line():
    assert "no such codec" in str(explain_failure("first\nno such codec\n"))
    assert "no reason" in str(explain_failure(""))


@pytest.mark.parametrize(
    ("number", "word"), [(errno.ENOSPC, "disk is full"), (errno.EACCES, "TRUSS_HOME")]
)
def test_errors_of_the_disk_say_what_to_do(number, word):
    assert word in str(explain_os_error(OSError(number, "x"), Path("demo.mp4")))


def test_a_missing_ffmpeg_is_an_external_failure():
    with pytest.raises(ExternalFailure, match="TRUSS_FFMPEG"):
        Encoder().run(["/nowhere/ffmpeg"], [], on_frame=lambda _: None)


def test_an_ffmpeg_that_ends_early_says_why():
    argv = _argv("import sys; sys.exit('No space left on device')")

    with pytest.raises(ExternalFailure, match="disk is full"):
        Encoder().run(argv, (b"x" * 100_000 for _ in range(50)), on_frame=lambda _: None)


def test_frames_are_fed_and_counted():
    counted: list[int] = []

    Encoder().run(
        _argv("import sys; assert len(sys.stdin.buffer.read()) == 31"),
        (b"x" for _ in range(31)),
        on_frame=counted.append,
    )

    assert counted == [15, 30]


def test_a_stopped_encoder_ends_its_process_and_starts_no_other():
    encoder = Encoder()
    timer = threading.Timer(0.3, encoder.stop)
    timer.start()

    encoder.run(_argv("import time; time.sleep(60)"), [], on_frame=lambda _: None)
    encoder.run(["/nowhere/ffmpeg"], [], on_frame=lambda _: None)

    assert encoder.is_stopped


def test_a_failing_source_of_frames_ends_the_process():
    def frames():
        yield b"x"
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        Encoder().run(_argv("import sys; sys.stdin.read()"), frames(), on_frame=lambda _: None)
