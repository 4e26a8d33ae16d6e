import av
import pytest

from core.adapters.ffmpeg import stills
from core.adapters.ffmpeg.stills import find_best_still, make_sheet
from core.errors import ExternalFailure


def read_picture(content: bytes, folder):
    (folder / "sheet.jpg").write_bytes(content)
    with av.open(str(folder / "sheet.jpg")) as container:
        return next(container.decode(video=0)).to_ndarray(format="gray").astype(int)


def test_the_sharpest_keyframe_is_chosen(films):
    """White, then black, then a pattern from 4 s on; a keyframe each half second."""
    assert find_best_still(films / "scenes.mp4", 1.0) >= 4.0


def test_of_equally_sharp_ones_the_nearest_is_chosen(films):
    """A keyframe each second, of the same moving pattern all along."""
    assert find_best_still(films / "often.ts", 3.1) == pytest.approx(3.0, abs=1.1)


def test_what_cannot_be_read_gives_the_asked_offset(films):
    assert find_best_still(films / "text.mp4", 3.0) == 3.0
    assert find_best_still(films / "cover.m4a", 1.5) == 1.5


def test_a_sheet_shows_ten_frames_in_the_order_of_time(films, tmp_path):
    """2 s of white, 2 s of black and 2 s of a pattern: 6 s in ten frames, at 0.3, 0.9, 1.5..."""
    sheet = read_picture(make_sheet(films / "scenes.mp4"), tmp_path)

    rows, columns = sheet.shape
    tiles = [
        sheet[rows // 2 * row : rows // 2 * (row + 1), columns // 5 * c : columns // 5 * (c + 1)]
        for row in (0, 1)
        for c in range(5)
    ]
    assert [tile.mean() > 200 for tile in tiles[:6]] == [True, True, True, False, False, False]
    assert tiles[8].std() > 20


def test_a_clip_without_frames_has_no_sheet(films):
    with pytest.raises(ExternalFailure, match="no frames"):
        make_sheet(films / "cover.m4a")


@pytest.mark.parametrize(
    ("name", "modes"),
    [("scenes.mp4", [0]), ("often.ts", [0, 10])],  # twelve keyframes are enough, four are not
)
def test_a_sheet_decodes_the_whole_clip_only_where_keyframes_are_few(
    films, monkeypatch, name, modes
):
    read, seen = stills._read, []

    def note(clip, width, *, evenly=0):
        seen.append(evenly)
        return read(clip, width, evenly=evenly)

    monkeypatch.setattr(stills, "_read", note)

    assert make_sheet(films / name).startswith(b"\xff\xd8")
    assert seen == modes
