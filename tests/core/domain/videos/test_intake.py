import pytest

from core.domain.videos.intake import UNTITLED, name_video
from tests.plan_builders import make_intake


def test_an_intake_knows_where_its_video_will_lie_and_hides_where_it_comes_from():
    intake = make_intake(url="https://example.org/v.mp4?signature=secret")

    assert intake.object_key == f"creators/{intake.creator_id}/assets/{intake.asset_id}/source.mp4"
    assert "secret" not in repr(intake)


@pytest.mark.parametrize(
    ("file_name", "title"),
    [
        ("My stream.mp4", "My stream"),
        ("2026-11-20 21-04-11.mkv", "2026-11-20 21-04-11"),
        ("../../etc/passwd", "passwd"),
        ("C:\\videos\\run.mov", "run"),
        (".mp4", "mp4"),
        ("Ace_on_Haven.mp4", "Ace on Haven"),
        ("..", UNTITLED),
        ("", UNTITLED),
        ("a\x00b\nc\u202egpj.mp4", "a b c gpj"),
        ("שידור חי.mp4", "שידור חי"),
        ("v1.2 final", "v1.2 final"),
        ("x" * 5000 + ".mp4", "x" * 99 + "…"),
    ],
)
def test_a_title_is_one_short_line_of_a_file_name(file_name, title):
    assert name_video("", file_name) == title


@pytest.mark.parametrize(
    ("given", "title"),
    [
        ("Win/loss of v1.2", "Win/loss of v1.2"),
        ("a_b", "a_b"),
        ("two\nlines \u202e", "two lines"),
        (" . ", "run"),
        ("", "run"),
    ],
)
def test_a_title_that_somebody_gave_counts_as_they_wrote_it(given, title):
    assert name_video(given, "run.mp4") == title
