import pytest

from cogs.texts.german.scores import PARTS, SCORES, write_parts
from cogs.texts.sentences import translate
from core.domain.clips.score_weights import USUAL_POINTS


def test_nothing_is_left_in_english():
    same = {english for english, german in SCORES.items() if english == german}

    assert {one for one in same if not one.startswith("{")} == set()


def test_every_part_of_a_score_has_a_name():
    assert PARTS.keys() == USUAL_POINTS.keys()


@pytest.mark.parametrize(
    ("english", "german"),
    [
        ("Sound", "Ton"),
        ("Sound and chat crowd", "Ton und Andrang im Chat"),
        ("shared reaction, hook and pace", "Gemeinsame Reaktion, Einstieg und Tempo"),
    ],
)
def test_parts_are_named_in_a_list(english, german):
    assert write_parts(english) == german


def test_what_the_model_said_is_quoted_as_it_said_it():
    """It writes in the creator's language already; a sentence of ours in it is its own."""
    said = "The picture is cut once in 30 s. The model says: It opens loud. Then it is calm."

    assert translate(said, "de") == (
        "Das Bild hat in 30 s einen Schnitt. Das Modell sagt: It opens loud. Then it is calm."
    )


def test_numbers_are_written_as_in_german():
    said = "31 people wrote in chat where 4 are usual: 1.3 times this channel's bar."

    assert "das 1,3-Fache" in translate(said, "de")
