import codecs
import os
from pathlib import Path

import pytest

from core.adapters.chat_logs import RecordedChatReader
from core.domain.chat.chat_message import ChatMessage
from core.errors import InvalidInput
from core.ports.chat import ChatLog, ChatLogReader

_: type[ChatLogReader] = RecordedChatReader

_RAW = "@display-name=Ann;tmi-sent-ts=1000 :ann!ann@ann PRIVMSG #pancake :hi\r\n"
_LOGS = {
    "CSV": "t_seconds,user,text\n0,Ann,hi\n",
    "TwitchDownloader JSON": (
        '{"comments": [{"content_offset_seconds": 0, "commenter": {"display_name": "Ann"},'
        ' "message": {"body": "hi"}}]}'
    ),
    "chat-downloader JSON": '[{"time_in_seconds": 0, "author": {"name": "Ann"}, "message": "hi"}]',
    "JSON of messages": '{"time": 0, "author": {"name": "Ann"}, "message": "hi"}\n',
    "raw IRC log": _RAW,
    "IRC text log": "[20:00:00] <Ann> hi\n",
}
_MESSAGE = ChatMessage(offset_seconds=0.0, chatter="Ann", text="hi")


@pytest.mark.parametrize(("name", "text"), _LOGS.items(), ids=_LOGS.keys())
@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8])
def test_a_log_is_recognised_by_its_content(tmp_path, name, text, mark):
    """The file's name says nothing."""
    path = tmp_path / "chat.dat"
    path.write_bytes(mark + text.encode())

    log: ChatLog = RecordedChatReader().open_log(path)

    assert log.format_name == name
    assert list(log) == [_MESSAGE]
    assert list(log) == [_MESSAGE]
    assert log.skipped == 0


def test_utf_16_is_read(tmp_path):
    path = tmp_path / "chat.csv"
    path.write_text(_LOGS["CSV"], encoding="utf-16")

    assert list(RecordedChatReader().open_log(path)) == [_MESSAGE]


def test_skipped_lines_are_counted_anew_each_time(tmp_path):
    path = tmp_path / "chat.csv"
    path.write_bytes(b"0,Ann,hi\nbroken\n\xff\xfe,x,y\n")
    log = RecordedChatReader().open_log(path)

    assert [(len(list(log)), log.skipped) for _ in range(2)] == [(1, 2)] * 2


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b" \n ", "is empty"),
        (b"\x00\x00\x00\x18ftypmp42", "is not text"),
        (b"once upon a time\n", "is not a chat log that Truss knows"),
        (b"x" * 200_000, "is not a chat log that Truss knows"),
    ],
)
def test_what_is_no_log_is_refused_in_a_sentence(tmp_path, content, sentence):
    path = tmp_path / "chat.csv"
    path.write_bytes(content)

    with pytest.raises(InvalidInput, match=sentence) as refused:
        RecordedChatReader().open_log(path)

    assert "TwitchDownloader" in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_folder_and_a_missing_file_are_refused(tmp_path):
    with pytest.raises(InvalidInput, match="is a folder"):
        RecordedChatReader().open_log(tmp_path)
    with pytest.raises(InvalidInput, match="There is no file"):
        RecordedChatReader().open_log(tmp_path / "none.csv")


def test_a_pipe_and_a_device_are_refused(tmp_path):
    """A pipe can be read only once, and a log is read twice."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)

    for path in (pipe, Path(os.devnull)):
        with pytest.raises(InvalidInput, match="is not an ordinary file; save it to one first"):
            RecordedChatReader().open_log(path)


def test_a_file_that_vanishes_is_told(tmp_path):
    path = tmp_path / "chat.csv"
    path.write_text(_LOGS["CSV"])
    log = RecordedChatReader().open_log(path)
    path.unlink()

    with pytest.raises(InvalidInput, match="cannot be read"):
        list(log)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_told(tmp_path):
    path = tmp_path / "chat.csv"
    path.write_text(_LOGS["CSV"])
    path.chmod(0)

    with pytest.raises(InvalidInput, match="cannot be read"):
        RecordedChatReader().open_log(path)
