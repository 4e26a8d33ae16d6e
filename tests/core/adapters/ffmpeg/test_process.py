import asyncio
import os
import shutil
import sys
from pathlib import Path

import pytest

from core.adapters.ffmpeg.process import _explain, _polite_prefix, parse_out_seconds, run_ffmpeg
from core.errors import ExternalFailure

LONG = ("-v", "error", "-nostdin", "-re", "-f", "lavfi", "-i", "testsrc=s=64x64:d=60")


def _run(executable, *arguments, limit=20.0, on_out_seconds=None):
    return run_ffmpeg(
        executable,
        arguments,
        stage="test",
        time_limit_seconds=limit,
        on_out_seconds=on_out_seconds,
    )


def count_running(token: str) -> int:
    """Return how many processes have a word in their command line (Linux)."""
    if not Path("/proc/self/cmdline").exists():
        pytest.skip("there is no /proc here")
    count = 0
    for entry in Path("/proc").iterdir():
        try:
            count += token in (entry / "cmdline").read_bytes().decode().split("\0")
        except (OSError, UnicodeDecodeError):
            continue
    return count


async def wait_until_running(token: str) -> None:
    while await asyncio.to_thread(count_running, token) == 0:  # noqa: ASYNC110 - it sends no event
        await asyncio.sleep(0.02)


@pytest.mark.parametrize(
    ("line", "seconds"),
    [
        ("out_time_us=1500000\n", 1.5),
        ("out_time_us=N/A\n", None),
        ("out_time_us=-21333\n", None),
        ("frame=12\n", None),
        ("", None),
    ],
)
def test_progress_is_read_from_one_kind_of_line(line, seconds):
    assert parse_out_seconds(line) == seconds


async def test_progress_is_told_in_seconds_written(supply, tmp_path):
    told: list[float] = []

    await _run(
        await supply.find_executable(),
        *("-v", "error", "-nostdin", "-progress", "pipe:1", "-f", "lavfi"),
        *("-i", "testsrc=s=64x64:d=2:r=10", "-y", str(tmp_path / "a.avi")),
        on_out_seconds=told.append,
    )

    assert told[-1] == pytest.approx(2.0, abs=0.11)


async def test_a_failure_says_what_ffmpeg_said(supply):
    with pytest.raises(ExternalFailure, match="while working on the test: ") as caught:
        await _run(await supply.find_executable(), "-v", "error", "-i", "file:/none.mp4", "-")

    assert caught.value.stage == "test"
    assert "/none.mp4" not in str(caught.value)


async def test_a_full_disk_is_named(supply):
    if not os.path.exists("/dev/full"):  # noqa: ASYNC240, PTH110 - a device, asked for once
        pytest.skip("there is no /dev/full here")

    with pytest.raises(ExternalFailure, match="The disk is full"):
        await _run(
            await supply.find_executable(),
            *("-v", "error", "-f", "lavfi", "-i", "testsrc=s=640x360:d=5"),
            *("-c:v", "rawvideo", "-f", "avi", "-y", "/dev/full"),
        )


async def test_what_takes_too_long_is_stopped(supply):
    token = "title=too-long"

    with pytest.raises(ExternalFailure, match="was stopped after 0 s"):
        await _run(
            await supply.find_executable(),
            *(*LONG, "-metadata", token, "-f", "null", "-"),
            limit=0.3,
        )

    assert await asyncio.to_thread(count_running, token) == 0


async def test_a_cancelled_run_leaves_no_process(supply):
    token = "title=cancelled"
    executable = await supply.find_executable()
    task = asyncio.ensure_future(_run(executable, *LONG, "-metadata", token, "-f", "null", "-"))
    await wait_until_running(token)

    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    assert await asyncio.to_thread(count_running, token) == 0


async def test_one_whose_parent_is_gone_already_does_not_begin():
    """A signal at the parent's death is of no use to whoever asked for it too late."""
    if not await asyncio.to_thread(shutil.which, "setpriv"):
        pytest.skip("there is no setpriv here")
    prefix = await asyncio.to_thread(_polite_prefix)

    for parent, status in ((os.getpid(), 0), (os.getpid() + 1, 1)):
        command = (str(parent) if word == str(os.getpid()) else word for word in prefix)
        process = await asyncio.create_subprocess_exec(*command, "true")
        assert await process.wait() == status


