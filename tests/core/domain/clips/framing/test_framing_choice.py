import pytest

from core.domain.clips.box import Box
from core.domain.clips.edit_plan import Layout
from core.domain.clips.framing.camera import NO_TEXT, Camera, Scene, TextSpread
from core.domain.clips.framing.camera_path import Shot, SubjectPoint, Track
from core.domain.clips.framing.framing_choice import (
    arrange_people,
    choose_with_cameras,
    choose_without_camera,
    comes_or_goes,
    keep_present,
    list_wide,
    show_who_comes,
    stack_cameras,
)
from tests.builders import make_facts

SLIDES = TextSpread(area_share=0.3, columns_share=0.6, side_share=0.5, left=0.35, right=0.98)
LEFT, RIGHT = (
    Box(x=150, y=200, width=160, height=180),
    Box(x=900, y=180, width=170, height=190),
)
CAM = Camera(box=Box(x=10, y=500, width=320, height=180))
GUEST = Camera(box=Box(x=940, y=20, width=320, height=180))


def shot(start, end, *people, face_share=1.0, x=640.0):
    span = max((p.right for p in people), default=0) - min((p.x for p in people), default=0)
    return Shot(
        start_seconds=start,
        end_seconds=end,
        points=(SubjectPoint(at_seconds=start, x=x),),
        face_share=face_share,
        group_width=span,
        people=people,
    )


def choose(*shots, text=NO_TEXT):
    return choose_without_camera(make_facts(), Track(width=1280, height=720, shots=shots), text)


def test_two_who_stay_apart_get_a_panel_each_and_neither_is_seen_by_turns():
    plan = choose(shot(0, 10, LEFT, RIGHT))

    assert (plan.choice.layout, plan.has_content) == (Layout.STACK, False)
    one, other = (camera.box for camera in plan.cameras)
    assert one.x <= LEFT.x < LEFT.right <= one.right
    assert other.x <= RIGHT.x < RIGHT.right <= other.right
    assert "each has a panel" in plan.choice.reason


def test_two_who_are_seen_in_turns_of_shots_are_shown_whole():
    plan = choose(shot(0, 6, LEFT, RIGHT), shot(6, 10, LEFT))

    assert plan.choice.layout is Layout.FIT


@pytest.mark.parametrize(
    "faces",
    [
        (LEFT,),
        (LEFT, Box(x=560, y=180, width=120, height=150)),  # a third may stand on the right
        tuple(Box(x=200 * i, y=180, width=90, height=110) for i in range(5)),
    ],
)
def test_nobody_is_left_out_for_the_sake_of_panels(faces):
    assert arrange_people(faces, 1280, 720) == ()


def test_a_shot_without_a_face_is_widened_and_so_is_a_group():
    track = Track(
        width=1280,
        height=720,
        shots=(
            shot(5, 9, LEFT),
            shot(9, 11, face_share=0.0),
            shot(11, 13, LEFT, RIGHT),
            shot(13, 20, LEFT),
        ),
    )

    assert list_wide(track, 404) == ((4, 6), (6, 8))
    plan = choose_without_camera(make_facts(), track, NO_TEXT)
    assert plan.choice.layout is Layout.FOLLOW
    assert "the whole picture is shown" in plan.choice.reason


@pytest.mark.parametrize(
    ("share", "layout"),
    [
        (1.0, Layout.CENTRE),  # a game draws it
        (0.6, Layout.FIT),  # a camera that was switched on
        (0.3, Layout.FIT),
        (0.1, Layout.CENTRE),  # taken for a face now and then
    ],
)
def test_somebody_small_beside_the_middle_who_comes_or_goes_is_not_lost(share, layout):
    small = Box(x=120, y=560, width=60, height=70)

    assert choose(shot(0, 10, small, face_share=share, x=150.0)).choice.layout is layout


@pytest.mark.parametrize(
    ("columns", "layout"),
    [
        ((150.0, 1130.0), Layout.FIT),  # from one corner to another
        ((150.0, 640.0, 1130.0), Layout.FOLLOW),  # somebody who walks across
        ((150.0, 200.0, 250.0, 300.0), Layout.FOLLOW),  # somebody who walks at one side
    ],
)
def test_a_camera_that_was_moved_is_not_followed(columns, layout):
    small = Box(x=120, y=560, width=60, height=70)
    path = tuple(SubjectPoint(at_seconds=float(i), x=x) for i, x in enumerate(columns))
    moved = Shot(
        start_seconds=0,
        end_seconds=10,
        points=path,
        face_share=1.0,
        group_width=60,
        people=(small,),
    )

    assert choose(moved).choice.layout is layout


