import pytest

from core.adapters.chat_logs.block_log import BlockLogFormat
from core.adapters.chat_logs.log_format import Sample
from core.errors import InvalidInput
from tests.core.adapters.chat_logs.reading import read_with

_BLOCKS = """\
==============================================================
Guild: pancakes
==============================================================

[05/23/2026 03:02:55 PM] ann
hi
there

[05/23/2026 03:02:57 PM] bob (pinned)
look :_hype:

{Attachments}
https://example.invalid/a.png

[05/23/2026 03:02:58 PM] cid
bye
"""


def test_blocks_become_messages_without_their_attachments():
    read = read_with(BlockLogFormat(), _BLOCKS)

    assert read.said == [
        (0.0, "ann", "hi\nthere"),
        (2.0, "bob", "look :_hype:"),
        (3.0, "cid", "bye"),
    ]
    assert read.emotes[1] == (":_hype:",)
    assert read.skipped == 0


def test_blocks_without_seconds_are_refused():
    text = _BLOCKS.replace(":55 PM", " PM").replace(":57 PM", " PM").replace(":58 PM", " PM")

    with pytest.raises(InvalidInput, match="have no seconds"):
        BlockLogFormat().recognise(Sample(text))


@pytest.mark.parametrize(
    "text", ["hello", "[0:00:01] ann: hi\n", "[0:00:01] joined\n[0:00:02] left\n"]
)
def test_other_text_has_no_blocks(text):
    assert BlockLogFormat().recognise(Sample(text)) is None
