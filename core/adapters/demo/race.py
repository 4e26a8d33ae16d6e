"""The race: what stands on and beside the road, the rival, and the ship."""

from __future__ import annotations

import math
import random
from bisect import bisect_left
from dataclasses import dataclass

from core.adapters.demo import colours as c
from core.adapters.demo import models
from core.adapters.demo.canvas import Canvas, Sprite, make_sprite
from core.adapters.demo.perspective import HORIZON, NEAREST, SHIP_DEPTH, column_of, depth_of
from core.adapters.demo.story import HIGHLIGHTS, HighlightKind, seconds_since
from core.adapters.demo.timeline import Moment, Timeline

_SIZES = 44
_TURNS = 32
_FARTHEST = 26.0
_SHIP_DISTANCE = NEAREST / SHIP_DEPTH
SHIP_SCALE = 0.95

_MODELS = {
    "palm": (models.PALM, 1.5),
    "pylon": (models.PYLON, 1.5),
    "billboard": (models.BILLBOARD, 1.25),
    "crystal": (models.CRYSTAL, 1.4),
    "orb": (models.ORB, 1.0),
    "barrier": (models.BARRIER, 1.15),
    "wall": (models.BARRIER, 1.5),
    "arch": (models.make_arch(c.MAGENTA + 4), 1.0),
    "finish": (models.FINISH_GATE, 1.0),
    "rival": (models.RIVAL, 1.55),
}


@dataclass(frozen=True, slots=True, order=True)
class Prop:
    """Something at a place on the track; `across` counts half widths from the road's middle."""

    position: float
    across: float
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShipPose:
    """Where the ship is in the picture; `turn` in radians, `is_shown` is False when wrecked."""

    x: float
    y: float
    turn: float
    is_shown: bool


def _place_roadside(rng: random.Random, end: float) -> list[Prop]:
    props = []
    position = 4.0
    while position < end:
        kind = ("pylon", "palm", "pylon", "crystal", "billboard")[int(position / 4) % 5]
        across = 1.75 if kind == "billboard" else rng.uniform(1.3, 2.0)
        props += [Prop(position, across, kind), Prop(position + 0.7, -across, kind)]
        position += 4.0
    return props


def _place_on_road(rng: random.Random, timeline: Timeline, end: float) -> list[Prop]:
    """Return orbs in the ship's path and barriers beside it, none near a highlight."""
    quiet = [
        (timeline.position_at(h.offset_seconds - 4), timeline.position_at(h.offset_seconds + 5))
        for h in HIGHLIGHTS
    ]
    props, position = [], 30.0
    while position < end:
        if not any(start < position < stop + 4 for start, stop in quiet):
            path = timeline.steering_at_position(position - _SHIP_DISTANCE)
            if rng.random() < 0.62:
                orbs = [position + 1.6 * k for k in range(rng.randrange(2, 5))]
                props += [
                    Prop(at, timeline.steering_at_position(at - _SHIP_DISTANCE), "orb")
                    for at in orbs
                ]
            else:
                props.append(Prop(position, -0.62 if path > 0 else 0.62, "barrier"))
        position += rng.uniform(9, 17)
    return props


def _place_gates(timeline: Timeline, end: float) -> list[Prop]:
    """Return the gates: one every 90 lengths, and those the highlights need."""

    def reach(kind: HighlightKind, before: float) -> float:
        offset = next(h.offset_seconds for h in HIGHLIGHTS if h.kind is kind)
        return timeline.position_at(offset - before) + _SHIP_DISTANCE

    crash, finish = reach(HighlightKind.CRASH, 0.0), reach(HighlightKind.FINISH, 0.0)
    kept = [at for at in range(50, int(end), 90) if min(abs(at - crash), abs(at - finish)) > 12]
    return [
        *(Prop(float(at), 0.0, "arch") for at in kept),
        Prop(crash, 0.0, "wall"),
        Prop(finish, 0.0, "finish"),
    ]


