import jinja2
import pytest

from bot.web.drawing.kept_fragments import KeptFragments


class Views:
    """Views that count how often one was made."""

    def __init__(self, text):
        self.text, self.made = text, 0

    def make(self):
        self.made += 1
        return self.text


@pytest.fixture
def fragments():
    sources = {"a": "<p>{{ view }}</p><i>{{ csrf_token }}</i>", "b": "{{ view }}"}
    return KeptFragments(
        jinja2.Environment(loader=jinja2.DictLoader(sources), autoescape=True), most=2
    )


def test_equal_values_are_drawn_once_and_each_reader_gets_their_own_token(fragments):
    views = Views("x")

    drawn = [fragments.draw("a", ("x", 1), views.make, token=token) for token in ("me", "you<")]

    assert drawn == ["<p>x</p><i>me</i>", "<p>x</p><i>you&lt;</i>"]
    assert views.made == 1


def test_what_it_shows_is_escaped(fragments):
    assert fragments.draw("a", 1, Views("<b>").make) == "<p>&lt;b&gt;</p><i></i>"


def test_other_values_and_other_templates_are_drawn_by_themselves(fragments):
    assert fragments.draw("b", 1, Views("one").make) == "one"
    assert fragments.draw("b", 2, Views("two").make) == "two"
    assert fragments.draw("a", 1, Views("three").make) == "<p>three</p><i></i>"


def test_the_one_that_was_not_shown_for_longest_makes_room(fragments):
    views = Views("x")
    for shown in (1, 2, 1, 3, 1):
        fragments.draw("b", shown, views.make)
    assert views.made == 3

    fragments.draw("b", 2, views.make)
    assert views.made == 4
