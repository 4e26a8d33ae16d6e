from cogs.letters import LENGTH_MAX, make_letter_text
from core.domain.learning.telling.week import Letter


def test_a_letter_is_a_message_and_nothing_in_it_is_marked_up():
    letter = Letter(subject="Week", paragraphs=(("*Hello*", "@everyone"), ("Bye",)))

    text = make_letter_text(letter)

    assert text.startswith("**Week**\n\n")
    assert "\\*Hello\\*" in text
    assert text.endswith("\n\nBye")


def test_a_long_letter_ends_with_a_whole_line():
    letter = Letter(subject="Week", paragraphs=(tuple("x" * 150 for _ in range(40)),))

    text = make_letter_text(letter)

    assert LENGTH_MAX - 200 < len(text) <= LENGTH_MAX
    assert text.endswith("x" * 150)
