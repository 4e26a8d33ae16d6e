"""What a model wrote is used line by line, as far as it is whole, fits and promises nothing."""

import json
from datetime import UTC, date, datetime

import pytest

from core.domain.plan.model_texts import read_ideas, read_lines, read_variants
from core.domain.plan.slot_filling import Opening
from core.domain.work.platform import Platform

PLATFORMS = (Platform.X, Platform.YOUTUBE, Platform.REDNOTE)
OPENINGS = tuple(
    Opening(day=date(2026, 3, day), at=datetime(2026, 3, day, 18, tzinfo=UTC), platform=platform)
    for day, platform in enumerate(PLATFORMS, start=1)
)
FIRST, SECOND, THIRD = OPENINGS


def _line(n=1, title="Why endgames matter", text="Say what you like about them.", **more):
    return json.dumps({"n": n, "title": title, "text": text, **more})


def _read(*lines, used=()):
    return read_ideas("\n".join(lines), OPENINGS, used=used)


def test_each_opening_gets_its_idea():
    found = _read(_line(1), _line(2, "The best of last night", needs_clip=True))

    assert found[FIRST].title == "Why endgames matter"
    assert found[FIRST].wish is None
    assert found[SECOND].wish is not None


def test_an_answer_that_is_fenced_prefaced_or_cut_off_keeps_its_whole_lines():
    answer = "Here you are:\n```json\n" + _line(1) + ",\n" + _line(2, "Two")[:-9]

    assert set(read_ideas(answer, OPENINGS)) == {FIRST}


@pytest.mark.parametrize(
    "line",
    [
        _line(0),
        _line(4),
        _line("1"),
        _line(title=""),
        _line(title=7),
        _line(text=["a", "list"]),
        _line(title="My best clip of the week"),
        _line(text="Watch this until the end."),
        _line(text="More at https://example.org/win"),
        _line(title="Go to free-skins.com"),
        _line(needs_clip=True),  # X takes no clips from us
        _line(text="a" * 281),
        _line(3, title="a" * 21),
        "[1, 2]",
        "[" * 100_000,
        '{"n": 1, "title": "' + "a" * 100_000 + '"}',
    ],
)
def test_what_cannot_be_used_is_left_out(line):
    assert _read(line) == {}


def test_no_title_comes_twice_nor_is_taken_from_another_post():
    found = _read(
        _line(1, "One"), _line(1, "Two"), _line(2, "ONE"), _line(3, "Taken"), used=["taken"]
    )

    assert {opening: idea.title for opening, idea in found.items()} == {FIRST: "One"}


def test_marks_that_turn_text_around_are_taken_out():
    (idea,) = _read(_line(1, "Chess\u202e\u0000 now")).values()

    assert idea.title == "Chess now"


def test_only_the_first_lines_are_read():
    assert len(list(read_lines("{}\n" * 1000))) == 200


def test_a_platform_that_was_asked_for_gets_its_words_if_they_fit():
    lines = [
        {"platform": "x", "title": "", "text": "No title"},
        {"platform": "x", "title": "An ace", "text": "What a round.", "tags": ["#ace", 7]},
        {"platform": "x", "title": "Again", "text": "Too late."},
        {"platform": "rednote", "title": "a" * 21, "text": "Too long."},
        {"platform": "linkedin", "title": "Nobody asked", "text": ""},
        {"platform": "youtube", "title": "See www.example.org", "text": ""},
    ]

    found = read_variants("\n".join(map(json.dumps, lines)), PLATFORMS)

    assert set(found) == {Platform.X}
    assert (found[Platform.X].text, found[Platform.X].tags) == ("What a round.", ("ace",))
