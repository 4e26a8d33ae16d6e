import asyncio
from pathlib import Path

import pytest

from core.adapters.ffmpeg.supply import FfmpegSupply
from core.adapters.live_ring.joining import append_segments, join_segments
from core.domain.footage.live_ring import RingCut, RingSegment
from core.errors import ExternalFailure
from tests.builders import NOON


@pytest.mark.ffmpeg
async def test_what_is_no_video_cannot_be_joined(tmp_path: Path) -> None:
    (tmp_path / "1.ts").write_bytes(b"no video")
    segment = RingSegment(name="1.ts", starts_at=NOON, duration_seconds=1.0, size_bytes=8)
    cut = RingCut(segments=(segment,))
    await asyncio.to_thread(append_segments, tmp_path, cut, tmp_path)

    with pytest.raises(ExternalFailure):
        await join_segments(FfmpegSupply(None), cut, tmp_path)


def test_a_head_comes_before_the_segments_that_need_it(tmp_path: Path) -> None:
    for name in ("head", "1", "2"):
        (tmp_path / name).write_bytes(name.encode())
    cut = RingCut(
        segments=tuple(
            RingSegment(name=n, starts_at=NOON, duration_seconds=1.0, size_bytes=1, head="head")
            for n in ("1", "2")
        )
    )
    append_segments(tmp_path, cut, tmp_path)

    assert (tmp_path / "whole").read_bytes() == b"head12"
