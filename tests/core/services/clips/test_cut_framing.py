import pytest

from core.domain.clips.box import Box
from core.domain.clips.edit_plan import Layout
from core.domain.clips.framing.camera import Camera, Scene
from core.errors import InvalidInput
from tests.builders import make_facts
from tests.core.services.clips.cutting_bench import BOX, Bench
from tests.fakes.vision import FakeFacecamFinder, FakeSubjectTracker


@pytest.mark.parametrize(
    ("facecam", "tracker", "layout", "words"),
    [
        (
            BOX,
            FakeSubjectTracker(face_share=0.0),
            Layout.STACK,
            "facecam of 320x180 was found at 16,376",
        ),
        (
            None,
            FakeSubjectTracker(face_share=0.8, group_width=200),
            Layout.FOLLOW,
            "a face for 80% of the time",
        ),
        (
            None,
            FakeSubjectTracker(face_share=0.8, group_width=700),
            Layout.FIT,
            "do not fit side by side",
        ),
        (None, FakeSubjectTracker(face_share=0.4), Layout.CENTRE, "middle 32%"),
    ],
)
async def test_auto_chooses_a_layout_and_says_why(tmp_path, facecam, tracker, layout, words):
    bench = Bench(tmp_path, facecams=FakeFacecamFinder(facecam), tracker=tracker)

    cut = await bench.cut()

    assert cut.plan.layout is layout
    assert cut.plan.facecam == facecam
    assert bool(cut.plan.path) is (layout is Layout.FOLLOW)
    assert words in cut.reason


@pytest.mark.parametrize(
    ("x", "group_width", "layout"),
    [
        (155.0, 70, Layout.CENTRE),  # small, still and in a corner: drawn over a game
        (155.0, 140, Layout.FOLLOW),  # 11 % of the width is no small face
        (600.0, 70, Layout.FOLLOW),  # its crop holds the middle of the picture
    ],
)
async def test_a_small_face_in_a_corner_is_not_followed(tmp_path, x, group_width, layout):
    tracker = FakeSubjectTracker(x=x, face_share=1.0, group_width=group_width)

    cut = await Bench(tmp_path, tracker=tracker).cut()

    assert cut.plan.layout is layout


async def test_an_upright_picture_fills_the_frame_without_a_search(tmp_path):
    bench = Bench(tmp_path, facecams=FakeFacecamFinder(BOX))

    cut = await bench.cut(make_facts(width=720, height=1280))

    assert cut.plan.layout is Layout.CENTRE
    assert bench.facecams.looked == []


async def test_a_facecam_is_looked_for_around_the_window_only(tmp_path):
    """A stream of hours changes its scenes: 5 minutes on either side are enough."""
    bench = Bench(tmp_path)

    await bench.cut(make_facts(duration_seconds=40_000.0), start_seconds=3600, end_seconds=3620)

    assert bench.facecams.looked == [(3300.0, 4200.0)]


async def test_clips_of_the_same_minutes_share_a_look(tmp_path):
    bench = Bench(tmp_path, facecams=FakeFacecamFinder(BOX))
    facts = make_facts(duration_seconds=40_000.0)

    for start in (3600, 3700, 3800, 9000):
        await bench.cut(facts, start_seconds=start, end_seconds=start + 20)

    assert bench.facecams.looked == [(3300.0, 4200.0), (8700.0, 9600.0)]


@pytest.mark.parametrize("layout", [None, Layout.STACK])
async def test_a_given_facecam_wins_without_a_search(tmp_path, layout):
    bench = Bench(tmp_path, facecams=FakeFacecamFinder(Box(x=0, y=0, width=99, height=99)))

    cut = await bench.cut(layout=layout, facecam=BOX)

    assert (cut.plan.layout, cut.plan.facecam) == (Layout.STACK, BOX)
    assert bench.facecams.looked == []


