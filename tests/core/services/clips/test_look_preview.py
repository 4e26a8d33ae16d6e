import pytest

from core.domain.clips.words.caption_look import USUAL_LOOK, read_look
from core.errors import ExternalFailure
from core.services.clips.look_preview import LookPreview
from tests.fakes.media import FakeRenderer


async def test_a_look_is_drawn_as_its_captions_are(tmp_path):
    preview = LookPreview(renderer=FakeRenderer(), scratch=tmp_path)

    usual = await preview.draw(USUAL_LOOK)
    other = await preview.draw(read_look("karaoke large cyan"))

    assert usual is not None
    assert usual.startswith(b"\xff\xd8\xff")
    assert other != usual
    assert await preview.draw(USUAL_LOOK) is usual
    assert list(tmp_path.iterdir()) == []


async def test_what_cannot_be_drawn_is_left_out_and_tried_again(tmp_path):
    failing = FakeRenderer(failures=[ExternalFailure("There is no ffmpeg.")])
    preview = LookPreview(renderer=failing, scratch=tmp_path)

    assert await preview.draw(USUAL_LOOK) is None
    assert await preview.draw(USUAL_LOOK) is not None


@pytest.mark.parametrize("number", [40])
async def test_only_the_last_looks_are_kept(tmp_path, number):
    preview = LookPreview(renderer=FakeRenderer(), scratch=tmp_path)
    for shade in range(number):
        await preview.draw(read_look(f"#{shade:06x}"))

    assert len(preview._drawn) == 16
