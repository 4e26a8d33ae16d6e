from cogs.texts.german.setbacks import SETBACKS
from cogs.texts.sentences import translate


def test_nothing_is_left_in_english():
    assert {english for english, german in SETBACKS.items() if english == german} == set()


def test_an_outage_is_told_with_its_reason():
    said = "YouTube does not answer (no answer in time); asking again."

    assert translate(said, "de") == (
        "YouTube antwortet nicht (keine Antwort in der Zeit); es wird noch einmal gefragt."
    )


def test_what_is_to_be_done_is_told_after_the_platforms_own_words():
    said = "YouTube says: Insufficient scopes. Link the account again and allow uploads."

    assert translate(said, "de") == (
        "YouTube sagt: Insufficient scopes. Verknüpfe das Konto neu und erlaube Uploads."
    )
