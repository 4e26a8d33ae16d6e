from cogs.texts.german.letters import LETTERS


def test_nothing_is_left_in_english():
    """A sentence is the same in both only where it is a name, or a gap alone."""
    same = {english for english, german in LETTERS.items() if english == german and " " in english}

    assert {one for one in same if not one.startswith("{")} == set()