def test_text_is_shown_whole_where_nobody_speaks_beside_it():
    assert choose(shot(0, 10, face_share=0.0), text=SLIDES).choice.layout is Layout.FIT


def test_a_speaker_beside_text_goes_above_it():
    plan = choose(shot(0, 10, LEFT), text=SLIDES)

    assert (plan.choice.layout, plan.keeps_width) == (Layout.STACK, True)
    assert plan.content is not None
    assert plan.content.x >= LEFT.right
    assert plan.cameras[0].box.right <= plan.content.x


@pytest.mark.parametrize(
    ("scene", "words"),
    [
        (Scene(cameras=(CAM,)), "facecam of 320x180 was found at 10,500"),
        (Scene(cameras=(CAM, CAM)), "Two cameras were found"),
        (
            Scene(cameras=(Camera(box=CAM.box, is_framed=False),)),
            "person without a frame around them",
        ),
        (Scene(cameras=(CAM,), text=SLIDES), "above what is to be read. Text reaches across"),
    ],
)
def test_the_reason_says_what_was_seen_and_chosen(scene, words):
    plan = choose_with_cameras(scene)

    assert plan.choice.layout is Layout.STACK
    assert words in plan.choice.reason
    assert plan.cameras == scene.cameras
    assert plan.keeps_width is scene.text.needs_width


def test_more_cameras_than_a_stack_has_room_for_are_shown_whole():
    plan = choose_with_cameras(Scene(cameras=(CAM,) * 4))

    assert (plan.choice.layout, plan.cameras) == (Layout.FIT, ())
    assert "nobody is left out" in plan.choice.reason


def test_who_asks_for_a_stack_gets_as_many_cameras_as_fit():
    plan = stack_cameras(Scene(cameras=(CAM,) * 4))

    assert (plan.choice.layout, len(plan.cameras)) == (Layout.STACK, 3)


@pytest.mark.parametrize("count", [3, 4, 5, 6])
def test_a_call_in_a_grid_is_shown_whole(count):
    """A crop would show a column of it, and two or three panels would lose the rest."""
    people = [
        Box(x=230 + 640 * (i % 2), y=60 + 220 * (i // 2), width=120, height=140)
        for i in range(count)
    ]

    assert choose(shot(0, 10, *people)).choice.layout is Layout.FIT


def test_two_who_are_shown_by_turns_are_followed():
    """A cut explains where the face is; in neither shot does it jump."""
    first, second = (
        Shot(
            start_seconds=5.0 * number,
            end_seconds=5.0 * number + 5,
            points=tuple(SubjectPoint(at_seconds=5.0 * number + n, x=x) for n in range(5)),
            face_share=1.0,
            group_width=98,
            people=(Box(x=round(x) - 49, y=200, width=98, height=110),),
        )
        for number, x in enumerate((427.0, 853.0))
    )

    assert choose(first, second).choice.layout is Layout.FOLLOW


@pytest.mark.parametrize(
    ("shares", "comes", "kept"),
    [
        ((1.0, 0.8), False, (CAM, GUEST)),  # an alert hid one for a moment
        ((1.0, 0.0), False, (CAM,)),  # the other one is there in other minutes
        ((1.0, 0.6), True, (CAM, GUEST)),
        ((0.0, 0.0), False, ()),
    ],
)
def test_a_camera_that_is_shown_in_part_of_a_window_comes_or_goes(shares, comes, kept):
    scene = Scene(cameras=(CAM, GUEST))

    assert comes_or_goes(shares) is comes
    assert keep_present(scene, shares).cameras == kept


def test_whose_camera_goes_is_seen_in_the_whole_picture():
    plan = show_who_comes(Scene(cameras=(CAM, GUEST)), (1.0, 0.5))

    assert plan.choice.layout is Layout.FIT
    assert "camera at 940,20" in plan.choice.reason