class Race:
    """Draws the props and racers; sprites of every size are made once."""

    def __init__(self, rng: random.Random, timeline: Timeline) -> None:
        end = timeline.position_at(10_000.0) + 40
        self._props = sorted(
            _place_roadside(rng, end)
            + _place_on_road(rng, timeline, end)
            + _place_gates(timeline, end)
        )
        self._places = [prop.position for prop in self._props]
        self._orbs = [prop.position for prop in self._props if prop.kind == "orb"]
        self._sprites = {
            kind: [
                make_sprite(shapes, scale=scale * (k + 0.5) / _SIZES * 1.05) for k in range(_SIZES)
            ]
            for kind, (shapes, scale) in _MODELS.items()
        }
        self._ships = [
            make_sprite(models.SHIP, scale=SHIP_SCALE, angle=2 * math.pi * k / _TURNS)
            for k in range(_TURNS)
        ]
        self._banks = [
            make_sprite(models.SHIP, scale=SHIP_SCALE, angle=k * 0.045) for k in range(-8, 9)
        ]
        self._flames = [
            make_sprite(models.make_flame(length), scale=SHIP_SCALE) for length in range(4, 26, 2)
        ]
        self._shadow = make_sprite(models.SHADOW, scale=SHIP_SCALE)

    def count_orbs(self, moment: Moment) -> int:
        """Return how many orbs have been collected."""
        return bisect_left(self._orbs, moment.position + _SHIP_DISTANCE)

    def pose_of(self, moment: Moment) -> ShipPose:
        at = moment.offset_seconds
        x = column_of(moment.steering, SHIP_DEPTH, moment)
        y = HORIZON + SHIP_DEPTH - 14 + 2.2 * math.sin(at * 4.1)
        turn = max(-0.36, min(0.36, moment.bank * 0.55))
        crash, save = (seconds_since(k, at) for k in (HighlightKind.CRASH, HighlightKind.SAVE))
        shown = not 0 <= crash < 4.0 and not (4.0 <= crash < 5.6 and int(crash * 8) % 2)
        if -0.55 <= save < 0.85:
            share = (save + 0.55) / 1.4
            turn = 4 * math.pi * (3 - 2 * share) * share * share
            y -= 44 * math.sin(math.pi * share)
        return ShipPose(x=x, y=y, turn=turn, is_shown=shown)

    def draw_far(self, canvas: Canvas, moment: Moment) -> None:
        """Draw what lies ahead of the ship, farthest first."""
        last = bisect_left(self._places, moment.position + _FARTHEST)
        first = bisect_left(self._places, moment.position + _SHIP_DISTANCE)
        for prop in reversed(self._props[first:last]):
            self._draw_prop(canvas, moment, prop)
        self._draw_rival(canvas, moment)

    def draw_near(self, canvas: Canvas, moment: Moment) -> None:
        """Draw what has passed the ship and is still in the picture."""
        last = bisect_left(self._places, moment.position + _SHIP_DISTANCE)
        first = bisect_left(self._places, moment.position + 0.99)
        for prop in reversed(self._props[first:last]):
            if prop.kind != "orb":
                self._draw_prop(canvas, moment, prop)

    def draw_ship(self, canvas: Canvas, moment: Moment, pose: ShipPose) -> None:
        if not pose.is_shown:
            return
        canvas.blit(self._shadow, pose.x, HORIZON + SHIP_DEPTH + 4)
        flicker = int(moment.offset_seconds * 30) * 7 % 5
        if abs(pose.turn) <= 0.36:
            power = max(0, min(len(self._flames) - 1, int(moment.speed * 0.55) - 2 + flicker // 2))
            canvas.blit(self._flames[power], pose.x, pose.y)
            canvas.blit(self._banks[8 + round(pose.turn / 0.045)], pose.x, pose.y)
        else:
            canvas.blit(self._ships[round(pose.turn / math.tau * _TURNS) % _TURNS], pose.x, pose.y)

    def _draw_prop(self, canvas: Canvas, moment: Moment, prop: Prop) -> None:
        if prop.kind == "wall" and seconds_since(HighlightKind.CRASH, moment.offset_seconds) >= 0:
            return
        depth = depth_of(prop.position - moment.position)
        sprite = self._pick(prop.kind, depth)
        canvas.blit(sprite, column_of(prop.across, depth, moment), HORIZON + depth)

    def _pick(self, kind: str, depth: float) -> Sprite:
        return self._sprites[kind][min(_SIZES - 1, int(depth / NEAREST * _SIZES))]

    def _draw_rival(self, canvas: Canvas, moment: Moment) -> None:
        at = moment.offset_seconds
        finish = seconds_since(HighlightKind.FINISH, at)
        if -13 < finish < 3:
            depth = 112 - max(0.0, finish) * 22 + 12 * math.sin(at * 1.9)
            across = 1.12 + 0.06 * math.sin(at * 2.3)
        elif at % 56 < 26 and all(abs(at - h.offset_seconds) > 18 for h in HIGHLIGHTS):
            depth = 46 + 20 * math.sin(at * 0.43)
            across = 0.55 * math.sin(at * 0.53 + 2)
        else:
            return
        y = HORIZON + depth - 8 + 1.5 * math.sin(at * 5)
        canvas.blit(self._pick("rival", depth), column_of(across, depth, moment), y)
