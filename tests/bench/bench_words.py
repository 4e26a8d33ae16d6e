"""Captions, measured: `trussbot clip` with and without listening, by CPU time.

Run `python -m tests.bench.bench_words [--rounds N] [--seconds N]`. The commands take turns, and the
medians are compared: nothing, words from a file (what drawing them costs), hearing with tiny.en
alone (the extra `words`, as in the demo and the container), and with base beside it (`words-all`).
What it costs to load a model is printed apart: it counts here, and a service pays it once.

With a load of 50 on two cores, hearing streamA's 38 s (one sentence over and over, which is checked
for a loop) with both models took 5.4 s, imports and loading counted; it was 10.0, of which 2.2 went
into the language. Drawing was lost in the noise of a render (51.0 s plain, 48.0 s with words).
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from tests.bench.bench_clip import FOOTAGE, Command, take_turns

MOST = 1.08
START = 35
_NOTHING = "import core.adapters.speech.models"
_LOAD = (
    "from core.adapters.speech.models import load_packaged as load; "
    "from core.adapters.speech.packaged import BASE, TINY_EN; "
)
_TINY_ALONE = (
    "from core.adapters.speech import listener; "
    "listener.is_installed = lambda model: model is listener.TINY_EN; "
    "import runpy; runpy.run_module('bot', run_name='__main__', alter_sys=True)"
)


def make_commands(video: Path, folder: Path, seconds: int) -> dict[str, Command]:
    """Return what is compared; the words of the file are those that listening hears."""
    options = [
        *("clip", str(video), "--start", str(START), "--end", str(START + seconds)),
        *("--out", str(folder / "clip.mp4"), "--json"),
    ]
    clip = [sys.executable, "-m", "bot", *options]
    said = subprocess.run([*clip, "--listen"], check=True, capture_output=True, text=True).stdout
    words = folder / "words.json"
    words.write_text(
        json.dumps([{"start": a, "end": b, "text": t} for a, b, t in json.loads(said)["words"]])
    )
    return {
        "plain": clip,
        "drawn": [*clip, "--captions", str(words)],
        "tiny.en": [sys.executable, "-c", _TINY_ALONE, *options, "--listen"],
        "both": [*clip, "--listen"],
        "nothing": [sys.executable, "-c", _NOTHING],
        "load tiny.en": [sys.executable, "-c", f"{_LOAD} load(TINY_EN)"],
        "load base": [sys.executable, "-c", f"{_LOAD} load(BASE)"],
    }


def tell(spent: Mapping[str, float], name: str) -> bool:
    """Print what captions cost with the models of this name, by parts."""
    plain, drawn, loaded = spent["plain"], spent["drawn"], spent["load tiny.en"] - spent["nothing"]
    ratio = spent[name] / plain
    sys.stdout.write(
        f"{name:>8}: {spent[name]:.1f} s of CPU against {plain:.1f}: {ratio:.3f} (at most {MOST}); "
        f"drawn {drawn - plain:.1f}, loaded {loaded:.1f}, "
        f"heard {spent[name] - drawn - loaded:.1f} s\n"
    )
    return ratio <= MOST


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=30)
    given = parser.parse_args()
    video = FOOTAGE / "streamA.mp4"
    if not video.exists():
        sys.stdout.write("no footage to cut: left out\n")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        commands = make_commands(video, Path(folder), given.seconds)
        spent = take_turns(commands, given.rounds)
    sys.stdout.write(f"base, where it is asked: {spent['load base'] - spent['nothing']:.1f} s\n")
    passed = [tell(spent, name) for name in ("tiny.en", "both")]
    return 0 if all(passed) else 1


if __name__ == "__main__":
    sys.exit(main())
