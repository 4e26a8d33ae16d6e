import codecs
import gzip
import json
import os
import sys
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


_ROWS = [(7.0 + n, f"viewer{n % 9}", f"hello {n}") for n in range(120)]


def _write(tmp_path, rows):
    path = tmp_path / "chat.csv"
    path.write_text("time,user,message\n" + "".join(f"{t},{u},{x}\n" for t, u, x in rows))
    return path


def _clock(seconds):
    return f"2026-05-23T15:{int(seconds) // 60:02d}:{int(seconds) % 60:02d}Z"


def test_a_person_may_say_where_the_first_message_is(tmp_path):
    path = _write(tmp_path, [(_clock(t), u, x) for t, u, x in _ROWS])
    guessed, told = (RecordedChatReader().open_log(path, first_at=at) for at in (None, 7.0))

    assert next(iter(guessed)).offset_seconds == 0.0
    assert "--offset" in guessed.notes[0]
    assert [event.offset_seconds for event in told] == [t for t, _, _ in _ROWS]
    assert told.notes == ()


@pytest.mark.parametrize("written", [float, _clock])
def test_a_log_that_begins_with_its_end_is_sorted(tmp_path, written):
    path = _write(tmp_path, [(written(t), u, x) for t, u, x in reversed(_ROWS)])

    log = RecordedChatReader().open_log(path, first_at=7.0 if written is _clock else None)

    assert [event.offset_seconds for event in log] == [t for t, _, _ in _ROWS]
    assert "sorted" in log.notes[0]


def test_milliseconds_are_recognised_and_said(tmp_path):
    log = RecordedChatReader().open_log(
        _write(tmp_path, [(int(t * 1000), u, x) for t, u, x in _ROWS])
    )

    assert [event.offset_seconds for event in log] == pytest.approx([t for t, _, _ in _ROWS])
    assert "milliseconds" in log.notes[0]


def test_times_that_are_all_alike_are_refused(tmp_path):
    """Excel writes large numbers as 1.77955E+12."""
    path = _write(tmp_path, [("1.77955E+12", u, x) for _, u, x in _ROWS])

    with pytest.raises(InvalidInput, match="all of one second"):
        RecordedChatReader().open_log(path)


@pytest.mark.parametrize("order", [("video", "comments"), ("comments", "video")])
def test_a_trimmed_vod_counts_from_where_it_was_trimmed(tmp_path, order):
    comments = [
        {"content_offset_seconds": 3600 + t, "commenter": {"name": u}, "message": {"body": x}}
        for t, u, x in _ROWS
    ]
    parts = {"video": {"title": "x", "start": 3600, "end": 4000}, "comments": comments}
    path = tmp_path / "chat.json"
    path.write_text(json.dumps({name: parts[name] for name in order}))

    log = RecordedChatReader().open_log(path)

    assert [event.offset_seconds for event in log] == [t for t, _, _ in _ROWS]
    assert "1:00:00" in log.notes[0]


def test_text_that_is_not_utf_8_is_read_and_said(tmp_path):
    path = tmp_path / "chat.csv"
    path.write_bytes("".join(f"{t},{u},é{x}\n" for t, u, x in _ROWS).encode("latin-1"))

    log = RecordedChatReader().open_log(path)

    assert len(list(log)) == len(_ROWS)
    assert "UTF-8" in log.notes[0]


def test_what_a_cut_packed_file_still_holds_is_read(tmp_path):
    rows = "".join(f"{n},u{n * 7919 % 1000},hi {n * n}\n" for n in range(20_000))
    path = tmp_path / "chat.gz"
    path.write_bytes(gzip.compress(rows.encode())[:-1_000])

    log = RecordedChatReader().open_log(path)

    assert len(list(log)) > 10_000
    assert "ends early" in log.notes[0]


_CASES = Path(__file__).parents[5] / "shared" / "cases" / "chat"
_WITHOUT_TIMES = {"06_td_none.txt", "32c_raw_untagged.log", "43_brackets_no_seconds.log"}
_OTHER_CHATS = {"50", "51", "53"}


@pytest.mark.shared
@pytest.mark.skipif(not _CASES.exists(), reason="the logs are not beside the project")
def test_one_chat_in_many_shapes_is_the_same():
    """Print what each file was recognised as; all hold the chat of the first."""
    reader = RecordedChatReader()
    truth: list[float] = []
    for path in sorted(_CASES.iterdir()):
        try:
            log = reader.open_log(path, first_at=None if path.name < "02" else 7.0)
        except InvalidInput as refused:
            sys.stdout.write(f"{path.name} refused: {str(refused).partition(': ')[2]}\n")
            assert path.name in _WITHOUT_TIMES
            continue
        sys.stdout.write(f"{path.name} is {log.format_name}\n")
        offsets = [e.offset_seconds for e in log if isinstance(e, ChatMessage)]
        truth = truth or offsets
        if path.name[:2] not in _OTHER_CHATS:
            assert offsets == pytest.approx(truth, abs=1.01)
            assert log.skipped == 0


def test_a_log_of_which_one_name_wrote_everything_is_refused(tmp_path):
    path = tmp_path / "bot.log"
    path.write_text(
        "\n".join(f"[20:00:{n:02}] [INFO] chat: viewer{n}: hello" for n in range(60)), "utf-8"
    )

    with pytest.raises(InvalidInput, match="'chat' wrote everything"):
        RecordedChatReader().open_log(path)
