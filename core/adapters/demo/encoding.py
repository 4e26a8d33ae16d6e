"""Encoding: frames go to ffmpeg's standard input, the sound is in a file beside it."""

from __future__ import annotations

import contextlib
import errno
import subprocess
import threading
from collections.abc import Callable, Iterable
from pathlib import Path

from core.errors import ExternalFailure

_KEYFRAME_SECONDS = 2
_STAGE = "demo_video"
_CHUNK_FRAMES = 15
_WAIT_SECONDS = 10.0


def encode_argv(
    ffmpeg: str, *, sound: Path, sample_rate: int, out: Path, width: int, height: int, fps: int
) -> list[str]:
    """Return the command: pal8 frames of width x height in, 1280-wide H.264 and AAC mp4 out."""
    scale = "scale=1280:720:flags=neighbor:out_color_matrix=bt709:out_range=tv,format=yuv420p"
    return [
        ffmpeg, "-v", "error", "-nostdin", "-y",
        "-f", "rawvideo", "-pix_fmt", "pal8", "-s", f"{width}x{height}", "-r", str(fps),
        "-thread_queue_size", "64", "-i", "pipe:0",
        "-f", "s16le", "-ar", str(sample_rate), "-ac", "2", "-i", str(sound),
        "-map", "0:v", "-map", "1:a", "-vf", scale, "-filter_threads", "1",
        "-c:v", "libx264", "-preset", "ultrafast", "-qp", "30", "-threads", "2",
        "-g", str(_KEYFRAME_SECONDS * fps), "-sc_threshold", "0",
        "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709",
        "-color_range", "tv", "-c:a", "aac", "-aac_coder", "fast", "-b:a", "96k",
        "-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact",
        "-map_metadata", "-1", "-movflags", "+faststart", "-f", "mp4", str(out),
    ]  # fmt: skip


class Encoder:
    """One ffmpeg process, fed from a thread; `stop` may be called from another."""

    def __init__(self) -> None:
        self._stopped = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()

    @property
    def is_stopped(self) -> bool:
        return self._stopped.is_set()

    def stop(self) -> None:
        """End the process at once, or keep it from starting."""
        with self._lock:
            self._stopped.set()
            if self._process is not None and self._process.poll() is None:
                self._process.kill()

    def run(
        self, argv: list[str], frames: Iterable[bytes], *, on_frame: Callable[[int], None]
    ) -> None:
        """Feed the frames and wait; ExternalFailure if ffmpeg cannot be started or fails."""
        with self._lock:
            if self._stopped.is_set():
                return
            self._process = _start(argv)
        process = self._process
        said: list[bytes] = []
        reader = threading.Thread(target=_read_errors, args=(process, said), daemon=True)
        reader.start()
        try:
            self._feed(process, frames, on_frame)
            process.wait()
        finally:
            if process.poll() is None:
                process.kill()
            _close(process)
            process.wait(_WAIT_SECONDS)
            reader.join(_WAIT_SECONDS)
        if process.returncode != 0 and not self._stopped.is_set():
            raise explain_failure(b"".join(said).decode(errors="replace"))

    def _feed(
        self,
        process: subprocess.Popen[bytes],
        frames: Iterable[bytes],
        on_frame: Callable[[int], None],
    ) -> None:
        pipe = process.stdin
        if pipe is None:
            raise RuntimeError("ffmpeg was started without a pipe")
        try:
            for number, frame in enumerate(frames, start=1):
                if self._stopped.is_set():
                    break
                pipe.write(frame)
                if number % _CHUNK_FRAMES == 0:
                    on_frame(number)
            pipe.close()
        except BrokenPipeError:
            pass  # ffmpeg has ended: its exit status and stderr say why


def _start(argv: list[str]) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(  # noqa: S603 - the path comes from the settings, no shell
            argv,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
    except OSError as error:
        message = f"ffmpeg could not be started ({error.strerror}): set TRUSS_FFMPEG to its path."
        raise ExternalFailure(message, stage=_STAGE) from error


def _close(process: subprocess.Popen[bytes]) -> None:
    if process.stdin is not None:
        with contextlib.suppress(OSError):
            process.stdin.close()


def _read_errors(process: subprocess.Popen[bytes], said: list[bytes]) -> None:
    if process.stderr is not None:
        with process.stderr as stream:
            said.append(stream.read()[-4000:])


def explain_failure(said: str) -> ExternalFailure:
    """Return the failure in one sentence, from ffmpeg's standard error."""
    if "No space left" in said or "Disk quota" in said:
        return disk_full()
    last = said.strip().splitlines()[-1] if said.strip() else "it gave no reason"
    message = (
        f"ffmpeg could not make the demo's video ({last[:200]}): "
        "set TRUSS_FFMPEG to another ffmpeg."
    )
    return ExternalFailure(message, stage=_STAGE)


def explain_os_error(error: OSError, out: Path) -> ExternalFailure:
    """Return the failure in one sentence, for a file that could not be written."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return disk_full()
    message = (
        f"The demo's video cannot be written to {out} ({error.strerror}): "
        "set TRUSS_HOME to another folder."
    )
    return ExternalFailure(message, stage=_STAGE)


def disk_full() -> ExternalFailure:
    return ExternalFailure(
        "The disk is full: free about 500 MB, or set TRUSS_HOME to another disk, and try again.",
        stage=_STAGE,
    )


def forget(*paths: Path) -> None:
    """Delete those of the files that exist."""
    for path in paths:
        path.unlink(missing_ok=True)
