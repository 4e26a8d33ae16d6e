"""Face threads: which face a shot follows, a large and lasting one, never two in turns."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from core.domain.clips.box import Box
from core.domain.clips.framing.face import Face

GAP_SECONDS = 1.2
_REACH_FACES = 1.5
_IMPORTANT_SHARE = 0.4
_LASTING_SHARE = 0.4
# Who is there all the time counts, however much closer to their camera others sit.
_STAYING_SHARE = 0.8
_STAYING_LOOKS_MIN = 2
_STAYING_AREA_SHARE = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """A face at a time; sightings of one `person` lie close to each other."""

    at_seconds: float
    face: Face
    person: int


def thread_faces(
    sights: Sequence[tuple[float, Sequence[Face]]],
) -> tuple[tuple[Sighting, ...], ...]:
    """Return each person's sightings in a shot, the most important person first."""
    threads: list[list[Sighting]] = []
    for at_seconds, faces in sights:
        free = [t for t in threads if at_seconds - t[-1].at_seconds <= 2 * GAP_SECONDS]
        for face in sorted(faces, key=lambda face: -face.box.area):
            home = min(free, key=lambda t: _distance(t[-1].face, face), default=None)
            if home is None or _distance(home[-1].face, face) > _REACH_FACES:
                threads.append([Sighting(at_seconds=at_seconds, face=face, person=len(threads))])
                continue
            home.append(Sighting(at_seconds=at_seconds, face=face, person=home[0].person))
            free.remove(home)
    ranked = sorted(threads, key=lambda t: -sum(s.face.box.height for s in t))
    return tuple(tuple(thread) for thread in ranked)


def _distance(one: Face, other: Face) -> float:
    """Return how far apart two faces are, in heights of the larger; their sizes count too."""
    high, low = (max(one.box.height, other.box.height), min(one.box.height, other.box.height))
    (x, y), (u, v) = one.box.centre, other.box.centre
    return max(abs(x - u), abs(y - v)) / high + 0.5 * (high / low - 1)


def choose_subject(threads: Sequence[Sequence[Sighting]]) -> tuple[Sighting, ...]:
    """Return the sightings to follow: the most important person's, and others' in long gaps."""
    chosen: list[Sighting] = []
    for thread in threads:
        taken = [sighting.at_seconds for sighting in chosen]
        chosen.extend(s for s in thread if all(abs(s.at_seconds - t) > GAP_SECONDS for t in taken))
    return tuple(sorted(chosen, key=lambda s: s.at_seconds))


def locate_subject(subject: Sequence[Sighting], at_seconds: float) -> float:
    """Return the subject's middle column at a time, interpolated between sightings of a person.

    It stays where it was until another person is seen, and likewise before the first sighting and
    after the last.
    """
    after = bisect_right(subject, at_seconds, key=lambda sighting: sighting.at_seconds)
    if after == 0 or after == len(subject):
        return subject[min(after, len(subject) - 1)].face.box.centre[0]
    one, other = subject[after - 1], subject[after]
    x, u = one.face.box.centre[0], other.face.box.centre[0]
    if one.person != other.person:
        return x
    return x + (u - x) * (at_seconds - one.at_seconds) / (other.at_seconds - one.at_seconds)


def list_people(threads: Sequence[Sequence[Sighting]], looks: int) -> tuple[Box, ...]:
    """Return where the people seen in most of the looks usually are, the most important first.

    Those in nearly all of the looks count even if others are much larger, as in a call.
    """
    lasting = [thread for thread in threads if len(thread) >= _LASTING_SHARE * looks]
    homes = [_usual_box([sighting.face.box for sighting in thread]) for thread in lasting]
    most = max((home.area for home in homes), default=0)
    return tuple(
        home
        for home, thread in zip(homes, lasting, strict=True)
        if home.area >= _choose_share(len(thread), looks) * most
    )


def _choose_share(seen: int, looks: int) -> float:
    """Return which share of the largest face's area a face of a shot has to have."""
    stays = seen >= max(_STAYING_LOOKS_MIN, _STAYING_SHARE * looks)
    return _STAYING_AREA_SHARE if stays else _IMPORTANT_SHARE


def measure_span(people: Sequence[Box]) -> int:
    """Return how many columns these people span together; 0 for nobody."""
    if not people:
        return 0
    return max(box.right for box in people) - min(box.x for box in people)


def _usual_box(boxes: Sequence[Box]) -> Box:
    return Box(
        x=round(median(box.x for box in boxes)),
        y=round(median(box.y for box in boxes)),
        width=round(median(box.width for box in boxes)),
        height=round(median(box.height for box in boxes)),
    )


def measure_group(sights: Sequence[tuple[float, Sequence[Face]]]) -> int:
    """Return how many columns the important faces of a shot usually span.

    If there is somebody else in nearly all looks, here or there, that much counts even where their
    face is smaller: they may have changed their place.
    """
    seen = [[face.box for face in faces] for _, faces in sights if faces]
    if not seen:
        return 0
    usual = median(_measure_span_from(_IMPORTANT_SHARE, boxes) for boxes in seen)
    spans = sorted(_measure_span_from(_STAYING_AREA_SHARE, boxes) for boxes in seen)
    return round(max(usual, spans[math.floor((1 - _STAYING_SHARE) * len(spans))]))


def _measure_span_from(share: float, boxes: Sequence[Box]) -> int:
    least = share * max(box.area for box in boxes)
    return measure_span([box for box in boxes if box.area >= least])
