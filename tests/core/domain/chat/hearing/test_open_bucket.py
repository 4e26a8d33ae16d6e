from core.domain.chat.baseline import Bucket
from core.domain.chat.chat_message import ChatMessage
from core.domain.chat.hearing.heard_line import HeardLine
from core.domain.chat.hearing.open_bucket import OpenBucket
from core.domain.chat.line_reading import read_line
from core.domain.chat.recent_chat import ChatWindow

KNOWN = Bucket(7, 30, 20, 10, 5, 60, 2, 6)


def write(bucket, window, second, chatter="ann"):
    message = ChatMessage(offset_seconds=float(second), chatter=chatter, text="what a good game")
    window.add(second, HeardLine(message, read_line(message.text, ()), True))
    bucket.note(is_newcomer=True)


def test_a_bucket_in_which_nobody_writes_is_none():
    window = ChatWindow()
    bucket = OpenBucket(window, None)

    assert bucket.look(3, window) is None
    assert bucket.take(3, window) is None


def test_to_look_changes_nothing_and_to_take_begins_the_next():
    window = ChatWindow()
    bucket = OpenBucket(window, None)
    write(bucket, window, 90)
    write(bucket, window, 91, "ben")

    assert bucket.look(3, window) == bucket.look(3, window)
    taken = bucket.take(3, window)

    assert taken is not None
    assert (taken.number, taken.chatters_long, taken.newcomers, taken.voices) == (3, 20, 2, 2)
    assert bucket.look(4, window) is None


def test_after_a_restart_it_goes_on_with_what_was_known():
    window = ChatWindow()
    bucket = OpenBucket(window, KNOWN)
    assert bucket.look(7, window) == KNOWN

    write(bucket, window, 220)

    taken = bucket.take(7, window)
    assert taken is not None
    assert (taken.chatters_long, taken.newcomers, taken.voices) == (70, 3, 7)
    assert bucket.take(8, window) is None
