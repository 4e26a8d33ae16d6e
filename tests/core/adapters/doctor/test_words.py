import pytest

from core.adapters.doctor import words
from core.adapters.doctor.words import look_at_words
from core.errors import ExternalFailure, InvalidInput
from tests.core.adapters.doctor.server import only


def given(monkeypatch, outcome):
    def open_listener(model, *, language):
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    monkeypatch.setattr(words, "open_listener", open_listener)


async def test_without_a_model_there_is_advice_unless_none_is_wanted(monkeypatch):
    given(monkeypatch, None)

    (found,) = await look_at_words("", language="")
    assert not found.is_fault
    assert "truss-bot[words]" in found.sentence
    assert await look_at_words("off", language="") == []


async def test_a_model_that_is_there_is_well(monkeypatch):
    given(monkeypatch, object())

    assert await look_at_words("", language="en") == []


async def test_a_folder_that_is_none_is_a_fault(monkeypatch):
    given(monkeypatch, object())

    assert "is not a folder" in only(await look_at_words("/nowhere/model", language=""))


@pytest.mark.parametrize(
    "error",
    [
        InvalidInput("TRUSS_WHISPER_MODEL is set, but it is not installed: run pip."),
        ExternalFailure("The font for captions is missing: install Truss again."),
    ],
)
async def test_what_is_missing_is_told(monkeypatch, error):
    given(monkeypatch, error)

    assert only(await look_at_words("tiny", language=""))
