"""What is chosen for layouts as people record them, and what looking at them costs.

Run `python -m tests.bench.bench_layouts [--only plain,round] [--keep FOLDER]`. A table: layout,
what was chosen, the rectangles, how well they overlap the true ones, and CPU seconds.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from pathlib import Path

from core.adapters.ffmpeg.probe import VideoProber
from core.adapters.vision.facecam_finder import VideoFacecamFinder
from core.adapters.vision.subject_tracker import VideoSubjectTracker
from core.domain.clips.box import Box, measure_overlap
from core.domain.clips.edit_plan import EditPlan
from core.services.clips.cut_order import CutOrder
from core.services.clips.video_cutting import VideoCutting
from tests.bench.layouts import LAYOUTS, SECONDS, Made, make_layout
from tests.fakes.media import FakeRenderer

OVERLAP_LEAST = 0.9
WINDOW = (2.0, 8.0)


def find_plan(video: Path) -> tuple[EditPlan, str, float]:
    """Return the plan of six seconds, why it is so, and the CPU seconds of looking."""
    cutting = VideoCutting(
        renderer=FakeRenderer(),
        facecams=VideoFacecamFinder(),
        tracker=VideoSubjectTracker(),
    )
    order = CutOrder(start_seconds=WINDOW[0], end_seconds=min(WINDOW[1], SECONDS))

    async def look() -> tuple[EditPlan, str, float]:
        facts = await VideoProber().probe(video)
        begun = time.process_time()
        plan, reason = await cutting._plan(video, facts, order)
        return plan, reason, time.process_time() - begun

    return asyncio.run(look())


def rate_cameras(found: tuple[Box, ...], true: tuple[Box, ...]) -> float | None:
    """Return the least overlap of a true camera with what was found; None where none is plain."""
    if not true:
        return None
    return min(max((measure_overlap(box, one) for box in found), default=0.0) for one in true)


def tell(made: Made, video: Path) -> bool:
    """Print a layout's line, and return whether it was framed right."""
    plan, reason, seconds = find_plan(video)
    boxes = tuple(camera.box for camera in plan.cameras)
    overlap = rate_cameras(boxes, made.cameras)
    is_right = plan.layout in made.right and (overlap is None or overlap >= OVERLAP_LEAST)
    places = " ".join(f"{box.x},{box.y},{box.width},{box.height}" for box in boxes) or "-"
    sys.stdout.write(
        f"{made.name:16} {'right' if is_right else 'WRONG':6} {plan.layout.value:7} "
        f"{'-' if overlap is None else f'{overlap:.3f}':6} {seconds:5.2f} s  {places:42} {reason}\n"
    )
    sys.stdout.flush()
    return is_right


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="layouts by name, with commas")
    parser.add_argument("--keep", type=Path, help="a folder for the videos; those there are taken")
    given = parser.parse_args()
    only = [name for name in given.only.split(",") if name]
    with tempfile.TemporaryDirectory() as scratch:
        folder = given.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        rights = [
            tell(made, _make_or_take(made, folder))
            for made in LAYOUTS
            if not only or made.name in only
        ]
    sys.stdout.write(f"{sum(rights)} of {len(rights)} right\n")
    return int(not all(rights))


def _make_or_take(made: Made, folder: Path) -> Path:
    kept = folder / f"{made.name.replace(' ', '_').replace(',', '')}.mp4"
    return kept if kept.exists() else make_layout(made, folder)


if __name__ == "__main__":
    sys.exit(main())
