import pytest

from cogs.texts.german.refusals_review import REFUSALS_REVIEW
from cogs.texts.sentences import translate


def test_nothing_is_left_in_english():
    same = {english for english, german in REFUSALS_REVIEW.items() if english == german}

    assert same == set()


@pytest.mark.parametrize(
    ("english", "german"),
    [
        (
            "This clip was already approved by <@42>.",
            "Dieser Clip ist schon von <@42> freigegeben worden.",
        ),
        (
            "This clip was already rejected on the web page.",
            "Dieser Clip ist auf der Webseite schon abgelehnt worden.",
        ),
        (
            "That would make a clip of 61.5 s; a clip lasts 3 to 60 s.",
            "Das gäbe einen Clip von 61,5 s; ein Clip dauert 3 bis 60 s.",
        ),
        (
            (
                "That time is over: it is 2026-11-30 18:00 on the creator's clock (Europe/Berlin). "
                "Say a later time, or send the clip now with /clip publish."
            ),
            (
                "Diese Zeit ist vorbei: Auf der Uhr des Creators (Europe/Berlin) ist es 2026-11-30 "
                "18:00. Sag eine spätere Zeit, oder schick den Clip jetzt mit /clip publish hinaus."
            ),
        ),
    ],
)
def test_a_refusal_keeps_its_figures_names_and_commands(english, german):
    assert translate(english, "de") == german
