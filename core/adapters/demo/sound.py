"""The demo's sound: quiet music and an engine, and a loud burst at each highlight."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core.adapters.demo.story import HIGHLIGHTS, HighlightKind
from core.adapters.demo.timeline import Timeline
from core.adapters.demo.voice import read_voice

SAMPLE_RATE = 32_000
_BEAT_SECONDS = 0.5
_LOOP_BEATS = 64
_MUSIC_LEVEL, _ENGINE_LEVEL = 0.16, 0.03
_BURST_SECONDS = 7.0
_VOICE_LEVEL, _DUCKED, _DUCK_SECONDS = 2.6, 0.3, 0.12
_ROOTS = (45, 41, 48, 43)  # A, F, C, G: one bar of four beats each
_MINOR = (0, 7, 12, 15, 12, 7, 19, 15)
_MAJOR = (0, 7, 12, 16, 12, 7, 19, 16)

Wave = NDArray[np.float32]


def _hertz(note: int) -> float:
    return float(440.0 * 2 ** ((note - 69) / 12))


def _tone(note: int, seconds: float, *, overtones: int, decay: float) -> Wave:
    at = np.arange(int(seconds * SAMPLE_RATE), dtype=np.float32) / SAMPLE_RATE
    wave = np.zeros_like(at)
    for k in range(1, overtones + 1):
        wave += np.sin(2 * np.pi * _hertz(note) * k * at).astype(np.float32) / k
    attack = np.minimum(1, at * 200)
    return (wave * attack * np.exp(-at * decay)).astype(np.float32)


def _add(track: Wave, sound: Wave, seconds: float, level: float) -> None:
    start = int(seconds * SAMPLE_RATE)
    end = min(len(track), start + len(sound))
    if start < end:
        track[start:end] += sound[: end - start] * np.float32(level)


def _smooth(noise: Wave, width: int) -> Wave:
    """Return the noise without fluctuations faster than `width` samples."""
    total = np.cumsum(np.concatenate([np.zeros(width, np.float32), noise]), dtype=np.float64)
    smoothed: Wave = ((total[width:] - total[:-width]) / np.sqrt(width)).astype(np.float32)
    return smoothed


def _make_music(noise: np.random.Generator) -> Wave:
    """Return a loop of 16 bars: bass, arpeggio, pad, kick and hat; its peak is 1."""
    loop = np.zeros(int(_LOOP_BEATS * _BEAT_SECONDS * SAMPLE_RATE), dtype=np.float32)
    kick_at = np.arange(int(0.18 * SAMPLE_RATE), dtype=np.float32) / SAMPLE_RATE
    kick = (np.sin(2 * np.pi * (48 * kick_at + 9 * (1 - np.exp(-kick_at * 30))))
            * np.exp(-kick_at * 16)).astype(np.float32)  # fmt: skip
    hat = noise.standard_normal(int(0.04 * SAMPLE_RATE), dtype=np.float32)
    hat = (hat * np.exp(-np.linspace(0, 7, len(hat)))).astype(np.float32)
    for beat in range(_LOOP_BEATS):
        at, root = beat * _BEAT_SECONDS, _ROOTS[beat // 4 % 4]
        scale = _MINOR if beat // 4 % 4 == 0 else _MAJOR
        _add(loop, kick, at, 0.9)
        _add(loop, hat, at + _BEAT_SECONDS / 2, 0.12)
        for half in range(2):
            bass = _tone(root - 12, 0.24, overtones=5, decay=7)
            _add(loop, bass, at + half * _BEAT_SECONDS / 2, 0.5)
        for quarter in range(4):
            step = (beat * 4 + quarter) % 8
            lead = _tone(root + 24 + scale[step], 0.22, overtones=3, decay=12)
            _add(loop, lead, at + quarter * _BEAT_SECONDS / 4, 0.22 if beat >= 16 else 0.13)
        if beat % 4 == 0:
            for interval in (scale[0], scale[1], scale[3]):
                _add(loop, _tone(root + 12 + interval, 2.0, overtones=4, decay=0.9), at, 0.12)
    loudest: Wave = (loop / np.abs(loop).max()).astype(np.float32)
    return loudest


def _make_engine(timeline: Timeline, samples: int) -> Wave:
    """Return a hum whose pitch follows the ship's speed."""
    seconds = np.arange(0, samples / SAMPLE_RATE + 0.2, 0.1)
    speeds = np.array([timeline.at(float(at)).speed for at in seconds])
    at = np.arange(samples, dtype=np.float64) / SAMPLE_RATE
    turns = np.cumsum(np.interp(at, seconds, 38 + speeds * 5.5)) / SAMPLE_RATE
    turns -= np.floor(turns)
    saw = (turns * 2 - 1).astype(np.float32)
    return saw * np.interp(at, seconds, 0.25 + speeds / 16).astype(np.float32)


