"""Filters of a stack: people in panels above, and what they talk about below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.domain.clips.box import Box
from core.domain.clips.edit_plan import CLIP_HEIGHT, CLIP_WIDTH, EditPlan
from core.domain.clips.framing.stacking import Panel, Stack, stack_plan

COLOURS = "out_color_matrix=bt709:out_range=tv"
SCALING = f"flags=bicubic:{COLOURS}"
_VEIL = "gblur=sigma=20:steps=2,eq=brightness=-0.1"


def stack_steps(plan: EditPlan) -> str:
    """Return the filters from a whole picture to the panels of a plan's stack."""
    stack = stack_plan(plan)
    people = [_Sized.of(panel, plan) for panel in stack.people]
    labels = [f"[p{index}]" for index in range(len(people))]
    split = f"split={len(people) + (stack.content is not None)}{''.join(labels)}"
    shown = [
        f"{label}{crop_box(size.crop)},{scale_to(size.width, size.height)},"
        f"setsar=1,format=yuv420p[f{index}]"
        for index, (label, size) in enumerate(zip(labels, people, strict=True))
    ]
    outs = [f"[f{index}]" for index in range(len(people))]
    if stack.content is None:
        return ";".join([split, *shown, f"{''.join(outs)}vstack=inputs={len(outs)}"])
    rows = plan.height - people[0].height
    content = _show_content(plan, stack, stack.content, rows)
    return ";".join([f"{split}[c]", *shown, content, *_join(outs)])


def _join(people: Sequence[str]) -> list[str]:
    if len(people) == 1:
        return [f"{people[0]}[g]vstack"]
    return [f"{''.join(people)}hstack=inputs={len(people)}[f]", "[f][g]vstack"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sized:
    """A panel in the pixels of the clip that is made, which may be smaller than 1080x1920."""

    crop: Box
    width: int
    height: int

    @classmethod
    def of(cls, panel: Panel, plan: EditPlan) -> _Sized:
        width = 2 * round(panel.width * plan.width / CLIP_WIDTH / 2)
        height = 2 * round(panel.height * plan.height / CLIP_HEIGHT / 2)
        return cls(crop=panel.crop, width=width, height=height)


def _show_content(plan: EditPlan, stack: Stack, panel: Panel, rows: int) -> str:
    """Return the content's panel, from `[c]` to `[g]`; what is seen above already is blurred."""
    steps = ["[c]"]
    for index, veil in enumerate(stack.veils):
        across = f"main_w*{veil.x}/{plan.source_width}"
        steps.append(
            f"split[y{index}][z{index}];[z{index}]{crop_box(veil)},{_VEIL}[x{index}];"
            f"[y{index}][x{index}]overlay=x='{across}':y={veil.y},"
        )
    crop = crop_box(panel.crop)
    if not stack.is_whole:
        steps.append(f"{crop},{scale_to(plan.width, rows)},setsar=1,format=yuv420p[g]")
        return "".join(steps)
    height = min(rows, 2 * round(plan.width * panel.crop.height / panel.crop.width / 2))
    width = min(plan.width, 2 * round(rows * panel.crop.width / panel.crop.height / 2))
    small = f"{plan.width // 20}:{rows // 20}"
    steps.append(
        f"{crop},split[q][r];[q]scale={small}:flags=area:{COLOURS},format=yuv420p,"
        f"gblur=sigma=4,eq=brightness=-0.1,{scale_to(plan.width, rows)},setsar=1[s];"
        f"[r]{scale_to(width, height)},setsar=1,format=yuv420p[t];"
        "[s][t]overlay=(W-w)/2:(H-h)/2,format=yuv420p[g]"
    )
    return "".join(steps)


def crop_box(box: Box) -> str:
    """Return the crop of a box in pixels as seen, whatever the shape of the file's own pixels."""
    return f"crop=w='min(iw,{box.width}/sar)':h='min(ih,{box.height})':x='{box.x}/sar':y={box.y}"


def scale_to(width: int, height: int) -> str:
    return f"scale={width}:{height}:{SCALING}"