async def test_a_process_does_not_outlive_us_when_we_are_killed(supply):
    """Otherwise a run after `kill -9` would share the machine with the render it repeats."""
    if not await asyncio.to_thread(shutil.which, "setpriv"):
        pytest.skip("there is no setpriv here")
    token = "title=orphan"
    program = (
        "import asyncio, sys; from pathlib import Path\n"
        "from core.adapters.ffmpeg.process import run_ffmpeg\n"
        "asyncio.run(run_ffmpeg(Path(sys.argv[1]), sys.argv[2:], stage='x', time_limit_seconds=60))"
    )
    executable = await supply.find_executable()
    parent = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", program, str(executable), *LONG),
        *("-metadata", token, "-f", "null", "-"),
    )
    while await asyncio.to_thread(count_running, token) < 2:  # noqa: ASYNC110 - it sends no event
        await asyncio.sleep(0.02)

    parent.kill()
    await parent.wait()

    async with asyncio.timeout(30):
        while await asyncio.to_thread(count_running, token):  # noqa: ASYNC110 - as above
            await asyncio.sleep(0.02)


async def test_a_process_that_ignores_the_request_is_killed(tmp_path, monkeypatch):
    monkeypatch.setattr("core.adapters.ffmpeg.process._PATIENCE_SECONDS", 0.1)
    stubborn = tmp_path / "stubborn"
    stubborn.write_text("#!/bin/sh\ntrap '' TERM\nwhile :; do sleep 0.05; done\n")
    stubborn.chmod(0o755)

    with pytest.raises(ExternalFailure, match="was stopped"):
        await _run(stubborn, "stubborn-run", limit=0.5)

    assert await asyncio.to_thread(count_running, "stubborn-run") == 0


async def test_silence_of_a_failed_process_is_told_too(tmp_path):
    silent = tmp_path / "silent"
    silent.write_text("#!/bin/sh\nexit 3\n")
    silent.chmod(0o755)

    with pytest.raises(ExternalFailure, match="it said nothing"):
        await _run(silent)


async def test_without_nice_and_setpriv_it_runs_all_the_same(supply, monkeypatch):
    executable = await supply.find_executable()
    monkeypatch.setattr("core.adapters.ffmpeg.process.shutil.which", lambda name: None)

    assert "ffmpeg version" not in await _run(executable, "-v", "error", "-version")


async def test_only_the_end_of_a_long_complaint_is_kept(tmp_path):
    talker = tmp_path / "talker"
    talker.write_text("#!/bin/sh\nyes complaint | head -c 100000 >&2\necho the end >&2\n")
    talker.chmod(0o755)

    said = await _run(talker)

    assert len(said) <= 16_384
    assert said.endswith("the end\n")


@pytest.mark.skipif(shutil.which("prlimit") is None, reason="there is no prlimit here")
async def test_what_needs_too_much_memory_ends_in_a_sentence(supply, monkeypatch):
    monkeypatch.setattr("core.adapters.ffmpeg.process.MEMORY_BYTES_MAX", 40_000_000)
    large = ("-f", "lavfi", "-i", "color=s=3840x2160:d=1", "-f", "null", "-")

    with pytest.raises(ExternalFailure):
        await _run(await supply.find_executable(), "-v", "error", *large)


@pytest.mark.skipif(shutil.which("prlimit") is None, reason="there is no prlimit here")
async def test_a_file_that_grows_too_large_is_given_up(supply, tmp_path, monkeypatch):
    monkeypatch.setattr("core.adapters.ffmpeg.process.FILE_BYTES_MAX", 100_000)
    out = tmp_path / "large.nut"
    endless = ("-f", "lavfi", "-i", "testsrc2", "-c:v", "rawvideo", str(out))

    with pytest.raises(ExternalFailure):
        await _run(await supply.find_executable(), "-v", "error", *endless)

    assert out.stat().st_size <= 100_000


def test_running_out_of_memory_is_said_in_words():
    said = _explain("Error: Cannot allocate memory\n", "render")

    assert "more memory" in str(said)
