"""Words, measured through the command: errors and start times of `trussbot clip --listen --json`.

Run `python -m tests.bench.bench_word_errors FOLDER [--snr 10] [--noise FILE] [--runs 5]
[--seconds 75] [--alone]`. FOLDER holds recordings of less than a minute with their texts (`a.wav`,
`a.txt`), and where it is known when each word begins, `a.json`: a list of [start, end, word], or
{"w": [{"b": start, "t": word}]} as pocketsphinx writes it. Each is heard as it is, and under the
sound of a game at `--snr` decibels: NOISE, else music, an engine, shots and blasts that are drawn
here. Recordings stand in a row, up to a minute in each video; `--alone` gives each its own. The
first `--seconds` of them are heard `--runs` times, and all that the command printed of words must
be the same.

Two figures are printed: errors as they are, and with spelling alike: numbers ("20" and "twenty"),
titles ("Mr" and "mister") and compounds ("coldhearted", "cold hearted"), because texts and models
differ there without anybody having misheard. What the command prints is never changed.

On 224 words of four speakers that packages ship (JFK, A Tale of Two Cities and Beckett of
moonshine-voice, LibriVox of pocketsphinx) tiny.en made 1.8 % (1.3 % with spelling alike) and at
10 dB 5.4 % (4.9 %) of errors, words began .10 and .11 s off, and five runs were equal. A minute of
speech costs some 17 s of CPU, of which 10 are its picture: that is as cheap as it gets, since below
10 frames a second a clip has 30.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import imageio_ffmpeg
import numpy as np
from numpy.typing import NDArray

FFMPEG = imageio_ffmpeg.get_ffmpeg_exe()
SAMPLE_RATE = 48_000
CLEAN_MOST, NOISY_MOST, START_MOST = 0.03, 0.10, 0.15
SECONDS_MAX, PAUSE_SECONDS = 58.0, 0.8
SOUNDS = {".wav", ".flac", ".opus", ".ogg", ".mp3", ".m4a", ".mp4"}
_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_ALIKE = {"mr": "mister", "mrs": "missus", "dr": "doctor", "st": "saint", "ok": "okay"}
_ORDINALS = {"1st": "first", "2nd": "second", "3rd": "third", "5th": "fifth", "8th": "eighth"}

Wave = NDArray[np.float32]
Heard = list[tuple[float, float, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """A recording, what is said in it, and when each word begins if that is known."""

    sound: Path
    text: str
    starts: tuple[tuple[float, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Reel:
    """Recordings in a row, and when each of them begins."""

    wave: Wave
    begins: tuple[float, ...]
    parts: tuple[Recording, ...]

    def share_out(self, heard: Heard) -> Iterator[tuple[Recording, Heard]]:
        """Return what was heard of each, with times from its own start."""
        ends = (*self.begins[1:], float("inf"))
        for one, begin, end in zip(self.parts, self.begins, ends, strict=True):
            inside = [word for word in heard if begin <= (word[0] + word[1]) / 2 < end]
            yield one, [(a - begin, b - begin, text) for a, b, text in inside]


@dataclass(slots=True, kw_only=True)
class Tally:
    """What was counted over all recordings."""

    words: int = 0
    raw: int = 0
    alike: int = 0
    late: list[float]

    def add(self, one: Recording, heard: Heard) -> None:
        said, ours = split_words(one.text), split_words(" ".join(text for *_, text in heard))
        theirs, mine = spell_alike(said), spell_alike(ours)
        alike = count_errors(join_compounds(theirs, mine), join_compounds(mine, theirs))
        self.words += len(said)
        self.raw += count_errors(said, ours)
        self.alike += alike
        self.late += compare_starts(one.starts, heard)
        if alike:
            print(f"  {one.sound.name}: {alike} of {len(said)}: {' '.join(ours)}", flush=True)  # noqa: T201

    def tell(self, name: str, most: float) -> bool:
        raw, alike = self.raw / self.words, self.alike / self.words
        begun = f"{statistics.median(self.late):.3f} s off" if self.late else "not known"
        print(  # noqa: T201
            f"{name}: {self.words} words, {raw:.1%} wrong as they are ({self.raw}), {alike:.1%} "
            f"with spelling alike ({self.alike}; at most {most:.0%}); starts {begun} "
            f"(median of {len(self.late)}, at most {START_MOST})"
        )
        return alike <= most and (not self.late or statistics.median(self.late) <= START_MOST)


def split_words(text: str) -> list[str]:
    """Return the words as they are, without case and punctuation."""
    plain = text.lower().replace("\u2019", "'").replace("-", " ")
    return re.sub(r"[^\w' ]", " ", re.sub(r"(?<=\d),(?=\d{3})", "", plain)).split()


def spell_alike(words: Sequence[str]) -> list[str]:
    """Return the words with numbers spelled out, and titles in full."""
    spelled: list[str] = []
    for word in words:
        if word.isascii() and word.isdigit() and len(word) <= 6:
            spelled += _spell(int(word))
        else:
            spelled.append(_ORDINALS.get(word, _ALIKE.get(word, word)))
    return spelled


def _spell(number: int) -> list[str]:
    if number < 20:
        return [_ONES.split(" ")[number]]
    if number < 100:
        return [_TENS.split(" ")[number // 10 - 2], *(_spell(number % 10) if number % 10 else [])]
    for size, name in ((1000, "thousand"), (100, "hundred")):
        if number >= size:
            rest = _spell(number % size) if number % size else []
            return [*_spell(number // size), name, *rest]
    raise AssertionError


def join_compounds(words: Sequence[str], others: Sequence[str]) -> list[str]:
    """Return the words with pairs put together that the other side writes as one word."""
    joined: list[str] = []
    for word in words:
        whole = f"{joined[-1]}{word}" if joined else ""
        if whole in others and whole not in words:
            joined[-1] = whole
        else:
            joined.append(word)
    return joined


def count_errors(said: Sequence[str], heard: Sequence[str]) -> int:
    """Return how many words must be put in, left out or changed."""
    row = list(range(len(heard) + 1))
    for at, word in enumerate(said, 1):
        before, row = row, [at]
        for place, other in enumerate(heard, 1):
            row.append(min(before[place] + 1, row[-1] + 1, before[place - 1] + (word != other)))
    return row[-1]


def compare_starts(known: Sequence[tuple[float, str]], heard: Heard) -> list[float]:
    """Return by how much the words that were heard right begin beside where they are known to."""
    ours = [" ".join(spell_alike(split_words(text))) for _, _, text in heard]
    theirs = [" ".join(spell_alike(split_words(text))) for _, text in known]
    blocks = SequenceMatcher(None, theirs, ours, autojunk=False).get_matching_blocks()
    return [
        abs(known[block.a + n][0] - heard[block.b + n][0])
        for block in blocks
        for n in range(block.size)
    ]


def list_recordings(folder: Path) -> Iterator[Recording]:
    for sound in sorted(folder.iterdir()):
        text = sound.with_suffix(".txt")
        if sound.suffix.lower() in SOUNDS and text.exists():
            starts = sound.with_suffix(".json")
            known = _read_starts(json.loads(starts.read_text())) if starts.exists() else ()
            yield Recording(sound=sound, text=text.read_text(), starts=known)


def _read_starts(body: Any) -> tuple[tuple[float, str], ...]:
    if isinstance(body, dict):
        pairs = [(float(one["b"]), re.sub(r"\(\d+\)$", "", one["t"])) for one in body["w"]]
    else:
        pairs = [(float(start), str(text)) for start, _, text in body]
    return tuple((at, text) for at, text in pairs if not text.startswith(("<", "[")))


class Bench:
    """The commands for one folder of made videos."""

    def __init__(self, folder: Path, noise: Wave) -> None:
        self._folder = folder
        self._noise = noise

    def listen(self, reel: Reel, snr: float | None) -> Heard:
        """Return what the command prints as words."""
        wave = reel.wave if snr is None else mix(reel.wave, self._noise, snr)
        video, seconds = self._film(wave), len(wave) / SAMPLE_RATE
        command = [
            *(sys.executable, "-m", "bot", "clip", str(video), "--start", "0"),
            *("--end", f"{seconds:.2f}", "--layout", "centre", "--listen", "--json"),
            *("--out", str(self._folder / "clip.mp4")),
        ]
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        return [(float(a), float(b), str(text)) for a, b, text in json.loads(said)["words"]]

    def _film(self, wave: Wave) -> Path:
        """Return a grey picture, as cheap to render as can be, with this sound."""
        raw, video = self._folder / "sound.f32", self._folder / "video.mkv"
        wave.astype("<f4").tofile(raw)
        picture = "color=c=gray:s=180x320:r=10"
        subprocess.run(
            [
                *(FFMPEG, "-v", "error", "-y", "-f", "lavfi", "-i", picture),
                *("-f", "f32le", "-ar", str(SAMPLE_RATE), "-ac", "1", "-i", str(raw)),
                *("-shortest", "-c:v", "libx264", "-preset", "ultrafast", "-c:a", "flac"),
                str(video),
            ],
            check=True,
        )
        return video


def fill_reels(recordings: Sequence[Recording], *, longest: float = SECONDS_MAX) -> list[Reel]:
    """Return recordings one after the other, up to `longest` in each, with pauses between them."""
    reels: list[Reel] = []
    pause = np.zeros(int(PAUSE_SECONDS * SAMPLE_RATE), dtype=np.float32)
    for one in recordings:
        wave = read_wave(one.sound)
        wave = wave * np.float32(0.5 / max(1e-6, float(np.abs(wave).max())))
        last = reels[-1].wave if reels else None
        if last is None or len(last) + len(wave) > longest * SAMPLE_RATE:
            reels.append(Reel(wave=np.concatenate([wave, pause]), begins=(0.0,), parts=(one,)))
            continue
        begins = (*reels[-1].begins, len(last) / SAMPLE_RATE)
        whole = np.concatenate([last, wave, pause])
        reels[-1] = Reel(wave=whole, begins=begins, parts=(*reels[-1].parts, one))
    return reels


def read_wave(sound: Path) -> Wave:
    command = [FFMPEG, "-v", "error", "-i", str(sound), "-ac", "1", "-ar", str(SAMPLE_RATE)]
    raw = subprocess.run([*command, "-f", "f32le", "-"], check=True, capture_output=True).stdout
    return np.frombuffer(raw, dtype="<f4").astype(np.float32)


def mix(wave: Wave, noise: Wave, snr: float) -> Wave:
    """Return speech under noise; how loud speech is counts while somebody speaks."""
    loud = np.abs(wave)
    spoken = wave[loud > 0.02 * loud.max()]
    level = float(np.sqrt(np.mean(spoken**2)) / 10 ** (snr / 20))
    beside = np.resize(noise, len(wave))
    mixed = wave + beside * np.float32(level / np.sqrt(np.mean(beside**2)))
    loudest = float(np.abs(mixed).max())
    return np.asarray(mixed * (0.9 / loudest), dtype=np.float32)


def draw_game_noise() -> Wave:
    """Return half a minute of music and an engine, with a shot or a blast every half a second."""
    rng = np.random.default_rng(7)
    at = np.arange(30 * SAMPLE_RATE) / SAMPLE_RATE
    beat = at % 0.5
    notes = np.array([110.0, 87.3, 130.8, 98.0])[(at // 2 % 4).astype(int)]
    music = sum(np.sin(2 * np.pi * notes * k * at) / k for k in (1, 2, 3, 4, 6))
    wave = 0.3 * music * np.exp(-4 * beat) + 0.1 * np.sin(2 * np.pi * 62 * at + 3 * np.sin(at))
    for begin in np.arange(0.25, 29.0, 0.5):
        is_blast = rng.random() < 0.25
        count = int((1.2 if is_blast else 0.25) * SAMPLE_RATE)
        first = int((begin + rng.uniform(-0.2, 0.2)) * SAMPLE_RATE)
        burst = rng.standard_normal(count) * np.exp(-np.arange(count) / count * 6)
        if is_blast:
            burst = np.convolve(burst, np.ones(64) / 24, "same")
        room = wave[first : first + count]
        room += rng.uniform(0.5, 1.0) * burst[: len(room)]
    return np.asarray(wave, dtype=np.float32)


def bench(bench: Bench, reels: Sequence[Reel], snr: float | None) -> Tally:
    tally = Tally(late=[])
    for number, reel in enumerate(reels, 1):
        _show(f"video {number} of {len(reels)}, {len(reel.wave) / SAMPLE_RATE:.0f} s")
        for one, heard in reel.share_out(bench.listen(reel, snr)):
            tally.add(one, heard)
    return tally


def compare_runs(bench: Bench, reels: Sequence[Reel], snr: float, runs: int) -> int:
    """Return how many different outputs several runs gave; words and times count to the digit."""
    heard: list[str] = []
    for number in range(runs):
        _show(f"run {number + 1} of {runs}")
        heard.append(json.dumps([bench.listen(reel, snr) for reel in reels]))
    words = sum(len(reel) for reel in json.loads(heard[0])) if heard else 0
    seconds = sum(len(reel.wave) for reel in reels) / SAMPLE_RATE
    different = len(set(heard))
    print(  # noqa: T201
        f"{runs} runs through the command over {seconds:.0f} s of speech: {different} different "
        f"({words} words with their times)"
    )
    return different


def take_first(reels: Sequence[Reel], seconds: float) -> list[Reel]:
    """Return reels with as many seconds as that, at least one."""
    taken: list[Reel] = []
    for reel in sorted(reels, key=lambda reel: len(reel.wave)):
        long = sum(len(one.wave) for one in taken) / SAMPLE_RATE
        if not taken or long + len(reel.wave) / SAMPLE_RATE <= seconds:
            taken.append(reel)
    return taken


def _show(text: str) -> None:
    print(text, file=sys.stderr, flush=True)  # noqa: T201


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=Path("var/bench/speech"))
    parser.add_argument("--snr", type=float, default=10.0)
    parser.add_argument("--noise", type=Path, help="the sound of a game, in place of the drawn one")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=75.0)
    parser.add_argument("--alone", action="store_true")
    given = parser.parse_args()
    recordings = list(list_recordings(given.folder)) if given.folder.is_dir() else []
    if not recordings:
        print(f"no recordings with texts in {given.folder}: left out")  # noqa: T201
        return 0
    noise = read_wave(given.noise) if given.noise else draw_game_noise()
    with tempfile.TemporaryDirectory() as folder:
        ours = Bench(Path(folder), noise)
        reels = fill_reels(recordings, longest=0.0 if given.alone else SECONDS_MAX)
        passed = bench(ours, reels, None).tell("clean", CLEAN_MOST)
        noisy = bench(ours, reels, given.snr)
        passed &= noisy.tell(f"under a game at {given.snr:g} dB", NOISY_MOST)
        stretch = take_first(reels, given.seconds)
        passed &= compare_runs(ours, stretch, given.snr, given.runs) <= 1
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
