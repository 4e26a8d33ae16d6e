from core.domain.publishing.wording import Wording, clean_tags, clean_wording


def test_tags_are_written_as_hashtags_without_their_blanks():
    assert Wording(title="t", tags=("ace", "rocket league")).hashtags == "#ace #rocketleague"


def test_tags_lose_signs_and_repetitions():
    assert clean_tags(["#Ace", " ace ", "a,b", "", "##", "x\u202ey"]) == ("Ace", "a b", "x y")
    assert len(clean_tags(str(n) for n in range(100))) == 30


def test_wording_keeps_its_lines_and_loses_what_cannot_be_shown():
    wording = clean_wording(title="A\x00 title\n", text="one\x07\ntwo  words\n", tags=["#a"])

    assert wording == Wording(title="A title", text="one\ntwo words", tags=("a",))


def test_wording_is_bounded():
    wording = clean_wording(title="t" * 1000, text="x" * 9000)

    assert (len(wording.title), len(wording.text)) == (300, 5000)
