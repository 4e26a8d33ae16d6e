import pytest

from cogs.discord.pages import PAGES_SECONDS, Pages, fit_lines


async def test_a_list_can_be_paged_for_less_than_discord_remembers_who_asked():
    async def read_page(cursor):
        return f"page {cursor}", None

    view = Pages(read_page, "2")

    assert view.timeout == PAGES_SECONDS < 15 * 60
    assert [getattr(button, "label", None) for button in view.children] == ["More"]


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


async def test_the_button_is_named_in_the_readers_language():
    async def read_page(_cursor):
        return "", None

    assert Pages(read_page, "1").show_more.label == "More"
    assert Pages(read_page, "1", {"More": "Mehr"}.__getitem__).show_more.label == "Mehr"
