import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogs.markdown import escape, name_people, name_person


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("**bold** _it_ ~~no~~", r"\*\*bold\*\* \_it\_ \~\~no\~\~"),
        ("@everyone <@123> <@&4>", r"\@everyone \<\@123\> \<\@\&4\>"),
        ("[free](https://evil.example)", r"\[free\]\(https\:\/\/evil\.example\)"),
        ("# big\\", r"\# big\\"),
        ("plain words 123", "plain words 123"),
    ],
)
def test_a_strangers_words_are_shown_as_they_are_written(text, shown):
    assert escape(text) == shown


@given(st.text(max_size=200))
def test_no_text_keeps_a_mark_without_its_backslash(text):
    """What is left after taking the escaped marks out holds none that Discord reads."""
    rest = re.sub(r"\\[\\`*_~|<>@#:\[\]()+\-.!/&]", "", escape(text))

    assert not set(rest) & set("\\`*_~|<>@#:[]")


def test_people_are_shown_by_their_names():
    assert name_person("discord:42") == "<@42>"
    assert name_person("web") == "somebody on the web page"
    assert name_person("discord:42> @everyone") == "somebody on the web page"
    assert name_people("Already approved by discord:42.") == "Already approved by <@42>."