def _make_burst(kind: HighlightKind, noise: np.random.Generator) -> Wave:
    """Return the sound of a highlight: a bang, a roaring crowd, and a jingle if it is won."""
    samples = int(_BURST_SECONDS * SAMPLE_RATE)
    at = np.arange(samples, dtype=np.float32) / SAMPLE_RATE
    hiss = noise.standard_normal(samples, dtype=np.float32)
    rumble = _smooth(hiss, 60) * np.exp(-at * 1.3)
    crack = hiss * np.exp(-at * 7) * 0.5
    crowd = _smooth(noise.standard_normal(samples, dtype=np.float32), 9)
    crowd -= _smooth(crowd, 60) / np.sqrt(60)
    swell = np.interp(at, [0, 0.5, 1.6, 4.0, _BURST_SECONDS], [0, 0.6, 1.0, 0.7, 0])
    waves = 1 + 0.25 * np.sin(2 * np.pi * 3.1 * at) * np.sin(2 * np.pi * 0.7 * at)
    burst = (0.55 * rumble + 0.5 * crack + 0.42 * crowd * swell * waves).astype(np.float32)
    if kind is HighlightKind.CRASH:
        return burst
    steps = (72, 76, 79, 84, 79, 84, 88, 91) if kind is not HighlightKind.SAVE else (72, 79, 84)
    for k, note in enumerate(steps * 2):
        _add(burst, _tone(note, 0.5, overtones=4, decay=5), 0.2 + k * 0.14, 0.32)
    return burst


def _add_cues(track: Wave) -> None:
    """Add the small sounds before the highlights: shots at the boss."""
    shot_at = np.arange(int(0.16 * SAMPLE_RATE), dtype=np.float32) / SAMPLE_RATE
    shot = np.sin(2 * np.pi * (1400 * shot_at - 3200 * shot_at**2)) * np.exp(-shot_at * 18)
    for highlight in HIGHLIGHTS:
        at = highlight.offset_seconds
        if highlight.kind is HighlightKind.BOSS:
            for k in range(18):
                _add(track, shot.astype(np.float32), at - 14.4 + 0.8 * k, 0.09)


def _add_voice(track: Wave) -> None:
    """Add what the streamer says; the game is turned down meanwhile, as streamers' mixers do."""
    ramp = int(_DUCK_SECONDS * SAMPLE_RATE)
    for at, line in read_voice(SAMPLE_RATE):
        start = int(at * SAMPLE_RATE)
        end = min(len(track), start + len(line))
        if start - ramp < 0 or end + ramp > len(track):
            continue
        fall = np.linspace(1, _DUCKED, ramp, dtype=np.float32)
        track[start - ramp : start] *= fall
        track[start:end] *= np.float32(_DUCKED)
        track[end : end + ramp] *= fall[::-1]
        track[start:end] += line[: end - start] * np.float32(_VOICE_LEVEL)


def make_sound(seed: int, timeline: Timeline, duration_seconds: float) -> NDArray[np.int16]:
    """Return the whole sound: (samples, 2) at `SAMPLE_RATE`, quiet except at the highlights."""
    noise = np.random.Generator(np.random.PCG64(seed))
    samples = int(duration_seconds * SAMPLE_RATE)
    music = _make_music(noise)
    track: Wave = np.resize(music, samples) * np.float32(_MUSIC_LEVEL)
    track += _make_engine(timeline, samples) * np.float32(_ENGINE_LEVEL)
    _add_cues(track)
    for highlight in HIGHLIGHTS:
        _add(track, _make_burst(highlight.kind, noise), highlight.offset_seconds, 0.5)
    _add_voice(track)
    np.tanh(track, out=track)
    left = (track * 30_000).astype(np.int16)
    right = np.concatenate([left[:24], left[:-24]]) if samples > 24 else left
    return np.stack([left, right], axis=1)
