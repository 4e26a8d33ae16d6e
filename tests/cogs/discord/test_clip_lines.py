from cogs.discord.clip_lines import PAGE_SIZE, list_lines
from tests.builders import make_clip


def test_a_page_of_the_wildest_titles_fits_into_a_message():
    """Discord takes 2,000 characters; escaping doubles a title."""
    page = (make_clip(title="*" * 500),) * PAGE_SIZE

    assert len(list_lines(page)) <= 2000
    assert list_lines((make_clip(),)) == r"- Hype at 2\:08 (draft)"


def test_no_clips_are_said_in_a_sentence():
    assert "No clip matches; try fewer words" in list_lines(())
