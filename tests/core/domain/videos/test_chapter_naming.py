from core.domain.videos.chapter_naming import name_by_words
from core.domain.videos.spoken_word import Word


def say(text, *, at=0.0):
    return [
        Word(text=word, start_seconds=at + 0.1 * place, end_seconds=at + 0.1 * place + 0.1)
        for place, word in enumerate(text.split())
    ]


RANGES = [(0.0, 60.0), (60.0, 120.0), (120.0, 180.0)]
COMMON = "this really really really works "


def test_a_part_is_named_by_words_that_are_said_there_alone():
    words = [
        *say(COMMON + "Dragon, the dragon and a dragon pit: pit, pit", at=0.0),
        *say(COMMON + "baron baron baron! and once a dragon", at=60.0),
        *say(COMMON, at=120.0),
    ]

    assert name_by_words(RANGES, words) == ("About dragon", "About baron", None)


def test_a_word_that_is_said_everywhere_names_nothing():
    words = [word for start, _ in RANGES for word in say("well " * 5, at=start)]

    assert name_by_words(RANGES, words) == (None, None, None)
    assert name_by_words([(0.0, 200.0)], words) == (None,)


def test_equal_weights_are_named_in_the_order_of_the_alphabet():
    words = say("zebra apple zebra apple zebra apple mango mango mango")

    assert name_by_words(RANGES, words)[0] == "About apple and mango"


def test_neither_links_nor_numbers_nor_markup_become_titles():
    hostile = say("https://a.b " * 4 + "12345 " * 4 + "<b>hey</b> " * 4 + "@everyone " * 4)

    assert name_by_words(RANGES, hostile) == (None, None, None)
    assert name_by_words([], hostile) == ()


def test_words_of_other_scripts_count_from_two_letters_on():
    words = say("游戏 游戏 游戏")

    assert name_by_words(RANGES, words)[0] == "About 游戏"
