"""The stack with captions, as moviepy 2 does it; run by `bench_clip` in an environment of its own.

Arguments: video, start, seconds, facecam (x,y,width,height), words (JSON), out, and optionally
`same`: then the encoder gets our preset and quality instead of those that moviepy takes by itself.
"""

# mypy: ignore-errors

from __future__ import annotations

import json
import sys
from pathlib import Path

from moviepy import CompositeVideoClip, TextClip, VideoFileClip


def main() -> None:
    video, start, seconds, facecam, words, out, *rest = sys.argv[1:]
    first, length = float(start), float(seconds)
    x, y, width, height = map(int, facecam.split(","))
    clip = VideoFileClip(video).subclipped(first, first + length)
    camera = clip.cropped(x1=x, y1=y, width=width, height=height).resized((1080, 608))
    game = clip.cropped(x1=516, y1=0, width=888, height=1080).resized((1080, 1312))
    texts = [
        TextClip(
            text=word["text"], font_size=90, color="white", stroke_color="black", stroke_width=6
        )
        .with_start(word["start"] - first)
        .with_duration(word["end"] - word["start"])
        .with_position(("center", 560))
        for word in json.loads(Path(words).read_text())
        if first <= word["start"] < first + length
    ]
    layers = [camera.with_position((0, 0)), game.with_position((0, 608)), *texts]
    stacked = CompositeVideoClip(layers, size=(1080, 1920)).with_audio(clip.audio)
    same = {"preset": "veryfast", "ffmpeg_params": ["-crf", "21"]} if rest == ["same"] else {}
    stacked.write_videofile(out, audio_codec="aac", logger=None, **same)


if __name__ == "__main__":
    main()
