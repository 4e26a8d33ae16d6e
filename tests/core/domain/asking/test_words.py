import pytest

from core.domain.asking.words import CONCEPTS, find_concepts, fold, split_words


def test_case_accents_and_apostrophes_do_not_matter():
    assert fold("Didn\u2019t the CAFÉ Größe?") == "didnt the cafe grosse?"


def test_some_pairs_of_words_count_as_one():
    assert split_words("how many clips go out") == ("how-many", "clips", "go-out")


@pytest.mark.parametrize("word", ["best", "beste", "mejores", "meilleurs", "top"])
def test_a_thing_has_names_in_several_languages(word):
    assert "best" in find_concepts((word,))


def test_a_beginning_stands_for_all_its_endings():
    assert find_concepts(("veroffentlichen",)) == {"publish"}
    assert find_concepts(("xyzzy",)) == frozenset()


def test_every_word_is_folded_already_or_it_would_never_match():
    for words in CONCEPTS.values():
        assert words == fold(words)
