from cogs.texts.german.places import PLACES
from cogs.texts.sentences import translate


def test_nothing_is_left_in_english():
    same = {english for english, german in PLACES.items() if english == german}

    assert {one for one in same if not one.startswith("{")} == set()


def test_a_platform_is_named_and_the_folder_has_words_of_its_own():
    assert translate("Published to YouTube.", "de") == "Auf YouTube veröffentlicht."
    assert translate("Published to the folder of published clips.", "de") == (
        "Im Ordner der veröffentlichten Clips abgelegt."
    )


def test_what_a_platform_said_stays_in_its_own_words():
    said = "Could not be published to YouTube: YouTube says: The user has exceeded the number."

    assert translate(said, "de") == (
        "Konnte nicht auf YouTube veröffentlicht werden: YouTube sagt: The user has exceeded the "
        "number."
    )
