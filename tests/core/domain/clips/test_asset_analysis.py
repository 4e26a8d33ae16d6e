from typing import Any

import pytest

from core.domain.clips.asset_analysis import LookedAt, write_notes
from core.domain.videos.understanding import Dropped, Fault


def _looked_at(**given):
    values = {
        "duration_seconds": 3723.0,
        "has_sound": True,
        "cuts": 12,
        "spikes": 3,
        "windows": 8,
        "windows_seen": 7,
    }
    return LookedAt(**(values | given))


def _write(looked_at=None, **given):
    values: dict[str, Any] = {
        "highlights": 5,
        "reasons": (),
        "dropped": (),
        "model": None,
        "cost_micro_dollars": 0,
    }
    return write_notes(looked_at or _looked_at(), **(values | given))


def test_the_notes_say_what_was_looked_at():
    assert _write() == ("Looked at 1:02:03 of video: sound, 12 cuts and 3 chat spikes.",)


def test_the_notes_say_what_the_model_did_and_what_it_did_not():
    notes = _write(
        model="gemini-3.8-flash",
        cost_micro_dollars=280_000,
        reasons=("It was overloaded.", "It was overloaded."),
        dropped=(Dropped(kind="moments", fault=Fault.QUOTE, count=2),),
    )

    assert notes[1:] == (
        "gemini-3.8-flash understood 7 of 8 parts for $0.2800.",
        "It was overloaded.",
        "2 moments of the model's were dropped: its quote was not said there.",
    )


def test_a_model_that_understood_nothing_is_not_praised():
    assert len(_write(_looked_at(windows_seen=0), model="gemini-3.8-flash")) == 1


def test_what_was_paid_for_nothing_is_said():
    notes = _write(_looked_at(windows_seen=0), model="a model", cost_micro_dollars=56_000)

    assert notes[1] == "a model was paid $0.0560 for answers that could not be used."


def test_where_nothing_is_found_the_notes_say_what_to_try():
    silent = _looked_at(duration_seconds=20.0, has_sound=False, spikes=0)

    *_, looked, advice = _write(silent, highlights=0)

    assert "no sound" in looked
    assert "add the chat of the same stream" in advice
    assert "TRUSS_GEMINI_API_KEY" in advice
    assert "a longer video" in advice


def test_only_what_was_not_tried_is_advised():
    advice = _write(highlights=0, model="gemini-3.8-flash")[-1]

    assert "chat" not in advice
    assert "TRUSS_GEMINI_API_KEY" not in advice
    assert "by hand" in advice


@pytest.mark.parametrize(
    ("shown", "highlights", "sentence"),
    [
        (1, 1, "An older clip already shows the moment that was found."),
        (3, 3, "All of the 3 moments are already shown by older clips."),
        (1, 3, "1 of the 3 moments is already shown by older clips."),
        (2, 3, "2 of the 3 moments are already shown by older clips."),
    ],
)
def test_moments_that_older_clips_show_are_told(shown, highlights, sentence):
    """Else an analysis that was asked for again would end with no clip and no word about it."""
    assert _write(highlights=highlights, shown_already=shown)[-1] == sentence
