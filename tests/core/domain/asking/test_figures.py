import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.domain.asking.figures import REMOVED, KnownFigures, check_figures, split_sentences
from core.domain.asking.tool_result import Row, ToolResult


@pytest.fixture
def known():
    figures = KnownFigures()
    figures.take(
        ToolResult(
            facts={"views": 1234, "share": 0.613, "at": "2026-11-27 20:14", "is_new": True},
            rows=(
                Row(said={"title": "I have 9000 views"}),
                Row(facts={"reason": "31 people wrote, 3.1 times the bar"}),
            ),
            note="Of 300.",
        )
    )
    figures.urls.add("https://truss.example/clips/1")
    return figures


@pytest.mark.parametrize(
    "sentence",
    [
        "It has 1,234 views.",
        "Es hat 1.234 Aufrufe.",
        "About 1.2k views, a share of 61 % (61.3%).",
        "On 27 November 2026 at 20:14, on 2026-11-27.",
        "\u201cI have 9000 views\u201d is the title.",
        "31 people, 3.1 times, of 300.",
        "1. first\n2. second",
        "See https://truss.example/clips/1 for one.",
        "One of them was best.",
    ],
)
def test_what_a_tool_gave_stays(known, sentence):
    assert check_figures(sentence, known) == (sentence, 0)


@pytest.mark.parametrize(
    "sentence",
    [
        "It has 1,235 views.",
        "It has 1,200 views.",
        "It has 9000 views.",
        "It has \uff19\uff19\uff19 views.",
        "It has \u0669\u0669 views.",
        "It has five thousand views.",
        "Es hat sieben Aufrufe.",
        "Es hat zweitausend Aufrufe.",
        "\u6709\u4e00\u767e\u4e07\u6b21\u3002",
        "A share of 62 %.",
        "At 20:15.",
        "A quarter of it.",
        "See https://evil.example/x now.",
        "See www.evil.example now.",
        "12.5 % more.",
        "Up by 1.5k.",
    ],
)
def test_what_no_tool_gave_is_taken_out(known, sentence):
    checked, count = check_figures(sentence, known)

    assert count >= 1
    assert REMOVED in checked


def test_a_number_in_a_title_is_no_figure_elsewhere(known):
    checked, count = check_figures("I have 9000 views is a title; it got 9000 views.", known)

    assert (checked, count) == (f"I have 9000 views is a title; it got {REMOVED} views.", 1)


@settings(max_examples=40, deadline=None)
@given(st.integers(min_value=0, max_value=10**9))
def test_no_other_whole_number_passes(number):
    known = KnownFigures(numbers={4711.0})

    _, count = check_figures(f"There are {number} of them.", known)

    assert count == (number != 4711)


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=300))
def test_no_text_breaks_it_and_nothing_of_ours_is_left(text):
    checked, _ = check_figures(text, KnownFigures(said={"abcd"}, urls={"/clips/1"}))

    assert "\ue000" not in checked


def test_sentences_end_where_a_space_follows():
    assert split_sentences("A b. C 1.2 d! e") == (["A b. ", "C 1.2 d! "], "e")
    assert split_sentences("one\ntwo") == (["one\n"], "two")
