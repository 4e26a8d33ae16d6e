from cogs.texts.german.cards import _BUTTONS, _FORMS, CARDS
from cogs.texts.sentences import translate


def test_nothing_is_left_in_english():
    same = {english for english, german in CARDS.items() if english == german}

    assert same == {"Layout"}


def test_buttons_and_forms_keep_to_what_discord_takes():
    """A form's title and labels have at most 45 characters, and a description has 100."""
    assert {own for own in _BUTTONS.values() if len(own) > 24} == set()
    assert {own for own in _FORMS.values() if len(own) > 100} == set()
    assert len(_FORMS["Edit the clip"]) <= 45
    assert len(_FORMS["What is said in this clip"]) <= 45


def test_what_failed_is_told_with_its_step_and_its_reason():
    told = translate("Could not be made (render): The disk is full.", "de")

    assert told == "Konnte nicht gemacht werden (Rendern): Die Festplatte ist voll."


def test_a_reason_that_only_ffmpeg_knows_stays_as_it_was_said():
    told = translate("Could not be made: moov atom not found", "de")

    assert told == "Konnte nicht gemacht werden: moov atom not found"
