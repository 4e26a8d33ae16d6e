"""Videos for the adapters' tests: tiny, odd and hostile ones, made once by the real ffmpeg."""

import subprocess
from pathlib import Path

import pytest

from core.adapters.ffmpeg.supply import FfmpegSupply, choose_executable
from tests.made_once import make_once

_X264 = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p")
_AAC = ("-c:a", "aac", "-b:a", "64k")
_SINE = ("-f", "lavfi", "-i", "sine=f=440:r=44100")
# Half a second of silence, then a tone that is 20 dB louder from 3 s to 4 s.
_BURST = (
    "-f",
    "lavfi",
    "-i",
    "aevalsrc='if(lt(t,0.5),0,if(between(t,3,4),0.5,0.05))*sin(440*2*PI*t)':s=48000",
)
# Faint noise with a short loud clap each second: no plain gain meets a loudness target.
_CLAPS = (
    "-f",
    "lavfi",
    "-i",
    "aevalsrc='(random(0)-0.5)*if(lt(mod(t,1),0.03),1.9,0.02)':s=48000:c=stereo",
)


def _picture(size: str = "160x90", rate: str = "30", seconds: float = 6) -> tuple[str, ...]:
    return ("-f", "lavfi", "-i", f"testsrc2=s={size}:r={rate}:d={seconds}")


def _hdr(transfer: str) -> tuple[str, ...]:
    colours = f"setparams=color_primaries=bt2020:color_trc={transfer}:colorspace=bt2020nc:range=tv"
    return (*_picture(seconds=3), "-vf", colours, *_X264[:4], "-pix_fmt", "yuv420p10le")


# A screen: pictures at 0, 1.5 and 3 s of brightness 40, 107 and 175, and 12 s of a tone.
_SCREEN = (
    *("-f", "lavfi", "-i", "color=black:s=160x90:r=30:d=4"),
    *("-f", "lavfi", "-i", "sine=f=440:r=48000:d=12"),
    *("-vf", "geq=lum=40+N*3/2:cb=128:cr=128,select='not(mod(n,45))*lt(n,91)'"),
    *("-fps_mode", "vfr"),
)
_AT_ONCE = (*_X264, "-tune", "zerolatency", *_AAC)
_LONG_TONE = ("-f", "lavfi", "-i", "sine=f=440:r=48000:d=24")

RECIPES: dict[str, tuple[str, ...]] = {
    "plain.mp4": (*_picture(), *_BURST, "-shortest", *_X264, *_AAC, "-movflags", "+faststart"),
    "no_sound.mp4": (*_picture(), *_X264, "-movflags", "+faststart"),
    "odd.mkv": (
        *(*_picture(), *_SINE, "-shortest", "-vf", "scale=161:91,setsar=1"),
        *(*_X264[:4], "-pix_fmt", "yuv444p", *_AAC),
    ),
    "four_three.mp4": (*_picture("160x120"), *_SINE, "-shortest", *_X264, *_AAC),
    "wide.mp4": (*_picture("210x90"), *_SINE, "-shortest", *_X264, *_AAC),
    "upright.mp4": (*_picture("90x160"), *_SINE, "-shortest", *_X264, *_AAC),
    "ten_bit.mp4": (*_picture(), *_SINE, "-shortest", *_X264[:4], "-pix_fmt", "yuv420p10le", *_AAC),
    "full_range.mp4": (*_picture(), *_X264[:4], "-pix_fmt", "yuvj420p"),
    "anamorphic.mp4": (*_picture("120x90"), "-vf", "setsar=4/3", *_X264),
    "uneven.mkv": (
        *(*_picture(), *_SINE, "-shortest", "-vf", "select='not(mod(n,3))+between(n,60,120)'"),
        *("-fps_mode", "vfr", *_X264, *_AAC),
    ),
    "fast.mp4": (*_picture(rate="120", seconds=3), *_X264),
    "late_sound.mkv": (*_picture(), "-itsoffset", "2", *_SINE, "-t", "6", *_X264, *_AAC),
    "stream.ts": (*_picture(), *_SINE, "-shortest", *_X264, *_AAC, "-f", "mpegts"),
    "often.ts": (*_picture(), *_SINE, "-shortest", *_X264, "-g", "30", *_AAC, "-f", "mpegts"),
    "recording.flv": (*_picture(), *_SINE, "-shortest", *_X264, *_AAC),
    "b_frames.flv": (
        *(*_picture(), *_SINE, "-shortest", "-c:v", "libx264", "-bf", "2", "-g", "250"),
        *("-preset", "veryfast", "-pix_fmt", "yuv420p", *_AAC),
    ),
    "old.avi": (*_picture(), *_SINE, "-shortest", "-c:v", "mjpeg", "-c:a", "pcm_s16le"),
    "eight_bit.avi": (*_picture(), *_BURST, "-shortest", "-c:v", "mjpeg", "-c:a", "pcm_u8"),
    "screen.mp4": (*_SCREEN, *_AT_ONCE, "-movflags", "+faststart"),
    "screen_fragments.mp4": (*_SCREEN, *_AT_ONCE, "-movflags", "+frag_keyframe+empty_moov"),
    "screen.mkv": (*_SCREEN, *_AT_ONCE),
    "screen.ts": (*_SCREEN, *_AT_ONCE, "-f", "mpegts"),
    "screen.flv": (*_SCREEN, *_AT_ONCE),
    "screen.webm": (
        *(*_SCREEN, "-c:v", "libvpx", "-deadline", "realtime", "-lag-in-frames", "0"),
        *("-c:a", "libopus"),
    ),
    "talked_on.ts": (*_picture(seconds=4), *_LONG_TONE, *_X264, "-g", "30", *_AAC, "-f", "mpegts"),
    "little_more.mp4": (*_picture(seconds=4), *_SINE, "-t", "4.8", *_X264, *_AAC),
    "early_silence.mp4": (*_picture(), *_SINE, "-t", "6", "-af", "atrim=end=3", *_X264, *_AAC),
    "silence.mp4": (
        *(*_picture(), "-f", "lavfi", "-i", "anullsrc=r=48000:cl=stereo", "-shortest"),
        *(*_X264, *_AAC),
    ),
    "claps.mp4": (*_picture(seconds=8), *_CLAPS, "-shortest", *_X264, *_AAC),
    "scenes.mp4": (
        *("-f", "lavfi", "-i", "color=white:s=160x90:r=30:d=2"),
        *("-f", "lavfi", "-i", "color=black:s=160x90:r=30:d=2"),
        *("-f", "lavfi", "-i", "testsrc2=s=160x90:r=30:d=2"),
        *("-filter_complex", "[0][1][2]concat=n=3", *_X264, "-g", "15"),
    ),
    "noisy.mp4": (*(*_picture(seconds=4), "-vf", "noise=alls=80:allf=t", *_X264, "-crf", "18"),),
    "interlaced.mp4": (
        *(*_picture("160x96", seconds=3), "-vf", "tinterlace=interleave_top,fieldorder=tff"),
        *(*_X264, "-flags", "+ilme+ildct"),
    ),
    "hdr.mp4": _hdr("smpte2084"),
    "hlg.mp4": _hdr("arib-std-b67"),
    "sound_only.m4a": (*_SINE, "-t", "2", *_AAC),
    "picture.png": (*_picture(), "-frames:v", "1"),
}


