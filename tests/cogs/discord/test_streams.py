from cogs.discord.streams import PAGE_SIZE, list_lines
from core.domain.stream import StreamStatus
from tests.builders import make_stream


def test_a_stream_says_when_it_was_and_how_long():
    ended = make_stream(status=StreamStatus.ENDED, duration_seconds=3723.0)

    assert list_lines((ended,)) == "- A stream, <t:1772366400:f>, 1:02:03 long"
    assert list_lines((make_stream(),)) == "- A stream, live since <t:1772366400:f>"
    assert list_lines(()) == "No stream was heard yet."


def test_a_page_of_the_wildest_titles_fits_into_a_message():
    assert len(list_lines((make_stream(title="_" * 500),) * PAGE_SIZE)) <= 2000
