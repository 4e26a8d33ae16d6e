import pytest

from cogs.discord.texts.fitting import fit_lines


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        ([], ""),
        (["- one", "- two"], "- one\n- two"),
        # 30 less the 11 of "- and more" and its break leave 19: two lines of 8, not three.
        (["- 45678"] * 3, "- 45678\n- 45678\n- and more"),
    ],
)
def test_only_whole_lines_are_shown_and_that_there_are_more(lines, text):
    assert fit_lines(lines, 30) == text
    assert len(text) <= 30