def run_tool(*arguments: str | Path) -> None:
    executable = choose_executable(None)
    subprocess.run(
        [str(executable), "-v", "error", "-nostdin", "-y", *map(str, arguments)], check=True
    )


_OF_FFMPEG = frozenset({"ffmpeg", "video_files"})


@pytest.fixture(scope="session")
def films(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of films; see RECIPES, and below for those that are broken on purpose."""
    return make_once(tmp_path_factory, "films", _make_films)


def _make_films(folder: Path) -> None:
    for name, recipe in RECIPES.items():
        run_tool(*recipe, "-fflags", "+bitexact", folder / name)
    plain = folder / "plain.mp4"
    run_tool("-display_rotation", "90", "-i", plain, "-c", "copy", folder / "rotated.mp4")
    run_tool("-i", plain, "-c", "copy", folder / "index_last.mp4")
    run_tool("-i", plain, "-c", "copy", folder / "whole.mkv")
    run_tool("-i", plain, "-i", folder / "sound_only.m4a", "-map", "1:a", "-map", "0:v",
             "-frames:v", "1", "-c:v", "png", "-disposition:v:0", "attached_pic",
             folder / "cover.m4a")  # fmt: skip
    for name, source, share in (
        ("no_index.mp4", "index_last.mp4", 0.6),
        ("broken_tail.mp4", "plain.mp4", 0.6),
        ("broken_tail.mkv", "whole.mkv", 0.6),
        ("broken_tail.flv", "recording.flv", 0.6),
        ("head_only.mp4", "plain.mp4", 0.02),
        ("cut_sound.mp4", "screen.mp4", 0.75),
        ("cut_sound.mkv", "screen.mkv", 0.75),
    ):
        content = (folder / source).read_bytes()
        (folder / name).write_bytes(content[: int(len(content) * share)])
    whole = (folder / "screen.mp4").read_bytes()
    kept = len(whole) * 3 // 4
    (folder / "void_sound.mp4").write_bytes(whole[:kept].ljust(len(whole), b"\0"))
    # Its last frame is said to end at once.
    run_tool("-i", folder / "screen.mp4", "-c", "copy", "-bsf:v",
             "setts=pts=PTS:dts=DTS:duration=1", folder / "screen_tick.mp4")  # fmt: skip
    (folder / "empty.mp4").touch()
    (folder / "text.mp4").write_text("t_seconds,user,text\n1,ada,hello\n" * 50)
    (folder / "noise.mp4").write_bytes(bytes(range(256)) * 400)
    (folder / "playlist.mp4").write_text(
        f"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:6,\n{plain}\n#EXT-X-ENDLIST\n"
    )
    (folder / "script.mp4").write_text(f"ffconcat version 1.0\nfile '{plain}'\n")


@pytest.fixture
def supply() -> FfmpegSupply:
    return FfmpegSupply()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of ffmpeg and of video files, or with a film, as running the real ffmpeg."""
    for item in items:
        if _OF_FFMPEG & set(item.path.parts) or "films" in getattr(item, "fixturenames", ()):
            item.add_marker("ffmpeg")