@pytest.mark.parametrize("layout", [Layout.FIT, Layout.CENTRE])
async def test_a_given_layout_wins_even_over_a_facecam(tmp_path, layout):
    bench = Bench(tmp_path)

    cut = await bench.cut(layout=layout, facecam=BOX)

    assert cut.plan.layout is layout


async def test_a_stack_without_a_facecam_is_refused_with_what_to_do(tmp_path):
    with pytest.raises(InvalidInput, match="say where it is"):
        await Bench(tmp_path).cut(layout=Layout.STACK)


async def test_a_facecam_that_was_found_makes_the_stack_that_was_asked_for(tmp_path):
    bench = Bench(tmp_path, facecams=FakeFacecamFinder(BOX))

    assert (await bench.cut(layout=Layout.STACK)).plan.facecam == BOX


async def test_following_has_a_point_for_each_frame(tmp_path):
    """A subject at column 900 of 1280: a crop of 404 columns begins at 900 - 202 = 698."""
    bench = Bench(tmp_path, tracker=FakeSubjectTracker(x=900.0))

    cut = await bench.cut(layout=Layout.FOLLOW, end_seconds=36.0)

    assert len(cut.plan.path) == 30
    assert cut.plan.path[1] == (0.033333, 698)


async def test_a_given_path_wins_and_stays_within_the_picture(tmp_path):
    """It moves evenly between its points; 1280 - 404 = 876 columns are the most."""
    bench = Bench(tmp_path)

    cut = await bench.cut(
        layout=Layout.FOLLOW, end_seconds=36.0, path=((0.0, 100), (0.5, 400), (0.6, 5000))
    )

    assert cut.plan.path[0] == (0.0, 100)
    assert cut.plan.path[15] == (0.5, 400)
    assert cut.plan.path[-1] == (0.966667, 876)


async def test_nobody_to_follow_leaves_the_middle(tmp_path):
    class NoShots(FakeSubjectTracker):
        async def track_subject(self, video, **window):
            track = await super().track_subject(video, **window)
            return type(track)(width=track.width, height=track.height, shots=())

    cut = await Bench(tmp_path, tracker=NoShots()).cut(layout=Layout.FOLLOW)

    assert cut.plan.path == ()


async def test_a_window_that_is_cut_again_is_not_watched_again(tmp_path):
    """A mended word makes a new cut of the same window, and people wait for its card."""

    class Counting(FakeSubjectTracker):
        asked = 0

        async def track_subject(self, video, **window):
            self.asked += 1
            return await super().track_subject(video, **window)

    tracker = Counting(face_share=0.8, group_width=200)
    bench = Bench(tmp_path, tracker=tracker)

    first, again = await bench.cut(), await bench.cut()
    await bench.cut(end_seconds=46.0)

    assert first.plan == again.plan
    assert tracker.asked == 2


@pytest.mark.parametrize(
    ("share", "layout", "words"),
    [
        (1.0, Layout.STACK, "goes above the game"),
        (0.5, Layout.FIT, "shown for a part of the time"),
        (0.0, Layout.FOLLOW, "a face for 100%"),  # the scene shows it, this window does not
    ],
)
async def test_a_camera_is_stacked_where_the_window_shows_it(tmp_path, share, layout, words):
    bench = Bench(tmp_path, facecams=FakeFacecamFinder(BOX, presence=(share,)))

    cut = await bench.cut()

    assert cut.plan.layout is layout
    assert words in cut.reason


@pytest.mark.parametrize("shares", [(0.0, 1.0), (0.0, 0.0)])
async def test_who_asks_for_a_stack_gets_the_cameras_that_are_shown_or_all(tmp_path, shares):
    other = Box(x=900, y=20, width=320, height=180)
    scene = Scene(cameras=(Camera(box=BOX), Camera(box=other)))
    bench = Bench(tmp_path, facecams=FakeFacecamFinder(scene=scene, presence=shares))

    cut = await bench.cut(layout=Layout.STACK)

    boxes = tuple(camera.box for camera in cut.plan.cameras)
    assert boxes == ((other,) if any(shares) else (BOX, other))
