"""Chapters: titled time ranges that cover a video without gap or overlap."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import mean
from typing import Final

from core.domain.chat.chat_spike import ChatSpike
from core.domain.signals.signal_stretch import cut_signals
from core.domain.signals.signals import Signals
from core.domain.signals.speech_presence import measure_speech_share
from core.domain.videos.chapter_naming import name_by_words
from core.domain.videos.spoken_word import Word
from core.domain.videos.understanding import AnalysisWindow, SeenChapter
from core.domain.work.plain_text import format_offset

_DEPTH_DB: Final = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """A titled range of an asset; `is_seen` is true if a model saw what happens in it."""

    start_seconds: float
    end_seconds: float
    title: str
    is_seen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ChapterTuning:
    """When a new chapter begins in parts that no model has seen.

    A chapter lasts at least the `count_aim`-th part of the video, itself at least
    `shortest_seconds` and at most `longest_least_seconds` (more in very long videos). Changes are
    measured over half of that on either side: `level_db` of loudness, `cuts_a_minute`, or a chat
    spike weigh 1 each, and a change of `change_min` begins a chapter. It is moved to a cut or a
    pause within `snap_seconds`.
    """

    count_aim: int = 12
    shortest_seconds: float = 20.0
    longest_least_seconds: float = 300.0
    step_seconds: float = 5.0
    level_db: float = 5.0
    cuts_a_minute: float = 8.0
    change_min: float = 1.0
    snap_seconds: float = 3.0
    loud_db: float = 4.0
    burst_db: float = 8.0
    quiet_db: float = 5.0
    pause_db: float = 12.0
    talk_share: float = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scene:
    """What was measured, with the level of each second computed once."""

    signals: Signals
    levels: tuple[tuple[float, float], ...]
    usual: float | None
    spikes: Sequence[ChatSpike]
    duration_seconds: float
    tuning: ChapterTuning


def make_chapters(
    signals: Signals,
    *,
    duration_seconds: float,
    spikes: Sequence[ChatSpike] = (),
    seen: Sequence[SeenChapter] = (),
    unseen: Sequence[AnalysisWindow] = (),
    words: Sequence[Word] = (),
    tuning: ChapterTuning | None = None,
) -> tuple[Chapter, ...]:
    """Return chapters that cover the whole video, the first from 0, the last to its end.

    `seen` chapters come from a model, anywhere in the video; measured ones are added only within
    the `unseen` windows, and named by the `words` that stand for them, else by what was measured.
    None is shorter than the least length, unless the whole video is.
    """
    tuning = tuning or ChapterTuning()
    scene = _Scene(
        signals=signals,
        levels=signals.list_levels(),
        usual=signals.usual_db(),
        spikes=spikes,
        duration_seconds=duration_seconds,
        tuning=tuning,
    )
    least = find_least_seconds(duration_seconds, tuning)
    measured = [
        at
        for at in _find_changes(scene, least)
        if any(window.start_seconds <= at < window.end_seconds for window in unseen)
    ]
    measured += [window.start_seconds for window in unseen]
    starts = [
        *(replace(c, start_seconds=_snap(c.start_seconds, scene)) for c in seen),
        *(SeenChapter(start_seconds=_snap(at, scene), title="") for at in measured),
    ]
    chapters = _cover(starts, duration_seconds, least)
    said = name_by_words([(c.start_seconds, c.end_seconds) for c in chapters], words)
    return tuple(
        chapter if chapter.title else replace(chapter, title=name or _describe(chapter, scene))
        for chapter, name in zip(chapters, said, strict=True)
    )


def find_least_seconds(duration_seconds: float, tuning: ChapterTuning | None = None) -> float:
    """Return the shortest length of a chapter in such a video, in seconds."""
    tuning = tuning or ChapterTuning()
    share = duration_seconds / tuning.count_aim
    return min(max(share, tuning.shortest_seconds), max(tuning.longest_least_seconds, share / 4))


def _cover(
    starts: Iterable[SeenChapter], duration_seconds: float, least_seconds: float
) -> list[Chapter]:
    """Return ranges from 0 to the end; a seen chapter wins over what lies too near to it."""
    kept: list[SeenChapter] = []
    for start in sorted(starts, key=lambda s: (not s.title, s.start_seconds)):
        at = 0.0 if start.start_seconds < least_seconds else start.start_seconds
        is_free = all(abs(at - other.start_seconds) >= least_seconds for other in kept)
        if is_free and (at == 0.0 or duration_seconds - at >= least_seconds):
            kept.append(replace(start, start_seconds=at))
    kept.sort(key=lambda start: start.start_seconds)
    if not kept or kept[0].start_seconds > 0:
        kept.insert(0, SeenChapter(start_seconds=0.0, title=""))
    ends = [start.start_seconds for start in kept[1:]] + [duration_seconds]
    return [
        Chapter(
            start_seconds=start.start_seconds,
            end_seconds=end,
            title=start.title,
            is_seen=bool(start.title),
        )
        for start, end in zip(kept, ends, strict=True)
    ]


def _find_changes(scene: _Scene, least_seconds: float) -> list[float]:
    """Return the offsets with the largest changes, at least the least length apart."""
    step = scene.tuning.step_seconds
    reach = max(1, round(least_seconds / 2 / step))
    features = _measure_steps(scene)
    changes = [
        (_measure_change(features, place, reach), place * step) for place in range(1, len(features))
    ]
    chosen: list[float] = []
    for change, at in sorted(changes, key=lambda item: (-item[0], item[1])):
        if change < scene.tuning.change_min:
            break
        if all(abs(at - other) >= least_seconds for other in chosen):
            chosen.append(at)
    return sorted(chosen)


def _measure_steps(scene: _Scene) -> list[tuple[float, ...]]:
    """Return loudness, cuts and chat of each step, each in units of one change."""
    tuning, step, usual = scene.tuning, scene.tuning.step_seconds, scene.usual or 0.0
    count = int(scene.duration_seconds // step)
    levels: list[list[float]] = [[] for _ in range(count + 1)]
    for at, level in scene.levels:
        levels[min(count, int(at // step))].append(max(level, usual - _DEPTH_DB))
    cuts = Counter(int(at // step) for at in scene.signals.cuts_at_seconds)
    chats = {int(spike.peak_seconds // step) for spike in scene.spikes}
    return [
        (
            (mean(levels[place]) if levels[place] else usual) / tuning.level_db,
            cuts[place] * 60 / step / tuning.cuts_a_minute,
            float(place in chats),
        )
        for place in range(count)
    ]


def _measure_change(features: Sequence[tuple[float, ...]], place: int, reach: int) -> float:
    """Return how much the steps after a place differ from those before it."""
    before, after = features[max(0, place - reach) : place], features[place : place + reach]
    differences: Iterator[float] = (
        abs(mean(one) - mean(other))
        for one, other in zip(zip(*before, strict=True), zip(*after, strict=True), strict=True)
    )
    return float(sum(differences))


def _snap(at: float, scene: _Scene) -> float:
    """Return the nearest cut within reach, else the nearest pause, else the offset itself."""
    signals, reach = scene.signals, scene.tuning.snap_seconds
    cuts = [c for c in signals.cuts_at_seconds if abs(c - at) <= reach]
    if cuts:
        return min(cuts, key=lambda cut: (abs(cut - at), cut))
    first = max(0, round((at - reach - signals.start_seconds) * 10))
    last = max(0, round((at + reach - signals.start_seconds) * 10))
    near = signals.loudness_db[first:last]
    if scene.usual is None or not near or min(near) > scene.usual - scene.tuning.pause_db:
        return at
    pauses = (
        signals.start_seconds + (first + place) / 10
        for place, level in enumerate(near)
        if level <= min(near) + 1
    )
    nearest = min(pauses, key=lambda pause: abs(pause - at))
    return round(nearest, 3)


def _describe(chapter: Chapter, scene: _Scene) -> str:
    """Return a title for a chapter that no model has seen."""
    start, end, tuning = chapter.start_seconds, chapter.end_seconds, scene.tuning
    inside = [spike for spike in scene.spikes if start <= spike.peak_seconds < end]
    if inside:
        strongest = max(inside, key=lambda spike: spike.score)
        return f"Chat erupts at {format_offset(strongest.peak_seconds)}"
    levels = [(level, -at) for at, level in scene.levels if start <= at < end]
    usual = scene.usual
    if usual is None or not levels:
        return _describe_cuts(chapter, scene, "No sound")
    level: float = mean(max(second, usual - _DEPTH_DB) for second, _ in levels)
    loudest, at = max(levels)
    if level >= usual + tuning.loud_db:
        return f"Loud from {format_offset(start)}"
    if loudest >= usual + tuning.burst_db:
        return f"Loud moment at {format_offset(-at)}"
    if level <= usual - tuning.quiet_db:
        kind = "Silence" if loudest <= usual - _DEPTH_DB else "Quiet"
        return f"{kind} from {format_offset(start)}"
    return _describe_cuts(chapter, scene, "Talk" if _is_talk(chapter, scene) else "Steady")


def _is_talk(chapter: Chapter, scene: _Scene) -> bool:
    part = cut_signals(scene.signals, chapter.start_seconds, chapter.end_seconds)
    return measure_speech_share(part.loudness_db) >= scene.tuning.talk_share


def _describe_cuts(chapter: Chapter, scene: _Scene, otherwise: str) -> str:
    cuts = scene.signals.count_cuts(chapter.start_seconds, chapter.end_seconds)
    minutes = (chapter.end_seconds - chapter.start_seconds) / 60
    opening = "Many cuts" if cuts >= 4 and cuts >= 6 * minutes else otherwise
    return f"{opening} from {format_offset(chapter.start_seconds)}"
