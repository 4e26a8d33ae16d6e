import pytest

from core.domain.clips.box import Box
from core.domain.clips.framing.face import Face
from core.domain.clips.framing.face_thread import (
    choose_subject,
    list_people,
    locate_subject,
    measure_group,
    measure_span,
    thread_faces,
)


def make_face(x, *, size=100, y=300):
    """Return a face whose middle is at column `x`."""
    return Face(box=Box(x=x - size // 2, y=y, width=size, height=size), score=0.9)


def follow(sights):
    return choose_subject(thread_faces(sights))


def test_a_face_that_moves_is_one_person():
    sights = [(0.2 * i, [make_face(500 + 60 * i)]) for i in range(5)]

    subject = follow(sights)

    assert {s.person for s in subject} == {0}
    assert locate_subject(subject, 0.3) == pytest.approx(
        590
    )  # between 560 at 0.2 s and 620 at 0.4 s


def test_two_people_do_not_take_turns():
    """The larger face is followed throughout, even where the other is seen to better advantage."""
    sights = [(0.4 * i, [make_face(400), make_face(1300, size=130)]) for i in range(10)]
    sights[5] = (2.0, [make_face(400)])

    subject = follow(sights)

    assert {s.face.box.centre[0] for s in subject} == {1300.0}


def test_a_long_gap_is_filled_by_another_person():
    first = [(0.4 * i, [make_face(400, size=200)]) for i in range(10)]
    second = [(4.0 + 0.4 * i, [make_face(1300)]) for i in range(10)]

    subject = follow([*first, *second])

    assert locate_subject(subject, 1.0) == 400
    assert locate_subject(subject, 4.9) == 400  # it stays until the other has surely taken over
    assert locate_subject(subject, 6.0) == 1300


def test_someone_who_comes_back_after_long_is_somebody_new():
    sights = [(0.0, [make_face(400)]), (9.0, [make_face(400)])]

    assert [s.person for s in follow(sights)] == [0, 1]


def test_before_the_first_sighting_and_after_the_last_it_stays():
    subject = follow([(1.0, [make_face(400)]), (1.4, [make_face(440)])])

    assert locate_subject(subject, 0.0) == 400
    assert locate_subject(subject, 9.0) == 440


def test_nobody_is_followed_where_nobody_is_seen():
    assert follow([(0.0, []), (0.4, [])]) == ()


def test_a_group_is_as_wide_as_its_important_faces():
    pair = [make_face(400, size=100), make_face(1300, size=120)]
    bystander = make_face(1800, size=30)

    assert measure_group([(0.0, [*pair, bystander]), (0.4, pair), (0.8, [])]) == 1010  # 350 to 1360
    assert measure_group([(0.0, [])]) == 0


def test_all_who_stay_in_a_call_count_however_far_from_their_cameras_they_sit():
    call = [make_face(300, size=170), make_face(900, size=90), make_face(900, size=80, y=900)]

    people = list_people(thread_faces([(0.4 * i, call) for i in range(10)]), 10)

    assert [box.width for box in people] == [170, 90, 80]
    assert measure_span(people) == 730  # 215 to 945


def test_who_is_small_beside_others_counts_only_while_they_stay():
    near, far = make_face(300, size=170), make_face(900, size=80)
    sights = [(0.4 * i, [near, far] if i % 2 else [near]) for i in range(10)]

    assert [box.width for box in list_people(thread_faces(sights), 10)] == [170]
    assert list_people((), 10) == ()
    assert measure_span(()) == 0


@pytest.mark.parametrize(
    ("places", "span"),
    [
        ((200, 1100), 500),  # a small face here, then there: a camera that was moved
        ((200, None), 80),  # seen for half of the time: an audience, or a mistake
    ],
)
def test_whoever_is_there_all_the_time_counts_wherever_they_are(places, span):
    """A face that a game draws is larger than that of the camera, and never moves."""
    drawn = make_face(640, size=80)
    sights = [
        (float(i), [drawn, *([make_face(x, size=40)] if x else [])])
        for i, x in enumerate(places * 6)
    ]

    assert measure_group(sights) == span
