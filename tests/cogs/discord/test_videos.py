from functools import partial

from cogs.discord.videos import PAGE_SIZE, list_lines
from cogs.texts.sentences import translate
from tests.builders import NOON, make_asset


def test_a_page_of_the_wildest_titles_fits_into_a_message():
    page = (make_asset(title="*" * 500),) * PAGE_SIZE

    assert len(list_lines(page)) <= 2000


def test_a_video_is_named_with_its_length_and_day():
    shown = list_lines((make_asset(title="The race"),))

    assert shown.startswith(r"- The race \(")
    assert shown.endswith(f"<t:{int(NOON.timestamp())}:d>")


def test_a_title_is_looked_up_nowhere_and_a_video_without_one_is_german():
    say = partial(translate, language="de")

    assert list_lines((make_asset(title="Untitled video"),), say).startswith("- Untitled video")
    assert list_lines((make_asset(title=""),), say).startswith("- Video ohne Titel")


def test_no_video_is_a_sentence_that_says_what_to_do():
    assert "/video upload" in list_lines(())
