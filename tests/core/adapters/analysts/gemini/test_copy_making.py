import pytest

from core.adapters.analysts.gemini.copy_making import CopyMaking, FfmpegFinder
from core.adapters.ffmpeg.supply import FfmpegSupply
from core.errors import ExternalFailure
from tests.core.adapters.analysts.gemini.conftest import QUICK
from tests.core.adapters.analysts.gemini.copying_ffmpeg import CopyingFfmpeg

pytestmark = pytest.mark.ffmpeg
_: type[FfmpegFinder] = FfmpegSupply


async def test_a_copy_is_returned_and_nothing_of_it_stays(material, tmp_path):
    copies = CopyMaking(CopyingFfmpeg(tmp_path), tmp_path / "scratch", tuning=QUICK, is_mixed=False)

    assert await copies.make(material, has_clock=True) == material.video.read_bytes()
    assert list((tmp_path / "scratch").iterdir()) == []


async def test_nothing_stays_of_a_copy_that_failed(material, tmp_path):
    ffmpeg = CopyingFfmpeg(tmp_path)
    (tmp_path / "ffmpeg").write_text("#!/bin/sh\nexit 1\n")
    copies = CopyMaking(ffmpeg, tmp_path / "scratch", tuning=QUICK, is_mixed=False)

    with pytest.raises(ExternalFailure):
        await copies.make(material, has_clock=False)
    assert list((tmp_path / "scratch").iterdir()) == []
